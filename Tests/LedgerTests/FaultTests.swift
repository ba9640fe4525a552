// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Ledger
import Synchronization
import Testing
import ToolgateTesting

@Suite struct FaultTests {
  struct Broken: Error {}

  @Test(arguments: [WriterPoint.beforeBegin, .afterStatements, .beforeCommit])
  func faultBeforeTheCommit_leavesNothingHalfDone(_ point: WriterPoint) throws {
    let temporary = try TemporaryLedger()
    let isBroken = Mutex(false)
    let writer = try LedgerWriter(temporary.ledger) { here in
      if here == point, isBroken.withLock({ $0 }) { throw Broken() }
    }
    let inbox = AnswerInbox()
    let port = inbox.port(id: 1)
    let (first, second) = (temporary.calls.intent(1), temporary.calls.intent(2))
    writer.commit(first, ticket: 1, to: port)
    try inbox.wait(for: 1)
    #expect(writer.health == .working)

    isBroken.withLock { $0 = true }
    writer.commit(temporary.calls.settlement(of: first), ticket: 1, to: port)
    writer.commit(second, ticket: 2, to: port)
    for answer in try inbox.wait(for: 2).dropFirst() {
      guard case .failure(.unavailable) = answer.result else {
        Issue.record("\(answer) in spite of a broken file")
        continue
      }
    }
    #expect(writer.health != .working)
    var found = try temporary.ledger.verify()
    #expect(found.findings == [] && found.intents == 1 && found.settlements == 0 && found.usageRows == 0)

    isBroken.withLock { $0 = false }
    writer.commit(second, ticket: 2, to: port)
    #expect(throws: Never.self) { try inbox.wait(for: 1)[3].result.get() }
    #expect(writer.health == .working)
    writer.stop()
    found = try temporary.ledger.verify()
    #expect(found.findings == [] && found.intents == 2 && found.settlements == 1)
  }

  @Test func faultAfterTheCommit_changesNothing() throws {
    let temporary = try TemporaryLedger()
    let writer = try LedgerWriter(temporary.ledger) { if $0 == .afterCommit { throw Broken() } }
    let inbox = AnswerInbox()
    writer.commit(temporary.calls.intent(1), ticket: 1, to: inbox.port(id: 1))
    #expect(throws: Never.self) { try inbox.wait(for: 1)[0].result.get() }
    writer.stop()
  }

  /// Nobody hears of a row before it is durable for every other connection.
  @Test func answers_comeAfterTheCommit() throws {
    let temporary = try TemporaryLedger()
    let inbox = AnswerInbox()
    let early = Mutex(0)
    let writer = try LedgerWriter(temporary.ledger) { point in
      if point != .afterCommit { early.withLock { $0 += inbox.all.count } }
    }
    let unseen = Mutex(0)
    let port = ReturnPort<LedgerAnswer>(id: 1) { batch in
      let count = (try? temporary.ledger.verify().intents) ?? -1
      if count < batch.count { unseen.withLock { $0 += 1 } }
      inbox.port(id: 1).deliver(batch)
    }
    for number in 1...20 as ClosedRange<UInt64> {
      writer.commit(temporary.calls.intent(number), ticket: number, to: port)
    }
    try inbox.wait(for: 20)
    writer.stop()
    #expect(unseen.withLock { $0 } == 0)
  }

  /// The roll-up refuses a sum that no longer fits: the settlement fails as a whole, its neighbours do not.
  @Test func sumThatDoesNotFit_sinksOnlyItsOwnSettlement() throws {
    let temporary = try TemporaryLedger()
    let calls = temporary.calls
    let gate = Gate("the other rows are made")
    let writer = try LedgerWriter(temporary.ledger) { if $0 == .beforeBegin { try gate.pass() } }
    let inbox = AnswerInbox()
    let port = inbox.port(id: 1)
    let full = calls.intent(1, model: "full")
    writer.commit(full, ticket: 1, to: port)
    try gate.waitUntilReached()
    let others = (2...9 as ClosedRange<UInt64>).map { calls.intent($0) }
    gate.open()
    try inbox.wait(for: 1)
    try temporary.fillRollUp(of: "full")
    for intent in others { writer.commit(intent, ticket: 2, to: port) }
    writer.commit(calls.settlement(of: full), ticket: 3, to: port)
    for intent in others { writer.commit(calls.settlement(of: intent), ticket: 4, to: port) }
    let answers = try inbox.wait(for: 17)
    writer.stop()
    for answer in answers {
      switch answer.result {
      case .success: #expect(answer.ticket != 3)
      case .failure(let refusal):
        #expect(answer.ticket == 3)
        guard case .inconsistent = refusal else {
          Issue.record("\(refusal)")
          continue
        }
      }
    }
    let found = try temporary.ledger.verify()
    #expect(found.settlements == 8 && found.records == 8 && found.open == 1)
    #expect(found.findings.count == 1 && found.findings[0].contains("no settlements for it"))
  }

  /// Invariant I6: the sum of costs goes far beyond an `Int64` and stays exact.
  @Test func i6_sumsOfMoneyBeyondInt64StayExact() throws {
    let temporary = try TemporaryLedger()
    var calls = temporary.calls
    var rates = TokenCounts.Vector<Int64>(repeating: 0)
    rates[.outputText] = .max
    calls.price = Price(id: PriceID("gold")!, currency: .usd, rates: rates)
    try temporary.ledger.administer { [price = calls.price] in try $0.register([price]) }
    let writer = try LedgerWriter(temporary.ledger)
    let inbox = AnswerInbox()
    for number in 1...50 as ClosedRange<UInt64> {
      let intent = calls.intent(number, input: 0, output: 1)
      writer.commit(intent, ticket: number, to: inbox.port(id: 1))
      writer.commit(
        calls.settlement(of: intent, tokens: TokenCounts(input: 0, output: 1)), ticket: number, to: inbox.port(id: 1))
    }
    try inbox.wait(for: 100)
    writer.stop()
    var sum: Int128 = 0
    try temporary.ledger.forEachUsageDay(in: Period("2026-11")!) { sum += $0.costPico }
    #expect(sum == 50 * Int128(Int64.max))
    #expect(try temporary.ledger.verify().findings == [])
  }
}
