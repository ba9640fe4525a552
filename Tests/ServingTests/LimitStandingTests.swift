// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Serving
import Testing
import ToolgateTesting

@Suite struct LimitStandingTests {
  private let now = TemporaryLedger.start

  /// Yesterday counts for the month alone, last month for nothing.
  @Test func used_isThatOfThePresentDayAndMonth() throws {
    let temporary = try TemporaryLedger()
    let writer = try LedgerWriter(temporary.ledger)
    let port = AnswerInbox().port(id: 1)
    let times = [now, now + .seconds(60), now + .seconds(-86_400), now + .seconds(-86_400 * 40)]
    for (number, at) in times.enumerated() {
      let intent = temporary.calls.intent(UInt64(number), at: at)
      writer.commit(intent, ticket: 1, to: port)
      writer.commit(temporary.calls.settlement(of: intent), ticket: 1, to: port)
    }
    writer.stop()
    let one = Int128(temporary.price.cost(of: TokenCounts(input: 120, output: 40))!.pico)
    let rules = ControlRules(settings: Settings(), policies: nil, at: now)
    let found = try temporary.ledger.read { try $0.find(.project(temporary.project.name), rules: rules) }
    var standard = Limits()
    (standard.concurrency, standard.budgetMonth) = (4, .zero(.usd))
    var change = LimitsChange()
    change.set(.concurrency, to: .count(9))
    _ = try temporary.ledger.administer {
      try $0.setLimits(change, of: found.scope, at: now, on: Grounds(reason: "r", task: PhabricatorTask("T5")!))
    }
    let all = try LimitStanding.all(found, in: temporary.ledger, projectDefault: standard, at: now)
    let standings = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    #expect(standings.count == LimitName.allCases.count)
    #expect(standings[.budgetDay]?.used == "\(Money.decimal(2 * one)) USD")
    #expect(standings[.budgetMonth]?.used == "\(Money.decimal(3 * one)) USD")
    #expect(standings[.tokensDay]?.used == "320" && standings[.tokensMonth]?.used == "480")
    let concurrency = try #require(standings[.concurrency])
    #expect(concurrency.own == .count(9) && concurrency.standard == .count(4) && concurrency.effective == .count(9))
    #expect(concurrency.task == "T5" && concurrency.used == nil && concurrency.scope == "project:sample-tool")
    #expect(standings[.budgetMonth]?.effective == .money(.zero(.usd)))
    #expect(standings[.weight]?.effective == nil)
  }

  @Test func listing_hasEveryProjectAndWhateverElseIsLimited() throws {
    let temporary = try TemporaryLedger()
    var standard = Limits()
    standard.concurrency = 4
    var change = LimitsChange()
    change.set(.tokensDay, to: .count(9))
    _ = try temporary.ledger.administer { desk in
      _ = try desk.addProject(ProjectName("another")!, kind: .cloudvps, task: nil, at: now)
      _ = try desk.setLimits(change, of: .model(ModelID("m")!), at: now, on: Grounds())
      _ = try desk.setLimits(change, of: .project(temporary.project.id), at: now, on: Grounds())
    }
    let all = try LimitStanding.all(nil, in: temporary.ledger, projectDefault: standard, at: now)
    #expect(
      all.map { "\($0.scope) \($0.name.rawValue)" } == [
        "model:m tokens_day", "project:another concurrency", "project:sample-tool concurrency",
        "project:sample-tool tokens_day",
      ])
  }
}
