// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Puts what is public behind the router. It knows paths and nothing else; nobody has to say who they are.
struct PublicDispatch: Sendable {
  let desk: any PublicDesk

  /// Whatever begins so is public: what a proxy in front may let through.
  static let roots = ["models", "r", "log", "assets"]

  func add(to router: Router<BasicRequestContext>) {
    for root in Self.roots {
      for path in ["/\(root)", "/\(root)/**"] {
        router.get(RouterPath(path)) { request, _ in await answer(request, hasBody: true) }
        router.head(RouterPath(path)) { request, _ in await answer(request, hasBody: false) }
      }
    }
    router.get("/") { _, _ in Response(status: .seeOther, headers: [.location: "/models"]) }
  }

  private func answer(_ request: Request, hasBody: Bool) async -> Response {
    let reply = await desk.answer(
      PublicQuestion(
        path: request.uri.path, query: request.uri.query ?? "", languages: request.headers[.acceptLanguage]))
    var headers = HTTPFields()
    for (name, value) in reply.headers {
      if let field = HTTPField.Name(name) { headers[field] = value }
    }
    headers[.contentLength] = String(reply.body.count)
    return Response(
      status: HTTPResponse.Status(code: reply.status), headers: headers,
      body: hasBody ? ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body)) : ResponseBody())
  }
}
