// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// One version of what a model costs: a rate in pico-units for each disjoint bucket of tokens.
///
/// Every rate is for a single token. A price book states prices per million tokens; it is refused when the rate for one
/// token is not a whole number of pico-units, so that the product below is exact and never rounded.
package struct Price: Hashable, Sendable {
  /// Names the version on every row that was priced with it.
  package let id: PriceID
  package let currency: Currency
  /// Pico-units for one token, in the order of `TokenCounts.Bucket.allCases`; never negative.
  package let rates: TokenCounts.Vector<Int64>

  package init(id: PriceID, currency: Currency, rates: TokenCounts.Vector<Int64>) {
    self.id = id
    self.currency = currency
    self.rates = rates
  }

  /// Tokens × rates, summed over the buckets.
  ///
  /// - Returns: nil when the amount does not fit; whoever asks must refuse, never clamp.
  package func cost(of tokens: TokenCounts) -> Money? {
    var sum: Int128 = 0
    for bucket in TokenCounts.Bucket.allCases {
      // One product always fits; the sum of several need not, if a backend's figures are absurd.
      let (next, overflow) = sum.addingReportingOverflow(Int128(tokens[bucket]) * Int128(rates[bucket]))
      guard !overflow else { return nil }
      sum = next
    }
    return Int64(exactly: sum).map { Money(pico: $0, currency) }
  }

  /// The most that `input` tokens of any input bucket and `output` tokens of any output bucket can cost: what is held.
  package func ceiling(input: Int64, output: Int64) -> Money? {
    var (dearestInput, dearestOutput): (Int64, Int64) = (0, 0)
    for bucket in TokenCounts.Bucket.allCases {
      if bucket.isInput {
        dearestInput = max(dearestInput, rates[bucket])
      } else {
        dearestOutput = max(dearestOutput, rates[bucket])
      }
    }
    let sum = Int128(input) * Int128(dearestInput) + Int128(output) * Int128(dearestOutput)
    return Int64(exactly: sum).map { Money(pico: $0, currency) }
  }

  package var isFree: Bool { TokenCounts.Bucket.allCases.allSatisfy { rates[$0] == 0 } }
}
