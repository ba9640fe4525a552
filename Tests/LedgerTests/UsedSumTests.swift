// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Ledger
import Testing
import ToolgateTesting

@Suite struct UsedSumTests {
  private struct Key: Hashable {
    let scope: LimitScope, day: CivilDay, currency: Currency
  }

  /// Random calls of two projects, three tokens, two currencies, models and backends around the end of a month.
  @Test(arguments: [31, 32] as [UInt64])
  func sums_equalASlowModelForEveryScope(_ seed: UInt64) throws {
    let temporary = try TemporaryLedger()
    let euros = Price(id: PriceID("euros")!, currency: Currency("EUR")!, rates: temporary.price.rates)
    let owners = try temporary.ledger.administer { desk in
      try desk.register([euros])
      let second = try desk.addProject(
        ProjectName("second")!, kind: .cloudvps, task: nil, at: TemporaryLedger.start)
      let tokens = try [("SAMPLE0002", temporary.project), ("SAMPLE0003", second)].map { id, project in
        try desk.insertToken(
          NewToken(publicID: id, hash: Array(repeating: 1, count: 32), owner: .project(project.id)),
          at: TemporaryLedger.start)
      }
      return [
        (temporary.project.id, temporary.token.id), (temporary.project.id, tokens[0].id), (second.id, tokens[1].id),
      ]
    }
    let first = CivilDay("2026-12-01")!
    var random = SeededGenerator(seed: seed)
    var model: [Key: (pico: Int128, tokens: Int64)] = [:]
    let writer = try LedgerWriter(temporary.ledger)
    let port = AnswerInbox().port(id: 1)
    for number in 0..<1_500 as Range<UInt64> {
      var calls = temporary.calls
      (calls.project, calls.token) = owners.randomElement(using: &random)!
      if Bool.random(using: &random) { calls.price = euros }
      let at = first.start + .seconds(Int64.random(in: -100_000...200_000, using: &random))
      let intent = calls.intent(
        number, at: at, model: ["m1", "m2"].randomElement(using: &random)!,
        backend: ["b1", "b2"].randomElement(using: &random)!)
      var tokens = TokenCounts()
      for bucket in TokenCounts.Bucket.allCases { tokens[bucket] = .random(in: 0...9_000, using: &random) }
      let settlement = calls.settlement(of: intent, tokens: tokens)
      writer.commit(intent, ticket: number, to: port)
      writer.commit(settlement, ticket: number, to: port)
      let day = CivilDay(containing: at)
      guard day >= first else { continue }
      for scope in [
        .global, .backend(intent.backend), .model(intent.model), .project(intent.project), .token(intent.token),
      ] as [LimitScope] {
        let key = Key(scope: scope, day: day, currency: calls.price.currency)
        let known = model[key] ?? (0, 0)
        model[key] = (known.pico + Int128(settlement.cost.pico), known.tokens + tokens.input + tokens.output)
      }
    }
    writer.stop()
    let sums = try temporary.ledger.usedSums(from: first)
    #expect(sums.count == model.count && Set(sums.map(\.day)).count == 3)
    for sum in sums {
      let expected = try #require(model[Key(scope: sum.scope, day: sum.day, currency: sum.currency)])
      #expect(sum.pico == expected.pico && sum.tokens == expected.tokens)
    }
    #expect(sums.map(\.day) == sums.map(\.day).sorted())
    // Over all tokens, the roll-up is what it was.
    var calls: Int64 = 0
    try temporary.ledger.forEachUsageDay(in: Period("2026-11-01..2026-12-31")!) { calls += $0.calls }
    #expect(calls == 1_500)
    #expect(try temporary.ledger.usedSums(from: CivilDay("2027-01-01")!) == [])
  }

  @Test func sumOfTokensThatDoesNotFit_standsAtTheGreatest() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.administer { desk in
      for model in ["a", "b"] {
        try desk.database.execute(
          sql: """
            INSERT INTO usage_day VALUES ('2026-11-23', ?, ?, 'b', 'USD', ?, 1, 0, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0,
              9223372036854775807, 999999999999)
            """, arguments: [temporary.project.id.row, model, temporary.token.id.row, Int64.max])
      }
    }
    let sums = try temporary.ledger.usedSums(from: CivilDay("2026-11-23")!)
    let all = try #require(sums.first { $0.scope == .global })
    #expect(all.tokens == .max)
    #expect(all.pico == 2 * (Int128(Int64.max) * 1_000_000_000_000 + 999_999_999_999))
  }
}
