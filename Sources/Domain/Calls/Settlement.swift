// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// How a call ended and what it cost: the one row that ends an intent.
///
/// Invariants I2, I3 and I8: it is durable before the client sees the end of a successful answer, there is exactly one
/// for each intent, and its provenance record is written in the same transaction.
package struct Settlement: Sendable {
  package var requestID: RequestID
  package var at: Instant
  package var outcome: Outcome
  /// The HTTP status that the client was or would have been sent.
  package var status: Int
  /// A `GatewayError.Code` label when the call did not complete.
  package var errorCode: String?
  package var tokens: TokenCounts
  package var usageSource: UsageSource
  /// The backend's usage object as it came, at most 4 KiB; nil when there was none.
  package var rawUsage: [UInt8]?
  package var cost: Money
  /// True when a person should look: figures were estimated, recovered or contradict each other.
  package var needsReview: Bool
  /// Microseconds from the request's first byte to the backend's first byte; nil if there was none.
  package var firstByteMicros: Int64?
  /// Microseconds from the request's first byte to this settlement.
  package var totalMicros: Int64
  /// Bytes of the request and of the answer, for capacity planning.
  package var bytesIn: Int64
  package var bytesOut: Int64
  /// The provenance record in canonical JSON (RFC 8785).
  package var record: [UInt8]
  /// The salts of the record's commitments, 64 bytes: of the input, then of the output; nil when it commits to nothing.
  /// They stay out of the public log.
  package var salts: [UInt8]?

  package init(
    requestID: RequestID, at: Instant, outcome: Outcome, status: Int, errorCode: String?, tokens: TokenCounts,
    usageSource: UsageSource, rawUsage: [UInt8]?, cost: Money, needsReview: Bool, firstByteMicros: Int64?,
    totalMicros: Int64, bytesIn: Int64, bytesOut: Int64, record: [UInt8],
    salts: [UInt8]?
  ) {
    self.requestID = requestID
    self.at = at
    self.outcome = outcome
    self.status = status
    self.errorCode = errorCode
    self.tokens = tokens
    self.usageSource = usageSource
    self.rawUsage = rawUsage
    self.cost = cost
    self.needsReview = needsReview
    self.firstByteMicros = firstByteMicros
    self.totalMicros = totalMicros
    self.bytesIn = bytesIn
    self.bytesOut = bytesOut
    self.record = record
    self.salts = salts
  }
}
