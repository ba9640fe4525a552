// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Tokens of one call in disjoint buckets, so that a price multiplies exactly one of them.
///
/// Providers overlap their figures (OpenAI counts cached tokens inside `prompt_tokens`, Anthropic beside
/// `input_tokens`); each dialect of `Wire` turns its own into this form. The order is the ledger's.
package struct TokenCounts: Hashable, Sendable {
  package enum Bucket: Int, CaseIterable, Sendable {
    case inputUncached, inputCacheRead, inputCacheWrite, inputAudio, inputImage
    case outputText, outputReasoning, outputAudio

    package var isInput: Bool { rawValue <= Bucket.inputImage.rawValue }

    /// The name in the ledger, in records and in reports.
    package var name: String {
      switch self {
      case .inputUncached: "input_uncached"
      case .inputCacheRead: "input_cache_read"
      case .inputCacheWrite: "input_cache_write"
      case .inputAudio: "input_audio"
      case .inputImage: "input_image"
      case .outputText: "output_text"
      case .outputReasoning: "output_reasoning"
      case .outputAudio: "output_audio"
      }
    }
  }

  /// One value for each bucket, inline.
  package struct Vector<Element: Hashable & Sendable>: Hashable, Sendable {
    private var a: Element, b: Element, c: Element, d: Element, e: Element, f: Element, g: Element, h: Element

    package init(repeating value: Element) {
      (a, b, c, d, e, f, g, h) = (value, value, value, value, value, value, value, value)
    }

    package subscript(_ bucket: Bucket) -> Element {
      get {
        switch bucket {
        case .inputUncached: a
        case .inputCacheRead: b
        case .inputCacheWrite: c
        case .inputAudio: d
        case .inputImage: e
        case .outputText: f
        case .outputReasoning: g
        case .outputAudio: h
        }
      }
      set {
        switch bucket {
        case .inputUncached: a = newValue
        case .inputCacheRead: b = newValue
        case .inputCacheWrite: c = newValue
        case .inputAudio: d = newValue
        case .inputImage: e = newValue
        case .outputText: f = newValue
        case .outputReasoning: g = newValue
        case .outputAudio: h = newValue
        }
      }
    }
  }

  private var counts = Vector<Int64>(repeating: 0)

  package init() {}

  package init(input: Int64, output: Int64) {
    self[.inputUncached] = input
    self[.outputText] = output
  }

  /// Tokens in a bucket; never negative.
  package subscript(_ bucket: Bucket) -> Int64 {
    get { counts[bucket] }
    set { counts[bucket] = max(0, newValue) }
  }

  package var input: Int64 { sum { $0.isInput } }
  package var output: Int64 { sum { !$0.isInput } }
  package var total: Int64 { sum { _ in true } }

  /// Saturates: a sum that is too large for an `Int64` can only come from a backend that lies.
  private func sum(_ isWanted: (Bucket) -> Bool) -> Int64 {
    var sum: Int64 = 0
    for bucket in Bucket.allCases where isWanted(bucket) {
      let (next, overflow) = sum.addingReportingOverflow(counts[bucket])
      sum = overflow ? .max : next
    }
    return sum
  }
}
