// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The shapes in which backends refuse, and the answers that are none.
struct ErrorAnswers {
  let script: Script

  /// The answer that takes the place of a good one; nil when the script has no error in it.
  func answer() -> Answer? {
    if script.has(.okGarbage) { return .plain("\u{1}not JSON at all {{{\(canary)") }
    if script.has(.okEmpty) { return .plain("") }
    if script.has(.okError) { return .plain(standard(500)) }
    if script.has(.contextLength) {
      return .plain(
        status: 400,
        """
        {"error":{"message":"This model's maximum context length is 2048 tokens\(canary)","type":"invalid_request_error",\
        "param":"messages","code":"context_length_exceeded"}}
        """)
    }
    if script.has(.capTooLarge) {
      return .plain(
        status: 400,
        """
        {"error":{"message":"max_tokens is too large\(canary)","type":"invalid_request_error","param":"max_tokens",\
        "code":"invalid_value"}}
        """)
    }
    guard
      script.hasAny(
        .status, .errorHTML, .errorLiftWing, .errorString, .errorText, .errorFlat, .errorNumber, .retryAfter)
    else { return nil }
    let status = Int(script[.status] ?? (script.has(.retryAfter) ? 429 : script.has(.errorHTML) ? 502 : 500))
    let waiting = script[.retryAfter].map { [("retry-after", "\($0)")] } ?? []
    if script.has(.errorHTML) {
      let page = "<!DOCTYPE html><html><body><h1>\(status)</h1><p>The edge is unwell\(canary)</p></body></html>"
      return .plain(status: status, type: "text/html; charset=utf-8", extra: waiting, page)
    }
    if script.has(.errorText) {
      return .plain(status: status, type: "text/plain", extra: waiting, "local_rate_limited\(canary)")
    }
    return .plain(status: status, extra: waiting, body(status))
  }

  /// 503, as long as a backend that is coming up is not there yet.
  static let warmingUp = Answer.plain(
    status: 503, #"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#)

  static let notJSON = Answer.plain(
    status: 400,
    #"{"error":{"message":"the body is not JSON","type":"invalid_request_error","param":null,"code":null}}"#)

  static let notFound = Answer.plain(status: 404, #"{"detail":"Not Found"}"#)

  private var canary: String { script.canary.map { ": \($0)" } ?? "" }

  private func body(_ status: Int) -> String {
    if script.has(.errorLiftWing) { return #"{"httpCode":\#(status),"httpReason":"upstream refused\#(canary)"}"# }
    if script.has(.errorString) { return #"{"error":"upstream refused\#(canary)"}"# }
    if script.has(.errorFlat) {
      return
        #"{"object":"error","message":"upstream refused\#(canary)","type":"refused","param":null,"code":\#(status)}"#
    }
    if script.has(.errorNumber) {
      return #"{"error":{"code":\#(status),"message":"upstream refused\#(canary)","type":"server_error"}}"#
    }
    return standard(status)
  }

  private func standard(_ status: Int) -> String {
    let (type, code) =
      switch status {
      case 401: ("invalid_request_error", "invalid_api_key")
      case 404: ("invalid_request_error", "model_not_found")
      case 429: ("rate_limit_error", "rate_limit_exceeded")
      case 400..<500: ("invalid_request_error", "invalid_value")
      default: ("server_error", "server_error")
      }
    return #"{"error":{"message":"upstream refused\#(canary)","type":"\#(type)","param":null,"code":"\#(code)"}}"#
  }
}
