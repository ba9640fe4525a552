// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import NIOHTTP1

/// What a head alone decides, before anything of its body has come.
extension HTTPRequestHead {
  func check(_ limits: LimitSettings) throws(GatewayError) {
    var size = uri.utf8.count + 16
    for (name, value) in headers { size += name.utf8.count + value.utf8.count + 4 }
    guard size <= limits.requestHeader else {
      throw GatewayError(
        .headersTooLarge, "The request's head is larger than \(limits.requestHeader) bytes, the limit here.")
    }
    guard version == .http1_1 ? headers["host"].count == 1 : true else {
      throw GatewayError(.invalidRequest, "An HTTP/1.1 request needs exactly one Host header (RFC 9112, section 3.2).")
    }
    if let length = headers.first(name: "content-length").flatMap({ Int($0) }), length > limits.requestBody {
      throw .bodyTooLarge(limits.requestBody)
    }
  }

  /// The body is so short that reading it is cheaper than a new connection.
  var hasShortBody: Bool {
    guard headers.first(name: "transfer-encoding") == nil, headers.first(name: "expect") == nil else { return false }
    return headers.first(name: "content-length").map { (Int($0) ?? .max) <= 64 << 10 } ?? true
  }
}

extension GatewayError {
  /// - Parameter limit: bytes.
  static func bodyTooLarge(_ limit: Int) -> GatewayError {
    GatewayError(.requestTooLarge, "The body is larger than \(limit) bytes, the limit here.")
  }

  init(_ error: HTTPParserError) {
    self =
      error == .headerOverflow
      ? GatewayError(.headersTooLarge, "The request's head is too large.")
      : GatewayError(.invalidRequest, "The request is not valid HTTP/1.1 (RFC 9112).", detail: "\(error)")
  }
}
