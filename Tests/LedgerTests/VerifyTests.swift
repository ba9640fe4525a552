// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Ledger
import Testing
import ToolgateTesting

@Suite struct VerifyTests {
  /// One way to falsify a ledger, and what the check must say of it.
  struct Tampering: Sendable, CustomTestStringConvertible {
    let sql: String
    let finding: String
    var testDescription: String { sql }

    init(_ sql: String, _ finding: String) { (self.sql, self.finding) = (sql, finding) }
  }

  static let tamperings: [Tampering] = [
    Tampering("UPDATE settlement SET cost_pico = cost_pico + 1 WHERE seq = 1", "must cost"),
    Tampering("UPDATE settlement SET cost_pico = cost_pico - 1 WHERE seq = 2", "must cost"),
    Tampering("UPDATE settlement SET input_uncached = input_uncached + 1 WHERE seq = 1", "tok.in"),
    Tampering("UPDATE settlement SET output_reasoning = 3 WHERE seq = 1", "tok.out"),
    Tampering("UPDATE settlement SET output_audio = -3 WHERE seq = 1", "negative"),
    Tampering("UPDATE settlement SET outcome = 'failed' WHERE seq = 1", "its failure"),
    Tampering("UPDATE settlement SET outcome = 'recovered' WHERE seq = 1", "does not go with usage source"),
    Tampering("UPDATE settlement SET outcome = 'lost' WHERE seq = 1", "not known"),
    Tampering("UPDATE settlement SET usage_source = 'estimated' WHERE seq = 1", "not marked for review"),
    Tampering("UPDATE settlement SET currency = 'EUR' WHERE seq = 1", "held in USD"),
    Tampering("DELETE FROM settlement WHERE seq = 1", "1 provenance record has no settlement"),
    Tampering("DELETE FROM provenance WHERE seq = 1", "record is missing"),
    Tampering("UPDATE provenance SET record = x'7b7d' WHERE seq = 1", "the record's id"),
    Tampering("UPDATE provenance SET record = x'7b' WHERE seq = 1", "not a JSON object"),
    Tampering(
      """
      UPDATE provenance SET record = CAST(replace(CAST(record AS TEXT), 'sample-tool', 'other-tool') AS BLOB)
      WHERE seq = 1
      """, "the record's project"),
    Tampering(
      "UPDATE provenance SET record = (SELECT record FROM provenance WHERE seq = 2) WHERE seq = 1", "the record's id"),
    Tampering("DELETE FROM intent WHERE seq = 1", "has no intent"),
    Tampering("UPDATE intent SET hold_pico = hold_pico + 1 WHERE seq = 3", "by its hold"),
    Tampering("UPDATE intent SET project_id = 99 WHERE seq = 1", "points at a project"),
    Tampering("UPDATE intent SET at = at + 86400000000 WHERE seq = 1", "usage 2026-11-24"),
    Tampering("UPDATE intent SET model = 'other' WHERE seq = 1", "other"),
    Tampering("UPDATE intent SET request_id = zeroblob(16) WHERE seq = 1", "the record's id"),
    Tampering("UPDATE price SET output_text = output_text + 1", "must cost"),
    Tampering("UPDATE token SET project_id = 99", "points at a project"),
    Tampering("UPDATE meta SET value = 1000 WHERE key = 'recovered_through'", "from before the last start"),
    Tampering("DELETE FROM usage_day", "the row is missing"),
    Tampering("UPDATE usage_day SET token_id = 99", "no settlements for it"),
    Tampering("UPDATE intent SET token_id = 99 WHERE seq = 1", "token 99"),
    Tampering("UPDATE usage_day SET calls = calls + 1", "calls is"),
    Tampering("UPDATE usage_day SET failed = failed + 1", "failed is"),
    Tampering("UPDATE usage_day SET recovered = recovered - 1", "recovered is"),
    Tampering("UPDATE usage_day SET input_uncached = input_uncached - 1", "input_uncached is"),
    Tampering("UPDATE usage_day SET cost_pico = cost_pico + 1", "cost is"),
    Tampering("UPDATE usage_day SET cost_unit = cost_unit + 1", "cost is"),
    Tampering("UPDATE usage_day SET day = '2026-11-22'", "no settlements for it"),
    Tampering(
      """
      INSERT INTO usage_day SELECT '2020-01-01', project_id, model, backend, currency, token_id, 1, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0 FROM usage_day
      """, "no settlements for it"),
  ]

  private static let unguarded = "DROP TRIGGER provenance_update; DROP TRIGGER provenance_delete"

  @Test(arguments: tamperings)
  func tampering_isFound(_ tampering: Tampering) throws {
    let temporary = try ledgerWithCalls()
    #expect(try temporary.ledger.verify().findings == [])
    // Who falsifies a file does not mind its constraints.
    let queue = try DatabaseQueue(path: temporary.path, configuration: Self.lawless)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON; \(Self.unguarded); \(tampering.sql)")
      #expect(db.totalChangesCount > 0, "nothing was falsified")
    }
    try queue.close()
    let found = try temporary.ledger.verify()
    #expect(!found.isSound)
    #expect(found.findings.contains { $0.contains(tampering.finding) }, "\(found.findings)")
    #expect(found.findings.allSatisfy { !$0.contains("\n") })
  }

  private static var lawless: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(5)
    return configuration
  }

  @Test func soundLedger_isCountedAndOpenIntentsAreNoFault() throws {
    let temporary = try ledgerWithCalls()
    let found = try temporary.ledger.verify()
    #expect(found.isSound && found.further == 0)
    #expect(found.intents == 6 && found.settlements == 5 && found.records == 5 && found.open == 1)
    #expect(found.usageRows == 1)
  }

  /// The month that was asked for, the budget's own currency, and only projects with a budget.
  @Test func monthsSums_areReportedAgainstBudgets() throws {
    let temporary = try ledgerWithCalls()
    let now = TemporaryLedger.start
    let (spent, _) = try temporary.ledger.usedSums(from: CivilDay("2026-11-01")!).reduce(into: (Int128(0), 0)) {
      if $1.scope == .global { $0.0 += $1.pico }
    }
    #expect(spent > 0)
    #expect(try temporary.ledger.verify(at: now).budgets == [])
    // The default holds for all, and is told where something was spent.
    _ = try temporary.ledger.administer {
      try $0.addProject(ProjectName("idle")!, kind: .toolforge, task: nil, at: now)
    }
    let standard = try temporary.ledger.verify(at: now, defaultBudget: Money("1.00 USD")).budgets
    #expect(standard.map(\.project.text) == ["sample-tool"] && standard[0].spentPico == spent)
    var change = LimitsChange()
    for (text, now, sum, isOver) in [
      ("25.00 USD", now, spent, false), ("0.00 USD", now, spent, true), ("25.00 EUR", now, 0, false),
      ("0.00 USD", now + .seconds(86_400 * 30), 0, false),
    ] {
      change.set(.budgetMonth, to: .money(Money(text)!))
      try temporary.ledger.administer {
        _ = try $0.setLimits(change, of: .project(temporary.project.id), at: now, on: Grounds())
      }
      let result = try temporary.ledger.verify(at: now)
      #expect(result.findings == [] && result.budgets.count == 1)
      let standing = try #require(result.budgets.first)
      #expect(standing.spentPico == sum && standing.isOver == isOver && standing.budget == Money(text))
      #expect(standing.month == Period(monthOf: now) && standing.project.text == "sample-tool")
    }
  }

  /// Seq 1 and 2 complete, 3 recovered, 4 failed, 5 estimated, 6 open.
  private func ledgerWithCalls() throws -> TemporaryLedger {
    let temporary = try TemporaryLedger()
    let calls = temporary.calls
    func write(_ body: (LedgerWriter, ReturnPort<LedgerAnswer>) -> Void) throws {
      let writer = try LedgerWriter(temporary.ledger)
      body(writer, AnswerInbox().port(id: 1))
      writer.stop()
    }
    try write { writer, port in
      for number in 1...3 as ClosedRange<UInt64> {
        writer.commit(calls.intent(number), ticket: number, to: port)
        if number < 3 { writer.commit(calls.settlement(of: calls.intent(number)), ticket: number, to: port) }
      }
    }
    _ = try recover(temporary.ledger, calls: calls, at: TemporaryLedger.start)
    try write { writer, port in
      for number in 4...6 as ClosedRange<UInt64> {
        let intent = calls.intent(number)
        writer.commit(intent, ticket: number, to: port)
        if number == 4 { writer.commit(calls.settlement(of: intent, outcome: .failed), ticket: 4, to: port) }
        if number == 5 { writer.commit(calls.settlement(of: intent, source: .estimated), ticket: 5, to: port) }
      }
    }
    return temporary
  }
}
