// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Identity
import Ledger
import Logging

/// Puts the list of admin routes behind the router: who asks is known and allowed before anything else is looked at.
struct AdminDispatch: Sendable {
  let desk: any AdminDesk
  let logger: Logger

  private static let maximumBody = 64 << 10

  func add(to router: Router<BasicRequestContext>) {
    for route in AdminRoutes.all {
      router.on(RouterPath("/admin/v1" + route.path), method: HTTPRequest.Method(route.method.rawValue)!) {
        request, context in
        await answer(request, context, route)
      }
    }
    let document = OpenAPIDocument.render(AdminRoutes.all)
    router.get("/admin/openapi.json") { _, _ in Self.response(.ok, document) }
    for method in Self.methods {
      router.on("/admin/**", method: method) { _, _ in
        Self.response(.notFound, AdminReply.errorBody("There is no such route; see /admin/openapi.json."))
      }
    }
    for (path, routes) in Dictionary(grouping: AdminRoutes.all, by: \.path) {
      let allowed = routes.map(\.method.rawValue).sorted()
      for method in Self.methods where !allowed.contains(method.rawValue) {
        router.on(RouterPath("/admin/v1" + path), method: method) { _, _ in
          var refusal = Self.response(
            .methodNotAllowed, AdminReply.errorBody("This route takes \(allowed.joined(separator: ", ")) only."))
          refusal.headers[.allow] = allowed.joined(separator: ", ")
          return refusal
        }
      }
    }
  }

  private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete]

  private func answer(_ request: Request, _ context: BasicRequestContext, _ route: AdminRoute) async -> Response {
    do {
      let staff = try identify(request)
      guard route.roles.contains(staff.role) else {
        let may = route.roles.map(\.rawValue).sorted().joined(separator: ", ")
        throw AdminFault(
          .notPermitted, "This needs the role \(may); token \(staff.id) has the role \(staff.role.rawValue).")
      }
      let asked = AdminRequest(
        staff: staff, parameters: try parameters(context, route), query: try query(request, route),
        body: try await body(request, route))
      return Self.response(.ok, try await route.answer(asked, desk).body)
    } catch {
      return refusal(error, route)
    }
  }

  private func identify(_ request: Request) throws -> Staff {
    guard let line = request.headers[.authorization], line.lowercased().hasPrefix("bearer ") else {
      throw GatewayError(.missingAPIKey, "Send a token of staff as Authorization: Bearer tg_….")
    }
    return try desk.identify(String(line.dropFirst("bearer ".count)))
  }

  private func parameters(_ context: BasicRequestContext, _ route: AdminRoute) throws -> [String: String] {
    var values: [String: String] = [:]
    for name in route.parameters {
      guard let raw = context.parameters.get(name), let value = raw.removingPercentEncoding else {
        throw AdminFault(.badInput, "\(name) is missing in the path")
      }
      values[name] = value
    }
    return values
  }

  private func query(_ request: Request, _ route: AdminRoute) throws -> [String: String] {
    var values: [String: String] = [:]
    for (name, value) in request.uri.queryParameters {
      guard let field = route.query.first(where: { $0.name == name }) else {
        let known = route.query.isEmpty ? "none" : route.query.map(\.name).joined(separator: ", ")
        throw AdminFault(.badInput, "\(name) is no parameter of this route, which has \(known)")
      }
      if case .oneOf(let words) = field.kind, !words.contains(String(value)) {
        throw AdminFault(.badInput, "\(name) must be one of \(words.joined(separator: ", "))")
      }
      guard values.updateValue(String(value), forKey: String(name)) == nil else {
        throw AdminFault(.badInput, "\(name) is there twice")
      }
    }
    return values
  }

  private func body(_ request: Request, _ route: AdminRoute) async throws -> [String: AdminJSON] {
    guard !route.body.isEmpty else { return [:] }
    let bytes = try await request.body.collect(upTo: Self.maximumBody)
    guard case .object(let members) = try AdminJSON(parsing: Array(bytes.readableBytesView)) else {
      throw AdminFault(.badInput, "the body must be a JSON object")
    }
    var values: [String: AdminJSON] = [:]
    for (name, value) in members {
      guard let field = route.body.first(where: { $0.name == name }) else {
        let known = route.body.map(\.name).joined(separator: ", ")
        throw AdminFault(.badInput, "\(name) is no member of this body: there are \(known)")
      }
      if case .reason = field.kind, let text = value.text, let complaint = desk.complaint(reason: text) {
        throw AdminFault(.badInput, complaint)
      }
      if let fault = field.fault(in: value) { throw AdminFault(.badInput, "\(name) must be \(fault)") }
      values[name] = value
    }
    if let missing = route.body.first(where: { $0.isRequired && values[$0.name] == nil }) {
      throw AdminFault(.badInput, "\(missing.name) is missing: \(missing.explanation)")
    }
    return values
  }

  // MARK: Answers

  private func refusal(_ error: any Error, _ route: AdminRoute) -> Response {
    let (status, line): (HTTPResponse.Status, String) =
      switch error {
      case let error as GatewayError:
        (error.code.status == 401 ? .unauthorized : .forbidden, error.message)
      case let fault as AdminFault: (fault.kind.status, fault.message)
      case let problem as LedgerProblem: (problem.status, problem.line)
      case is any HTTPResponseError: (.contentTooLarge, "the body is larger than \(Self.maximumBody) bytes")
      default: (.internalServerError, "the gateway could not do this; its log says more")
      }
    if status.code >= 500 {
      logger.error(
        "an admin route failed",
        metadata: ["url.path": "\(route.path)", "error.message": "\(error)"])
    }
    var response = Self.response(status, AdminReply.errorBody(line))
    if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
    return response
  }

  private static func response(_ status: HTTPResponse.Status, _ body: [UInt8]) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}

extension AdminFault.Kind {
  fileprivate var status: HTTPResponse.Status {
    switch self {
    case .badInput: .badRequest
    case .notPermitted: .forbidden
    }
  }
}

extension LedgerProblem {
  /// The same as on the command line, but for the way out: who asks here has routes and no commands.
  fileprivate var line: String {
    switch self {
    case .noSuchProject(let name): "there is no project \(name): GET /admin/v1/projects lists them"
    case .noSuchQuotaRequest(let id): "there is no quota request \(id): GET /admin/v1/quota-requests lists them"
    case .notStopped(let scope): "there is no stop for \(scope): GET /admin/v1/stops lists those in force"
    case .noSuchToken(let id): "there is no token \(id)"
    default: description
    }
  }

  fileprivate var status: HTTPResponse.Status {
    switch self {
    case .noSuchProject, .noSuchToken, .noSuchQuotaRequest, .notStopped: .notFound
    case .projectExists, .tokenExists, .quotaRequestIsDecided, .tokenIsOver: .conflict
    case .malformed: .badRequest
    case .closed: .serviceUnavailable
    default: .internalServerError
    }
  }
}

extension AdminField {
  /// What a value should be, when it is not.
  fileprivate func fault(in value: AdminJSON) -> String? {
    switch (kind, value) {
    case (.flag, .flag), (.limits, .object), (.scope, .object), (.number, .number), (.projectName, .text),
      (.projectKind, .text), (.period, .text):
      return nil
    case (.text, .text), (.reason, .text): return nil
    case (.task, .text(let text)):
      return PhabricatorTask(text) == nil ? PhabricatorTask.form : nil
    case (.oneOf(let words), .text(let text)):
      return words.contains(text) ? nil : "one of \(words.joined(separator: ", "))"
    case (.flag, _): return "true or false"
    case (.limits, _), (.scope, _): return "an object"
    case (.number, _): return "a whole number"
    default: return "a text"
    }
  }
}
