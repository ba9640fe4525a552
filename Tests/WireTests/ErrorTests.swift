// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Testing
import Wire

@Suite struct ErrorRenderingTests {
  @Test func bodyHasAllFourMembers() throws {
    let error = GatewayError(.unsupportedParameter, "`store` is \"not\" supported.\n", param: "store", detail: "secret")
    #expect(
      ErrorRendering.body(error).text
        == #"{"error":{"message":"`store` is \"not\" supported.\n","type":"invalid_request_error","param":"store","#
        + #""code":"unsupported_parameter"}}"#)
    #expect(
      ErrorRendering.frame(GatewayError(.upstreamError, "x")).text
        == #"data: {"error":{"message":"x","type":"server_error","param":null,"code":"upstream_error"}}"# + "\n\n")
  }

  @Test("every code has the type of its status", arguments: GatewayError.Code.allCases)
  func types(code: GatewayError.Code) throws {
    let object = try #require(try parsed(ErrorRendering.body(GatewayError(code, "m"))) as? [String: [String: NSObject]])
    let expected =
      switch (code, code.status) {
      case (.insufficientQuota, _): "insufficient_quota"
      case (_, 403): "permission_error"
      case (_, 429): "rate_limit_error"
      case (_, 500...): "server_error"
      default: "invalid_request_error"
      }
    #expect(object["error"]?["type"] == expected as NSObject)
    #expect(object["error"]?["code"] == code.label as NSObject)
    #expect(object["error"]?.count == 4)
  }
}

@Suite struct UpstreamErrorsTests {
  private func read(_ status: Int, _ body: String, retryAfter: Int? = nil) -> GatewayError {
    UpstreamErrors.read(status: status, body: Array(body.utf8).span, retryAfter: retryAfter)
  }

  @Test(
    "each known shape gives its message",
    arguments: [
      (#"{"error":{"message":"bad","type":"invalid_request_error","param":"top_p","code":null}}"#, "bad", "top_p"),
      (#"{"error":{"code":400,"message":"bad","type":"invalid_request_error"}}"#, "bad", nil),
      (#"{"error":{"message":"bad","type":"BadRequest","param":"","code":"400"}}"#, "bad", nil),
      (#"{"error":"bad"}"#, "bad", nil), (#"{"error":"bad","error_type":"validation"}"#, "bad", nil),
      (#"{"object":"error","message":"bad","type":"x","param":null,"code":400}"#, "bad", nil),
      (#"{"message":"bad","code":400,"type":"x"}"#, "bad", nil),
      (
        #"{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","foo","bar"],"msg":"bad"}]}}"#,
        "bad", "foo.bar"
      ),
      (#"{"detail":"bad"}"#, "bad", nil), (#"{"detail":[{"loc":["body","x"],"msg":"bad"}]}"#, "bad", "x"),
      (#"[{"error":{"code":400,"message":"bad","status":"INVALID_ARGUMENT"}}]"#, "bad", nil),
      (#"{"httpCode":400,"httpReason":"bad"}"#, "bad", nil), (#"{"error":{"message":{"message":"bad"}}}"#, "bad", nil),
    ] as [(String, String, String?)])
  func shapes(body: String, message: String, param: String?) {
    for status in [400, 413, 422] {
      let error = read(status, body)
      #expect(error.code == .invalidRequest)
      #expect(error.message == message)
      #expect(error.param == param)
      #expect(error.detail == "upstream \(status)")
    }
  }

  @Test(
    "what is no known shape gives our own words",
    arguments: [
      "", "local_rate_limited", "<html><body><h1>400 Bad request</h1></body></html>", "{}", "[]", "[1]", "null", "{",
      #"{"error":null}"#, #"{"error":{"message":7}}"#, #"{"error":"<!DOCTYPE html><p>x"}"#, #"{"error":"a <HTML> b"}"#,
      #"{"error":{"message":"\u0000\u0007"}}"#, #"{"error":["x"]}"#,
    ])
  func unknown(body: String) {
    let error = read(400, body)
    #expect(error.code == .invalidRequest)
    #expect(error.message == "The backend refused the request without saying why.")
  }

  @Test(
    "a prompt that is too long is recognised",
    arguments: [
      #"{"error":{"message":"x","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}"#,
      #"{"error":{"code":400,"message":"request (9 tokens) exceeds","type":"exceed_context_size_error","n_ctx":8}}"#,
      #"{"error":{"message":"This model's maximum context length is 8 tokens.","type":"BadRequestError","code":400}}"#,
      #"{"object":"error","message":"This model's Maximum Context Length is 8","code":400}"#,
    ])
  func tooLong(body: String) {
    #expect(read(400, body).code == .contextLengthExceeded)
    #expect(read(400, body).status == 400)
  }

  @Test(
    "each status has its cause",
    arguments: [
      (300, .upstreamError), (302, .upstreamError), (401, .upstreamRejected), (402, .upstreamError),
      (403, .upstreamRejected), (404, .upstreamError), (405, .upstreamError), (408, .upstreamTimeout),
      (409, .upstreamError), (418, .upstreamError), (424, .upstreamError), (429, .backendUnavailable),
      (499, .upstreamError), (500, .upstreamError), (501, .upstreamError), (502, .upstreamError),
      (503, .backendUnavailable), (504, .upstreamTimeout), (529, .backendUnavailable), (599, .upstreamError),
    ] as [(Int, GatewayError.Code)])
  func statuses(status: Int, code: GatewayError.Code) {
    for body in [#"{"error":{"message":"geheim","param":"geheim","code":"geheim"}}"#, "<html>geheim</html>", "geheim"] {
      let error = read(status, body, retryAfter: 9)
      #expect(error.code == code)
      #expect(!"\(error)".contains("geheim"))
      #expect(error.detail == "upstream \(status)")
      #expect(error.retryAfter == (code == .backendUnavailable ? 9 : nil))
    }
  }

  @Test func aBusyBackendHasAWaitAndASpentOneHasNot() {
    #expect(read(429, "").retryAfter == 5)
    #expect(read(429, "", retryAfter: 0).retryAfter == 5)
    #expect(read(503, "", retryAfter: -3).retryAfter == 5)
    #expect(read(429, "").shouldRetry == nil)
    for body in [#"{"error":{"code":"insufficient_quota"}}"#, #"{"error":{"type":"insufficient_quota","code":null}}"#] {
      let error = read(429, body, retryAfter: 60)
      #expect(error.code == .backendUnavailable)
      #expect(error.shouldRetry == false)
      #expect(error.retryAfter == nil)
    }
  }

  @Test func aMessageIsCutAtACharacterAndKeptOutOfTheDetail() {
    let prompt = String(repeating: "é", count: 900)
    let error = read(400, #"{"error":{"message":"\#(prompt)"}}"#)
    #expect(error.message == String(repeating: "é", count: 500))
    #expect(error.detail == "upstream 400")
    let controls = read(400, #"{"error":{"message":"a\u0000b\nc\u001b[31md\u0085e\u007f"}}"#)
    #expect(controls.message == "abc[31mde")
  }
}

extension GatewayError {
  fileprivate var status: Int { code.status }
}
