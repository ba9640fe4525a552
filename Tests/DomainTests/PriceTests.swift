// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import ToolgateTesting

@Suite struct PriceTests {
  /// 0.15 USD for a million tokens of input, half of it from the cache, 0.60 USD for a million of output.
  static let simple = price { rates in
    rates[.inputUncached] = 150_000
    rates[.inputCacheRead] = 75_000
    rates[.outputText] = 600_000
  }

  static func price(_ set: (inout TokenCounts.Vector<Int64>) -> Void) -> Price {
    var rates = TokenCounts.Vector<Int64>(repeating: 0)
    set(&rates)
    return Price(id: PriceID("book/1")!, currency: .usd, rates: rates)
  }

  @Test func eachBucketIsMultipliedByItsOwnRate() {
    var tokens = TokenCounts(input: 1_000, output: 100)
    tokens[.inputCacheRead] = 500
    #expect(Self.simple.cost(of: tokens) == Money("0.0002475 USD"))
    #expect(Self.simple.cost(of: TokenCounts()) == .zero(.usd))
    #expect(!Self.simple.isFree)
    #expect(Self.price { _ in }.isFree)
  }

  @Test func noBucketIsForgotten() {
    for bucket in TokenCounts.Bucket.allCases {
      var tokens = TokenCounts()
      tokens[bucket] = 7
      let price = Self.price { $0[bucket] = 3 }
      #expect(price.cost(of: tokens)?.pico == 21, "\(bucket)")
      #expect(!price.isFree)
      #expect(price.ceiling(input: 10, output: 0)?.pico == (bucket.isInput ? 30 : 0))
      #expect(price.ceiling(input: 0, output: 10)?.pico == (bucket.isInput ? 0 : 30))
    }
  }

  @Test func costAgreesWithArithmeticOnDigitsAndIsNilBeyondAnAmount() {
    var random = SeededGenerator(seed: 21)
    var (fitting, tooLarge) = (0, 0)
    for _ in 0..<800 {
      var tokens = TokenCounts()
      let (shift, shiftOfRates) = (Int.random(in: 0..<63, using: &random), Int.random(in: 0..<63, using: &random))
      let price = Self.price { rates in
        for bucket in TokenCounts.Bucket.allCases {
          rates[bucket] = Int64.random(in: 0...Int64.max, using: &random) >> shiftOfRates
        }
      }
      for bucket in TokenCounts.Bucket.allCases {
        tokens[bucket] = Int64.random(in: 0...Int64.max, using: &random) >> shift
      }
      var slow = Decimals(0)
      for bucket in TokenCounts.Bucket.allCases {
        slow.add(Decimals(UInt64(tokens[bucket])).times(UInt64(price.rates[bucket])))
      }
      let expected = Int64(slow.description)
      #expect(price.cost(of: tokens)?.pico == expected)
      if expected == nil { tooLarge += 1 } else { fitting += 1 }
    }
    #expect(fitting > 100 && tooLarge > 100)
  }

  @Test func theLargestFiguresOfAllAreRefusedAndDoNotTrap() {
    let price = Self.price { rates in
      for bucket in TokenCounts.Bucket.allCases { rates[bucket] = .max }
    }
    var tokens = TokenCounts()
    for bucket in TokenCounts.Bucket.allCases { tokens[bucket] = .max }
    #expect(price.cost(of: tokens) == nil)
    #expect(price.ceiling(input: .max, output: .max) == nil)
    #expect(price.ceiling(input: 1, output: 0)?.pico == .max)
    #expect(price.ceiling(input: 1, output: 1) == nil)
  }

  @Test func theCeilingIsNeverBelowTheCostOfAnySplit() throws {
    var random = SeededGenerator(seed: 22)
    for _ in 0..<20_000 {
      let price = Self.price { rates in
        for bucket in TokenCounts.Bucket.allCases where Bool.random(using: &random) {
          rates[bucket] = Int64.random(in: 0...100_000_000, using: &random)
        }
      }
      let (input, output) = (
        Int64.random(in: 0...200_000, using: &random), Int64.random(in: 0...16_000, using: &random)
      )
      var tokens = TokenCounts()
      var (restOfInput, restOfOutput) = (input, output)
      for bucket in TokenCounts.Bucket.allCases.shuffled(using: &random) {
        let part = Int64.random(in: 0...(bucket.isInput ? restOfInput : restOfOutput), using: &random)
        tokens[bucket] = part
        if bucket.isInput { restOfInput -= part } else { restOfOutput -= part }
      }
      let cost = try #require(price.cost(of: tokens))
      let ceiling = try #require(price.ceiling(input: input, output: output))
      #expect(cost.pico <= ceiling.pico)
    }
  }

  @Test func theCeilingIsReachedByTheDearestBuckets() {
    let price = Self.price { rates in
      rates[.inputUncached] = 5
      rates[.inputAudio] = 11
      rates[.outputText] = 2
      rates[.outputReasoning] = 13
    }
    var tokens = TokenCounts()
    tokens[.inputAudio] = 100
    tokens[.outputReasoning] = 10
    #expect(price.ceiling(input: 100, output: 10) == price.cost(of: tokens))
  }
}

/// A number as its decimal digits, lowest first; slow and plain.
struct Decimals: CustomStringConvertible {
  private var digits: [UInt64]

  init(_ value: UInt64) {
    digits = String(value).utf8.reversed().map { UInt64($0 - UInt8(ascii: "0")) }
  }

  mutating func add(_ other: Decimals) {
    var carry: UInt64 = 0
    for place in 0..<max(digits.count, other.digits.count) + 1 {
      if place == digits.count { digits.append(0) }
      let sum = digits[place] + (place < other.digits.count ? other.digits[place] : 0) + carry
      (digits[place], carry) = (sum % 10, sum / 10)
    }
    while carry > 0 {
      digits.append(carry % 10)
      carry /= 10
    }
  }

  func times(_ factor: UInt64) -> Decimals {
    let other = Decimals(factor).digits
    var product = Decimals(0)
    product.digits = [UInt64](repeating: 0, count: digits.count + other.count)
    for (i, a) in digits.enumerated() {
      for (j, b) in other.enumerated() { product.digits[i + j] += a * b }
    }
    product.add(Decimals(0))
    return product
  }

  var description: String {
    let written = digits.reversed().drop { $0 == 0 }
    return written.isEmpty ? "0" : written.map(String.init).joined()
  }
}
