// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import ToolgateTesting

@Suite struct MoneyTests {
  static let eur = Currency("EUR")!

  @Test(arguments: [
    ("25.00 USD", 25_000_000_000_000 as Int64), ("0 USD", 0), ("0.00 USD", 0), ("0.000000000001 USD", 1),
    ("1 USD", 1_000_000_000_000), ("0.15 USD", 150_000_000_000), ("007.5 USD", 7_500_000_000_000),
    ("9223372.036854775807 USD", .max),
  ])
  func anAmountIsReadToThePicoUnit(text: String, pico: Int64) {
    #expect(Money(text) == Money(pico: pico, .usd))
  }

  @Test(arguments: [
    "", "USD", "1", "1USD", "1  USD", " 1 USD", "1 USD ", "1\tUSD", "1 usd", "1 USDX", "1 US", "1 $", "-1 USD",
    "+1 USD",
    "1. USD", ".5 USD", ". USD", "1.2.3 USD", "1,5 USD", "1e3 USD", "0x1 USD", "1_000 USD", "١ USD", "１ USD", "NaN USD",
    "0.0000000000001 USD", "0.0000000000000 USD", "9223372.036854775808 USD", "9223373 USD",
    "99999999999999999999 USD", "1 USD USD", "1 ÜSD",
  ])
  func anythingElseIsNoAmount(text: String) {
    #expect(Money(text) == nil)
  }

  @Test(arguments: [
    (0 as Int64, "0.00 EUR"), (1, "0.000000000001 EUR"), (10_000_000_000, "0.01 EUR"), (15_000_000, "0.000015 EUR"),
    (1_000_000_000_000, "1.00 EUR"), (1_500_000_000_000, "1.50 EUR"), (-500_000_000_000, "-0.50 EUR"),
    (.max, "9223372.036854775807 EUR"), (.min, "-9223372.036854775808 EUR"),
  ])
  func anAmountIsWrittenAsAPlainDecimal(pico: Int64, text: String) {
    #expect(Money(pico: pico, Self.eur).description == text)
  }

  @Test func whatIsWrittenIsReadAgain() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<20_000 {
      // Every order of magnitude, not only the largest.
      let pico = Int64.random(in: 0...Int64.max, using: &random) >> Int.random(in: 0..<63, using: &random)
      let money = Money(pico: pico, Self.eur)
      #expect(Money(money.description) == money)
    }
  }

  @Test func decimalsOfAllLengthsAreExact() {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<5_000 {
      let units = Int64.random(in: 0...9_000_000, using: &random)
      let digits = (0..<Int.random(in: 1...12, using: &random)).map { _ in Int64.random(in: 0...9, using: &random) }
      // Digit by digit as at school.
      var pico = units * 1_000_000_000_000
      var weight: Int64 = 100_000_000_000
      for digit in digits {
        pico += digit * weight
        weight /= 10
      }
      let text = "\(units).\(digits.map(String.init).joined())"
      #expect(Money.pico(decimal: text) == pico, "\(text)")
    }
  }

  @Test func sumsBeyondAnAmountAreWrittenExactly() {
    #expect(Money.decimal(Int128(Int64.max) * 3) == "27670116.110564327421")
    #expect(Money.decimal(Int128.min) == "-170141183460469231731687303.715884105728")
  }

  @Test(arguments: [
    ("USD", true), ("XXX", true), ("", false), ("US", false), ("usd", false), ("U5D", false), ("EURO", false),
  ])
  func aCurrencyIsThreeCapitals(code: String, isGood: Bool) {
    #expect((Currency(code) != nil) == isGood)
    #expect(Currency(code)?.description == (isGood ? code : nil))
  }
}
