// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Everything that the fake upstream can do to a gateway, each under the word that asks for it in a URL.
///
/// A backend's URL is `http://127.0.0.1:PORT/WORDS/v1`, where the words are joined by `+` (or `-`) and some take a value:
/// `pace-20ms+events-200`, `status-429+retry-after-7`, `cut-3+usage-every-chunk`. So one process plays many backends.
package enum Behaviour: String, CaseIterable, Sendable {
  // What an answer says.
  case normal
  case events
  case eventBytes = "event-bytes"
  case bodyBytes = "body-bytes"
  case megabytes
  case longLine = "long-line"
  case canary
  case echo
  case toolCalls = "tool-calls"
  case wrongModel = "wrong-model"
  case floatsOnly = "floats-only"
  case dimensions

  // When it says it.
  case slowHead = "slow-head"
  case pace
  case gate
  case stall
  case never
  case stopReading = "stop-reading"

  // How it breaks.
  case cut
  case reset
  case closeReused = "close-reused"
  case closeIdle = "close-idle"
  case flaky

  // What it claims to have used.
  case promptTokens = "prompt-tokens"
  case completionTokens = "completion-tokens"
  case usageDetails = "usage-details"
  case usageContradicts = "usage-contradicts"
  case usageNegative = "usage-negative"
  case usageHuge = "usage-huge"
  case usageOverflow = "usage-overflow"
  case usageText = "usage-text"
  case usageMissing = "usage-missing"
  case usageNull = "usage-null"
  case usageZero = "usage-zero"
  case usageEveryChunk = "usage-every-chunk"
  case usageZeroOnChunks = "usage-zero-on-chunks"
  case usageOnFinish = "usage-on-finish"
  case usageUnasked = "usage-unasked"

  // How a stream is written.
  case noDone = "no-done"
  case noFinish = "no-finish"
  case errorFrame = "error-frame"
  case badEvent = "bad-event"
  case azureChunks = "azure-chunks"
  case unstreamed
  case crlf
  case pings
  case dribble
  case continueFirst = "continue-first"

  // Refusals and nonsense.
  case status
  case retryAfter = "retry-after"
  case contextLength = "context-length"
  case capTooLarge = "cap-too-large"
  case errorHTML = "error-html"
  case errorLiftWing = "error-liftwing"
  case errorString = "error-string"
  case errorText = "error-text"
  case errorFlat = "error-flat"
  case errorNumber = "error-number"
  case okGarbage = "ok-garbage"
  case okError = "ok-error"
  case okEmpty = "ok-empty"
  case redirect

  // For benchmarks.
  case unchecked

  /// What may follow the word.
  package enum Value: Hashable, Sendable {
    case none
    /// A whole number; what it is without one.
    case count(Int64)
    /// `20ms`, `2s` or `500us`; in microseconds, what it is without one.
    case time(Int64)
    /// Everything up to the next `+` or `/`.
    case text
  }

  package var value: Value {
    switch self {
    case .events: .count(5)
    case .eventBytes, .bodyBytes: .count(180)
    case .megabytes, .longLine: .count(16)
    case .dimensions: .count(8)
    case .slowHead, .pace: .time(50_000)
    case .gate, .stall, .cut, .reset, .errorFrame, .badEvent: .count(2)
    case .closeIdle: .time(0)
    case .flaky: .count(1)
    case .promptTokens, .completionTokens: .count(7)
    case .status: .count(500)
    case .retryAfter: .count(3)
    case .canary: .text
    default: .none
    }
  }
}
