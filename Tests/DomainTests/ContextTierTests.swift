// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import ToolgateTesting

/// Prices that change with the length of the input.
@Suite struct ContextTierTests {
  /// 1.25 USD for a million tokens of input, 0.125 cached and 10.00 of output; above 200,000 tokens of input 2.50, 0.25
  /// and 15.00; above 1,000,000 again 5.00, 0.50 and 12.00.
  static let tiered = Price(
    id: PriceID("book/1")!, currency: .usd, rates: rates(1_250_000, 125_000, 10_000_000),
    contextTiers: [
      Price.ContextTier(above: 200_000, rates: rates(2_500_000, 250_000, 15_000_000)),
      Price.ContextTier(above: 1_000_000, rates: rates(5_000_000, 500_000, 12_000_000)),
    ])

  static func rates(_ input: Int64, _ cached: Int64, _ output: Int64) -> Price.Rates {
    var rates = Price.Rates(repeating: 0)
    rates[.inputUncached] = input
    rates[.inputCacheRead] = cached
    rates[.outputText] = output
    return rates
  }

  /// By hand: tokens × rate of the tier, for the whole of the call.
  @Test(arguments: [
    (199_999 as Int64, 1_000 as Int64, "0.25999875 USD"),  // 0.24999875 + 0.01
    (200_000, 1_000, "0.26 USD"),  // 0.25 + 0.01: at the bound it is still the first tier
    (200_001, 1_000, "0.5150025 USD"),  // 0.5000025 + 0.015: one above, all tokens are dearer
    (1_000_000, 1_000, "2.515 USD"),  // 2.50 + 0.015
    (1_000_001, 1_000, "5.012005 USD"),  // 5.000005 + 0.012
    (0, 1_000, "0.01 USD"), (0, 0, "0 USD"),
  ])
  func theWholeCallIsPricedAtTheTierOfItsInput(input: Int64, output: Int64, cost: String) {
    #expect(Self.tiered.cost(of: TokenCounts(input: input, output: output)) == Money(cost))
  }

  /// 150,000 cached and 50,001 others are 200,001 together: 0.0375 + 0.1250025 + 0.0015.
  @Test func everyKindOfInputCountsForTheTierAndOutputDoesNot() {
    var tokens = TokenCounts(input: 50_001, output: 100)
    tokens[.inputCacheRead] = 150_000
    #expect(Self.tiered.cost(of: tokens) == Money("0.1640025 USD"))
    tokens[.inputUncached] = 50_000
    tokens[.outputText] = 1_000_000
    // 0.01875 + 0.0625 + 10
    #expect(Self.tiered.cost(of: tokens) == Money("10.08125 USD"))
    for bucket in TokenCounts.Bucket.allCases {
      var counts = TokenCounts()
      counts[bucket] = 200_001
      #expect((Self.tiered.rates(input: counts.input) == Self.tiered.rates) == !bucket.isInput, "\(bucket)")
    }
  }

  @Test func theHoldTakesTheDearestTierWithinReachForEachSide() {
    func ceiling(_ input: Int64, _ output: Int64) -> Money? { Self.tiered.ceiling(input: input, output: output) }
    #expect(ceiling(200_000, 1_000) == Money("0.26 USD"))
    #expect(ceiling(200_001, 1_000) == Money("0.5150025 USD"))
    // The longest tier has the dearest input, the middle one the dearest output: 5.000005 + 0.015.
    #expect(ceiling(1_000_001, 1_000) == Money("5.015005 USD"))
  }

  @Test func aPriceIsFreeOnlyIfItIsAtEveryLength() {
    let none = Price.Rates(repeating: 0)
    func price(_ long: Price.Rates) -> Price {
      Price(
        id: PriceID("p")!, currency: .usd, rates: none, contextTiers: [Price.ContextTier(above: 10, rates: long)])
    }
    #expect(price(none).isFree)
    #expect(!price(Self.rates(0, 0, 1)).isFree)
  }

  @Test func figuresBeyondEverythingAreRefusedAndDoNotTrap() {
    let most = Price.Rates(repeating: .max)
    let price = Price(
      id: PriceID("p")!, currency: .usd, rates: Price.Rates(repeating: 0),
      contextTiers: [Price.ContextTier(above: 1_000_000_000_000, rates: most)])
    var tokens = TokenCounts()
    for bucket in TokenCounts.Bucket.allCases { tokens[bucket] = .max }
    #expect(price.cost(of: tokens) == nil)
    #expect(price.ceiling(input: .max, output: .max) == nil)
    #expect(price.ceiling(input: 1_000_000_000_000, output: .max) == .zero(.usd))
  }

  /// Against addition of digits as at school, with a tier that is found by counting.
  @Test func costAgreesWithArithmeticOnDigits() throws {
    var random = SeededGenerator(seed: 31)
    var (byTier, tooLarge) = ([0, 0, 0, 0, 0], 0)
    for _ in 0..<1_500 {
      let price = Self.random(&random, tiers: 4)
      var tokens = TokenCounts()
      let shift = Int.random(in: 0..<63, using: &random)
      for bucket in TokenCounts.Bucket.allCases {
        tokens[bucket] = Int64.random(in: 0...Int64.max, using: &random) >> shift
      }
      var input = Decimals(0)
      for bucket in TokenCounts.Bucket.allCases where bucket.isInput { input.add(Decimals(UInt64(tokens[bucket]))) }
      let place = price.contextTiers.filter { input.isAbove(Decimals(UInt64($0.above))) }.count
      let rates = place == 0 ? price.rates : price.contextTiers[place - 1].rates
      var slow = Decimals(0)
      for bucket in TokenCounts.Bucket.allCases {
        slow.add(Decimals(UInt64(tokens[bucket])).times(UInt64(rates[bucket])))
      }
      let expected = Int64(slow.description)
      #expect(price.cost(of: tokens)?.pico == expected)
      if expected == nil { tooLarge += 1 } else { byTier[place] += 1 }
    }
    #expect(byTier.allSatisfy { $0 > 20 } && tooLarge > 100, "\(byTier) \(tooLarge)")
  }

  /// Whatever the tokens turn out to be within the bounds, and however they fall into buckets.
  @Test func theHoldIsNeverBelowTheCost() throws {
    var random = SeededGenerator(seed: 32)
    var beyondTheFirst = 0
    for _ in 0..<20_000 {
      let price = Self.random(&random, tiers: 4)
      let (input, output) = (
        Self.length(&random), Int64.random(in: 0...100_000, using: &random)
      )
      let ceiling = try #require(price.ceiling(input: input, output: output))
      var tokens = TokenCounts()
      var left = (
        input: Int64.random(in: 0...input, using: &random), output: Int64.random(in: 0...output, using: &random)
      )
      for bucket in TokenCounts.Bucket.allCases.shuffled(using: &random) {
        // Some buckets take all that is left, so that extremes are met.
        let most = bucket.isInput ? left.input : left.output
        let part = Bool.random(using: &random) ? most : Int64.random(in: 0...most, using: &random)
        tokens[bucket] = part
        if bucket.isInput { left.input -= part } else { left.output -= part }
      }
      let cost = try #require(price.cost(of: tokens))
      #expect(cost.pico <= ceiling.pico)
      if price.rates(input: tokens.input) != price.rates { beyondTheFirst += 1 }
      // More of either side never holds less.
      let (longer, wordier) = (
        try #require(price.ceiling(input: input + 1, output: output)),
        try #require(price.ceiling(input: input, output: output + 1))
      )
      #expect(longer.pico >= ceiling.pico && wordier.pico >= ceiling.pico)
    }
    #expect(beyondTheFirst > 2_000, "\(beyondTheFirst)")
  }

  /// Every order of magnitude up to a million.
  private static func length(_ random: inout SeededGenerator) -> Int64 {
    Int64.random(in: 0...1 << 20, using: &random) >> Int.random(in: 0..<18, using: &random)
  }

  /// Tiers at all lengths; some cheaper than the one before.
  private static func random(_ random: inout SeededGenerator, tiers: Int) -> Price {
    func rates() -> Price.Rates {
      var rates = Price.Rates(repeating: 0)
      for bucket in TokenCounts.Bucket.allCases where Int.random(in: 0..<4, using: &random) > 0 {
        rates[bucket] = Int64.random(in: 0...100_000_000, using: &random) >> Int.random(in: 0..<20, using: &random)
      }
      return rates
    }
    let bounds = Set((0..<tiers).map { _ in 1 + length(&random) }).sorted()
    return Price(
      id: PriceID("p")!, currency: .usd, rates: rates(),
      contextTiers: bounds.map { Price.ContextTier(above: $0, rates: rates()) })
  }
}

extension Decimals {
  /// Longer is larger; of the same length, the first digit that differs decides, which text order knows.
  fileprivate func isAbove(_ other: Decimals) -> Bool {
    let (mine, theirs) = (description, other.description)
    return mine.count != theirs.count ? mine.count > theirs.count : mine > theirs
  }
}
