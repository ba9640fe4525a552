// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import NIOCore

/// What happens to a call that was started; the contract of their order is `Carrier`'s.
package enum TransferEvent: Sendable {
  case head(ticket: UInt64, UpstreamHead)
  case bytes(ticket: UInt64, ByteBuffer)
  /// The answer is complete by the rules of its framing.
  case end(ticket: UInt64)
  case failed(ticket: UInt64, TransferFailure)

  package var ticket: UInt64 {
    switch self {
    case .head(let ticket, _), .bytes(let ticket, _), .end(let ticket), .failed(let ticket, _): ticket
    }
  }
}

/// What the gateway reads of an answer's head. Nothing else of it is passed on.
package struct UpstreamHead: Hashable, Sendable {
  /// 200...999; interim answers are skipped, and a redirect is an answer like any other.
  package var status: Int
  package var contentType: ContentType
  /// Whole seconds, from either form of `Retry-After` (RFC 9110, section 10.2.3).
  package var retryAfter: Int?

  package init(status: Int, contentType: ContentType, retryAfter: Int? = nil) {
    self.status = status
    self.contentType = contentType
    self.retryAfter = retryAfter
  }

  /// The kinds of media type that make a difference.
  package enum ContentType: String, Hashable, Sendable {
    /// `application/json` and everything that ends in `+json`.
    case json
    case eventStream
    case html
    /// Another `text/…`.
    case text
    case other
    case missing
  }
}
