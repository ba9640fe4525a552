// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// The one place that turns a refusal into bytes of the OpenAI dialect.
package enum ErrorRendering {
  /// The body of an answer: `{"error":{"message","type","param","code"}}`, all four always there.
  package static func body(_ error: GatewayError) -> [UInt8] {
    var writer = JSONWriter()
    write(error, to: &writer)
    return writer.bytes
  }

  /// The event that breaks off a stream. No `[DONE]` follows: a client library that sees one may take the answer for
  /// complete, so the body is aborted instead.
  package static func frame(_ error: GatewayError) -> [UInt8] {
    Array("data: ".utf8) + body(error) + Array("\n\n".utf8)
  }

  private static func write(_ error: GatewayError, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("error")
      writer.object { writer in
        writer.member("message", error.message)
        writer.member("type", type(of: error.code))
        writer.member("param", orNull: error.param)
        writer.member("code", error.code.label)
      }
    }
  }

  /// The class of an error, as the OpenAI error guide and its client libraries use the words. What OpenAI has no word
  /// for takes the word for its status; `permission_error` is Anthropic's for 403.
  package static func type(of code: GatewayError.Code) -> String {
    switch (code, code.status) {
    case (.insufficientQuota, _): "insufficient_quota"
    case (_, 403): "permission_error"
    case (_, 429): "rate_limit_error"
    case (_, 500...): "server_error"
    default: "invalid_request_error"
    }
  }
}
