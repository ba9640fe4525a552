// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Ledger
import Testing
import ToolgateTesting

/// Prices of long input in the ledger.
@Suite struct PriceContextTests {
  private static let sample = TemporaryLedger.samplePrice.rates

  private static func price(_ id: String = "long@2026-11", above: [Int64] = [100, 2_000], more: Int64 = 7) -> Price {
    Price(
      id: PriceID(id)!, currency: .usd, rates: sample,
      contextTiers: above.map { bound in
        var rates = sample
        for bucket in TokenCounts.Bucket.allCases { rates[bucket] = rates[bucket] * 2 + bound + more }
        return Price.ContextTier(above: bound, rates: rates)
      })
  }

  @Test func versionWithTiers_isReadBackAsItWasWritten() throws {
    let temporary = try TemporaryLedger()
    let (long, other) = (Self.price(), Self.price("other@2026-11", above: [1_000_000_000_000]))
    try temporary.ledger.administer { try $0.register([long, other]) }
    try temporary.ledger.administer { try $0.register([other, long]) }
    let known = try temporary.ledger.read { try $0.prices() }
    #expect(known == [long.id: long, other.id: other, temporary.price.id: temporary.price])
    #expect(try temporary.ledger.read { try $0.price(long.id) } == long)
    #expect(try temporary.ledger.read { try $0.price(temporary.price.id) }?.contextTiers == [])
  }

  @Test(arguments: [
    price(above: [100, 2_001]), price(above: [100]), price(above: []), price(above: [100, 2_000, 3_000]),
    price(above: [99, 2_000]), price(more: 8),
  ])
  func version_neverChangesItsTiers(_ changed: Price) throws {
    let temporary = try TemporaryLedger()
    let long = Self.price()
    try temporary.ledger.administer { try $0.register([long]) }
    #expect(throws: LedgerProblem.priceChanged(long.id)) {
      try temporary.ledger.administer { try $0.register([changed]) }
    }
    #expect(try temporary.ledger.read { try $0.price(long.id) } == long)
  }

  @Test func versionWithoutTiers_getsNoneLater() throws {
    let temporary = try TemporaryLedger()
    let tier = Price.ContextTier(above: 5, rates: Self.sample)
    let changed = Price(id: temporary.price.id, currency: .usd, rates: temporary.price.rates, contextTiers: [tier])
    #expect(throws: LedgerProblem.priceChanged(changed.id)) {
      try temporary.ledger.administer { try $0.register([changed]) }
    }
  }

  /// Calls of 100, 101, 2000 and 2001 tokens of input; the check prices each by its own tier.
  @Test(arguments: [
    "UPDATE price_context SET above = 100000 WHERE above = 100", "DELETE FROM price_context WHERE above = 2000",
    "UPDATE price_context SET output_text = output_text + 1 WHERE above = 100",
    "UPDATE settlement SET cost_pico = (SELECT cost_pico FROM settlement WHERE seq = 1) WHERE seq = 2",
  ])
  func costOfALongCall_isVerifiedByItsTier(_ tampering: String) throws {
    let temporary = try TemporaryLedger()
    let long = Self.price()
    try temporary.ledger.administer { try $0.register([long]) }
    var calls = temporary.calls
    calls.price = long
    let writer = try LedgerWriter(temporary.ledger)
    let inbox = AnswerInbox()
    for (number, input) in ([100, 101, 2_000, 2_001] as [Int64]).enumerated() {
      let intent = calls.intent(UInt64(number + 1))
      writer.commit(intent, ticket: 1, to: inbox.port(id: 1))
      var tokens = TokenCounts(input: input - 60, output: 9)
      tokens[.inputCacheRead] = 60
      writer.commit(calls.settlement(of: intent, tokens: tokens), ticket: 2, to: inbox.port(id: 1))
    }
    try inbox.wait(for: 8)
    writer.stop()
    #expect(try temporary.ledger.verify().findings == [])
    try temporary.ledger.administer { try $0.database.execute(sql: tampering) }
    #expect(try temporary.ledger.verify().findings.contains { $0.contains("must cost") })
  }
}
