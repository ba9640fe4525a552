// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// One admin route: everything that there is to know of it. The router, the check of roles and the OpenAPI document are
/// made from the same list of these, so none of them can forget one.
struct AdminRoute: Sendable {
  enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
  }

  let method: Method
  /// Behind `/admin/v1`; a segment in braces is a parameter.
  let path: String
  let summary: String
  /// Nobody else gets in. Never empty.
  let roles: Set<StaffRole>
  var query: [AdminField] = []
  var body: [AdminField] = []
  let answer: @Sendable (AdminRequest, any AdminDesk) async throws -> AdminReply

  /// Names in braces, in the order of the path.
  var parameters: [String] {
    path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
  }
}

/// A member of a body or of a query.
struct AdminField: Sendable {
  enum Kind: Sendable {
    case text, flag
    /// One line that is kept for good: no person, no address.
    case reason
    /// A Phabricator task: `T` and digits.
    case task
    case projectName, projectKind
    case period
    /// New values by the names of limits; null: no longer limited.
    case limits
    /// `{"project": "wikisum"}`, `{"global": true}` and so on.
    case scope
    case oneOf([String])
    case number
  }

  let name: String
  let kind: Kind
  let isRequired: Bool
  let explanation: String

  init(_ name: String, _ kind: Kind, required: Bool = true, _ explanation: String) {
    (self.name, self.kind, isRequired, self.explanation) = (name, kind, required, explanation)
  }

  static let task = AdminField("task", .task, "The Phabricator task that this is done for, such as T123456.")
  static let reason = AdminField("reason", .reason, "One line; names no person and no address.")
  static let scope = AdminField(
    "scope", .scope, "What it is for: global, or one backend, model, project or token by its name.")
}

/// Every admin route. This is the one list of them.
enum AdminRoutes {
  static let all: [AdminRoute] =
    ProjectRoutes.all + LimitRoutes.all + QuotaRoutes.all + StopRoutes.all + RecordRoutes.all

  static let everybody = Set(StaffRole.allCases)
}
