// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain
import Ledger
import Serving
import Testing

/// Everything that a client can send wrong: the status of the table, the dialect's error object, and a server that lives.
@Suite struct BadInputTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let status: Int
    let code: String
    let bytes: @Sendable (String) -> [UInt8]
    var testDescription: String { name }
  }

  private static func post(_ body: [UInt8], _ token: String, headers: [String] = []) -> [UInt8] {
    let lines =
      [
        "POST /v1/chat/completions HTTP/1.1", "host: gateway", "user-agent: tests", "authorization: Bearer \(token)",
        "content-length: \(body.count)",
      ] + headers
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }

  private static func head(_ lines: [String], _ token: String, body: String = "") -> [UInt8] {
    Array(
      (["\(lines[0])", "host: gateway", "user-agent: tests", "authorization: Bearer \(token)"] + lines.dropFirst())
        .joined(separator: "\r\n").utf8) + Array("\r\n\r\n\(body)".utf8)
  }

  private static let good = #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#

  static let cases: [Case] = [
    Case(name: "not JSON", status: 400, code: "invalid_json") { post(Array("hello".utf8), $0) },
    Case(name: "truncated JSON", status: 400, code: "invalid_json") { post(Array(good.dropLast().utf8), $0) },
    Case(name: "empty body", status: 400, code: "invalid_json") { post([], $0) },
    Case(name: "duplicate keys", status: 400, code: "invalid_json") {
      post(Array(#"{"model":"m","model":"n","messages":[]}"#.utf8), $0)
    },
    Case(name: "bad UTF-8", status: 400, code: "invalid_json") {
      post(Array(#"{"model":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8), $0)
    },
    Case(name: "depth 10 000", status: 400, code: "invalid_json") {
      post(Array(repeating: UInt8(ascii: "["), count: 10_000), $0)
    },
    Case(name: "not an object", status: 400, code: "invalid_request") { post(Array("[]".utf8), $0) },
    Case(name: "no messages", status: 400, code: "invalid_request") { post(Array(#"{"model":"m"}"#.utf8), $0) },
    Case(name: "a remote image", status: 400, code: "invalid_request") {
      post(
        Array(
          #"{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://10.0.0.1/x"}}]}]}"#
            .utf8), $0)
    },
    Case(name: "a cap above the model's", status: 400, code: "invalid_request") {
      post(Array(#"{"model":"m","max_tokens":1000000,"messages":[{"role":"user","content":"hi"}]}"#.utf8), $0)
    },
    Case(name: "a cap beyond Int64", status: 400, code: "invalid_request") {
      post(
        Array(#"{"model":"m","max_tokens":99999999999999999999,"messages":[{"role":"user","content":"hi"}]}"#.utf8), $0)
    },
    Case(name: "store", status: 400, code: "unsupported_parameter") {
      post(Array(#"{"model":"m","store":true,"messages":[{"role":"user","content":"hi"}]}"#.utf8), $0)
    },
    Case(name: "11 MB", status: 413, code: "request_too_large") {
      post(Array(repeating: UInt8(ascii: " "), count: 11_000_000), $0)
    },
    Case(name: "11 MB in chunks", status: 413, code: "request_too_large") { token in
      let chunk = Array("100000\r\n".utf8) + Array(repeating: UInt8(ascii: " "), count: 0x100000) + Array("\r\n".utf8)
      return head(["POST /v1/chat/completions HTTP/1.1", "transfer-encoding: chunked"], token)
        + (0..<11).flatMap { _ in chunk } + Array("0\r\n\r\n".utf8)
    },
    Case(name: "both Content-Length and Transfer-Encoding", status: 400, code: "invalid_request") {
      head(
        ["POST /v1/chat/completions HTTP/1.1", "content-length: 5", "transfer-encoding: chunked"], $0,
        body: "0\r\n\r\n")
    },
    Case(name: "two Content-Lengths", status: 400, code: "invalid_request") {
      head(["POST /v1/chat/completions HTTP/1.1", "content-length: 5", "content-length: 6"], $0, body: "hello")
    },
    Case(name: "a bad chunk size", status: 400, code: "invalid_request") {
      head(["POST /v1/chat/completions HTTP/1.1", "transfer-encoding: chunked"], $0, body: "zz\r\nhello\r\n0\r\n\r\n")
    },
    Case(name: "a chunk size beyond 64 bits", status: 400, code: "invalid_request") {
      head(["POST /v1/chat/completions HTTP/1.1", "transfer-encoding: chunked"], $0, body: "fffffffffffffffff\r\nx")
    },
    Case(name: "a folded header", status: 400, code: "invalid_request") {
      head(["GET /v1/models HTTP/1.1", "x-long: one\r\n two"], $0)
    },
    Case(name: "NUL in a header", status: 400, code: "invalid_request") {
      head(["GET /v1/models HTTP/1.1", "x-nul: a\0b"], $0)
    },
    Case(name: "a space before the colon", status: 400, code: "invalid_request") {
      head(["GET /v1/models HTTP/1.1", "x-space : a"], $0)
    },
    Case(name: "no host", status: 400, code: "invalid_request") {
      Array("GET /v1/models HTTP/1.1\r\nuser-agent: tests\r\nauthorization: Bearer \($0)\r\n\r\n".utf8)
    },
    Case(name: "not HTTP", status: 400, code: "invalid_request") { _ in Array("\u{16}\u{03}\u{01} hello\r\n\r\n".utf8)
    },
    Case(name: "a head of 40 KiB", status: 431, code: "headers_too_large") {
      head(["GET /v1/models HTTP/1.1", "x-long: \(String(repeating: "a", count: 40 << 10))"], $0)
    },
    Case(name: "a head of 200 KiB", status: 431, code: "headers_too_large") {
      head(["GET /v1/models HTTP/1.1", "x-long: \(String(repeating: "a", count: 200 << 10))"], $0)
    },
    Case(name: "unknown model", status: 404, code: "model_not_found") {
      post(Array(#"{"model":"nobody","messages":[{"role":"user","content":"hi"}]}"#.utf8), $0)
    },
    Case(name: "unknown route", status: 404, code: "not_found") { head(["GET /v1/files HTTP/1.1"], $0) },
    Case(name: "a route of a later version", status: 404, code: "not_found") {
      head(["POST /v1/responses HTTP/1.1", "content-length: 2"], $0, body: "{}")
    },
    Case(name: "wrong method", status: 405, code: "method_not_allowed") { head(["DELETE /v1/models HTTP/1.1"], $0) },
    Case(name: "a malformed purpose", status: 400, code: "invalid_request") {
      post(Array(good.utf8), $0, headers: ["x-toolgate-purpose: world-domination"])
    },
    Case(name: "a malformed period", status: 400, code: "invalid_request") {
      head(["GET /v1/usage?period=2026-13 HTTP/1.1"], $0)
    },
    Case(name: "no token", status: 401, code: "missing_api_key") { _ in
      Array("GET /v1/models HTTP/1.1\r\nhost: g\r\nuser-agent: tests\r\n\r\n".utf8)
    },
    Case(name: "no user agent", status: 403, code: "missing_user_agent") {
      Array("GET /v1/models HTTP/1.1\r\nhost: g\r\nauthorization: Bearer \($0)\r\n\r\n".utf8)
    },
    Case(name: "a token with one character changed", status: 401, code: "invalid_api_key") { token in
      var changed = Array(token)
      changed[30] = changed[30] == "a" ? "b" : "a"
      return head(["GET /v1/models HTTP/1.1"], String(changed))
    },
  ]

  @Test func everyBadRequestIsRefusedByItsRowAndTheServerLives() async throws {
    let gateway = try await TestGateway.start(models: ["m": "normal"])
    for one in Self.cases {
      let connection = try gateway.connection()
      connection.send(one.bytes(gateway.token))
      let response = try connection.response()
      #expect(response.status == one.status, "\(one.name): \(response.text)")
      #expect(response.text.contains(#""code":"\#(one.code)""#), "\(one.name): \(response.text)")
      #expect(response.headers["content-type"] == "application/json", "\(one.name)")
      #expect(response.headers["x-request-id"]?.hasPrefix("req_") == true, "\(one.name)")
      #expect(response.headers["x-request-id"] == response.headers["request-id"], "\(one.name)")
      #expect(try gateway.call("m").status == 200, "the server is alive after: \(one.name)")
    }
    let verification = try await gateway.finish()
    #expect(verification.isSound)
    #expect(verification.settlements == Self.cases.count, "only the good calls are written down")
  }

  @Test func aSlowHeadIsTimedOut() async throws {
    let gateway = try await TestGateway.start(
      models: ["m": "normal"], limits: "  request: {header_time: 1s}\n  default: {concurrency: 8}")
    let connection = try gateway.connection()
    connection.send("GET /v1/models HTTP/1.1\r\nhost: g")
    let response = try connection.response()
    #expect(response.status == 408)
    #expect(response.text.contains(#""code":"request_timeout""#))
    _ = try await gateway.finish()
  }

  @Test func aSlowBodyIsTimedOut() async throws {
    let gateway = try await TestGateway.start(
      models: ["m": "normal"], limits: "  request: {body_time: 1s}\n  default: {concurrency: 8}")
    let connection = try gateway.connection()
    connection.send(
      "POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\nuser-agent: t\r\nauthorization: Bearer \(gateway.token)\r\n"
        + "content-length: 100\r\n\r\n{")
    let response = try connection.response()
    #expect(response.status == 408)
    #expect(try gateway.call("m").status == 200)
    _ = try await gateway.finish()
  }

  @Test func aTokenThatIsRevokedIsRefusedInMidKeepAlive() async throws {
    let gateway = try await TestGateway.start(models: ["m": "normal"])
    let token = try gateway.issue()
    let connection = try gateway.connection()
    connection.send(gateway.request("GET", "/v1/models", token: token.text))
    #expect(try connection.response().status == 200)
    try gateway.administer { _ = try $0.revokeToken(token.id, at: Instant(seconds: 1)) }
    // The change reaches the loop as a task of its own; the connection's next request is behind it.
    _ = try await gateway.gateway.server.load()
    connection.send(gateway.request("GET", "/v1/models", token: token.text))
    let response = try connection.response()
    #expect(response.status == 401)
    #expect(response.text.contains(#""code":"revoked_api_key""#))
    _ = try await gateway.finish()
  }

  @Test func scopesExpiryAndDisabledProjectsAreRefusedByName() async throws {
    let gateway = try await TestGateway.start(models: ["m": "normal"])
    func code(_ token: String, _ path: String = "/v1/models") throws -> (Int, String) {
      let connection = try gateway.connection()
      connection.send(gateway.request("GET", path, token: token))
      let response = try connection.response()
      return (response.status, response.text)
    }
    let chatOnly = try gateway.issue(scopes: [.chat])
    let expired = try gateway.issue(expires: Instant(seconds: 1))
    _ = try await gateway.gateway.server.load()
    #expect(try code(chatOnly.text).1.contains("scope_denied"))
    #expect(try code(expired.text).1.contains("expired_api_key"))
    try gateway.administer { _ = try $0.disableProject(ProjectName("tests")!, at: Instant(seconds: 1)) }
    _ = try await gateway.gateway.server.load()
    let (status, text) = try code(gateway.token)
    #expect(status == 403 && text.contains("project_disabled"))
    _ = try await gateway.finish()
  }
}
