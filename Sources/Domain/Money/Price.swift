// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// One version of what a model costs: a rate in pico-units for each disjoint bucket of tokens.
///
/// Every rate is for a single token. A price book states prices per million tokens; it is refused when the rate for one
/// token is not a whole number of pico-units, so that the product below is exact and never rounded.
package struct Price: Hashable, Sendable {
  package typealias Rates = TokenCounts.Vector<Int64>

  /// Other rates for a request whose whole input is long: they then hold for all of its tokens, not for those above.
  package struct ContextTier: Hashable, Sendable {
    /// Tokens of all input buckets together; the tier begins with one more.
    package let above: Int64
    package let rates: Rates

    package init(above: Int64, rates: Rates) {
      self.above = above
      self.rates = rates
    }
  }

  /// Names the version on every row that was priced with it.
  package let id: PriceID
  package let currency: Currency
  /// Pico-units for one token, in the order of `TokenCounts.Bucket.allCases`; never negative.
  package let rates: Rates
  /// Ascending in `above`; most prices have none.
  package let contextTiers: [ContextTier]

  package init(id: PriceID, currency: Currency, rates: Rates, contextTiers: [ContextTier] = []) {
    self.id = id
    self.currency = currency
    self.rates = rates
    self.contextTiers = contextTiers
  }

  /// The rates of a request with so many tokens of input in all.
  package func rates(input: Int64) -> Rates {
    contextTiers.last { input > $0.above }?.rates ?? rates
  }

  /// Tokens × rates, summed over the buckets. The only place where a cost is made.
  ///
  /// - Returns: nil when the amount does not fit; whoever asks must refuse, never clamp.
  package func cost(of tokens: TokenCounts) -> Money? {
    let rates = rates(input: tokens.input)
    var sum: Int128 = 0
    for bucket in TokenCounts.Bucket.allCases {
      // One product always fits; the sum of several need not, if a backend's figures are absurd.
      let (next, overflow) = sum.addingReportingOverflow(Int128(tokens[bucket]) * Int128(rates[bucket]))
      guard !overflow else { return nil }
      sum = next
    }
    return Int64(exactly: sum).map { Money(pico: $0, currency) }
  }

  /// The most that up to `input` tokens of any input bucket and up to `output` tokens of any output bucket can cost:
  /// what is held.
  ///
  /// The rates are the dearest of every tier that so much input can reach, for each side by itself: a tier for long
  /// input may be the cheaper one, and how long the input really is shows only at the end. So more tokens never hold less.
  package func ceiling(input: Int64, output: Int64) -> Money? {
    var (dearestInput, dearestOutput) = Self.dearest(rates)
    for tier in contextTiers where input > tier.above {
      let dearest = Self.dearest(tier.rates)
      dearestInput = max(dearestInput, dearest.input)
      dearestOutput = max(dearestOutput, dearest.output)
    }
    let sum = Int128(input) * Int128(dearestInput) + Int128(output) * Int128(dearestOutput)
    return Int64(exactly: sum).map { Money(pico: $0, currency) }
  }

  private static func dearest(_ rates: Rates) -> (input: Int64, output: Int64) {
    var (input, output): (Int64, Int64) = (0, 0)
    for bucket in TokenCounts.Bucket.allCases {
      if bucket.isInput { input = max(input, rates[bucket]) } else { output = max(output, rates[bucket]) }
    }
    return (input, output)
  }

  /// Free at every length.
  package var isFree: Bool {
    func isZero(_ rates: Rates) -> Bool { TokenCounts.Bucket.allCases.allSatisfy { rates[$0] == 0 } }
    return isZero(rates) && contextTiers.allSatisfy { isZero($0.rates) }
  }
}
