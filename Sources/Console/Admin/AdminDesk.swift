// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Identity
package import Ledger

/// What the admin routes ask of the process around them.
package protocol AdminDesk: Sendable {
  /// The staff behind a token's text; throws what the caller is told.
  func identify(_ token: String) throws(GatewayError) -> Staff
  /// A question to the ledger, at one moment.
  func read<T: Sendable>(_ question: @escaping @Sendable (Administration) throws -> T) async throws -> T
  /// One transaction on the thread that writes the ledger.
  func change<T: Sendable>(_ change: @escaping @Sendable (Administration) throws -> T) async throws -> T
  /// Usage of a period as JSON.
  func usage(_ period: Period, by grouping: String?) async throws -> String
  /// What a project may use, uses and holds at this moment: JSON in the shape of Toolforge's quotas.
  func quota(of project: ProjectID) -> [UInt8]
  /// What a project may use where nothing was set for it.
  var projectDefault: Limits { get }
  /// The scope of this kind (`global`, `backend`, `model`, `project`, `token`) and name, also one that the configuration
  /// no longer has as long as something is in force for it, as people name it, and the project that it is or belongs to.
  ///
  /// - Throws: `AdminFault`.
  func scope(_ kind: String, _ name: String, in ledger: Administration) throws -> NamedScope
  /// - Throws: `AdminFault` for limits that the configuration and the price book leave no room for.
  func check(_ change: LimitsChange, of scope: LimitScope) throws
  /// What is wrong with a reason, which is kept for good; nil: nothing.
  func complaint(reason: String) -> String?
  /// A line for the Server Admin Log, ready to be said, or none where everything is as it was.
  func logLines(_ change: AdminChange, project: Project?, on grounds: Grounds) -> [String]
  func now() -> Instant
}

package struct NamedScope: Sendable {
  package let scope: LimitScope
  package let name: String
  package let project: Project?

  package init(_ scope: LimitScope, name: String, project: Project?) {
    (self.scope, self.name, self.project) = (scope, name, project)
  }
}
