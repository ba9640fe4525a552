// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Domain
import GRDB
import Ledger
import Testing
import ToolgateTesting

/// Settlements that find the ledger locked by another connection for longer than a write waits.
@Suite struct OwedSettlementTests {
  /// A ledger whose writes wait for hardly anybody, its writer, and another connection that can lock it.
  private final class Scene {
    let temporary: TemporaryLedger
    let writer: LedgerWriter
    let inbox = AnswerInbox()
    private let commits = DispatchSemaphore(value: 0)
    private let other: DatabaseQueue

    init(batch: Int = 1024) throws {
      temporary = try TemporaryLedger(busyTimeout: .milliseconds(20))
      // Which row was written when: the rows themselves do not tell.
      try temporary.ledger.administer { desk in
        try desk.database.execute(sql: "CREATE TABLE arrival(what TEXT NOT NULL, seq INTEGER NOT NULL)")
        for table in ["intent", "settlement"] {
          try desk.database.execute(
            sql: """
              CREATE TRIGGER \(table)_arrives AFTER INSERT ON \(table) BEGIN
                INSERT INTO arrival VALUES ('\(table)', new.seq);
              END
              """)
        }
      }
      let commits = commits
      writer = try LedgerWriter(temporary.ledger, batch: batch) { if $0 == .afterCommit { commits.signal() } }
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      other = try DatabaseQueue(path: temporary.path, configuration: configuration)
    }

    func lock() throws { try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") } }
    func unlock() throws { try other.inDatabase { try $0.execute(sql: "ROLLBACK") } }

    /// Posts an intent and waits for what becomes of it.
    func begin(_ number: UInt64, model: String = "model-a") throws -> (Intent, Result<Void, LedgerRefusal>) {
      let intent = temporary.calls.intent(number, model: model)
      writer.commit(intent, ticket: number, to: inbox.port(id: 1))
      return (intent, try inbox.wait(for: 1).last!.result)
    }

    /// Posts a settlement and waits for what becomes of it.
    func settle(_ intent: Intent) throws -> Result<Void, LedgerRefusal> {
      writer.commit(temporary.calls.settlement(of: intent), ticket: 0, to: inbox.port(id: 1))
      return try inbox.wait(for: 1).last!.result
    }

    /// Waits until the writer has settled so many calls by itself.
    func waitForSettlements(_ count: Int) throws {
      while try temporary.ledger.verify().settlements < count {
        try commits.wait(for: "\(count) settlements that nobody posts again")
      }
    }

    /// Rows in the order in which they were written, as "intent 1".
    func arrivals() throws -> [String] {
      try temporary.ledger.read {
        try String.fetchAll($0.database, sql: "SELECT what || ' ' || seq FROM arrival ORDER BY rowid")
      }
    }

    func outcomes() throws -> [String] {
      try temporary.ledger.read {
        try String.fetchAll(
          $0.database, sql: "SELECT outcome || ' ' || usage_source FROM settlement ORDER BY seq")
      }
    }
  }

  private func isUnavailable(_ result: Result<Void, LedgerRefusal>) -> Bool {
    if case .failure(.unavailable) = result { true } else { false }
  }

  private func isTaken(_ result: Result<Void, LedgerRefusal>) -> Bool {
    if case .success = result { true } else { false }
  }

  @Test func settlement_isWrittenByItselfOnceTheLedgerIsFree() throws {
    let scene = try Scene()
    let (intent, begun) = try scene.begin(1)
    #expect(isTaken(begun))
    try scene.lock()
    #expect(isUnavailable(try scene.settle(intent)))
    #expect(scene.writer.health != .working)
    try scene.unlock()
    try scene.waitForSettlements(1)
    #expect(try scene.outcomes() == ["complete reported"])
    scene.writer.stop()
    #expect(scene.inbox.all.count == 2, "nobody is told twice")
    let found = try scene.temporary.ledger.verify()
    #expect(found.findings == [] && found.intents == 1 && found.settlements == 1 && found.open == 0)
    #expect(try recover(scene.temporary.ledger, calls: scene.temporary.calls, at: TemporaryLedger.start).count == 0)
  }

  /// More than one transaction holds, with calls that begin before and after. A call that was refused never went out, so
  /// it leaves no row, not even later.
  @Test func settlements_areWrittenOnceInTheirOrderBeforeNewCalls() throws {
    let scene = try Scene(batch: 2)
    let intents = try (1...5 as ClosedRange<UInt64>).map { try scene.begin($0).0 }
    try scene.lock()
    for intent in intents.reversed() { #expect(isUnavailable(try scene.settle(intent))) }
    #expect(isUnavailable(try scene.begin(6).1))
    // What posts a row again in its trouble does not double it.
    #expect(isUnavailable(try scene.settle(intents[0])))
    try scene.unlock()
    #expect(isTaken(try scene.begin(7).1))
    scene.writer.stop()
    #expect(
      try scene.arrivals() == (1...5).map { "intent \($0)" } + (1...5).reversed().map { "settlement \($0)" }
        + ["intent 6"])
    #expect(try scene.outcomes() == Array(repeating: "complete reported", count: 5))
    let found = try scene.temporary.ledger.verify()
    #expect(found.findings == [] && found.intents == 6 && found.settlements == 5 && found.open == 1)
  }

  /// The roll-up of one model is full: its settlement is for recovery, its neighbours are not held up.
  @Test func settlementThatIsRefusedForItsOwnSake_doesNotHoldUpTheOthers() throws {
    let scene = try Scene()
    let intents = try (1...5 as ClosedRange<UInt64>).map { try scene.begin($0, model: $0 == 3 ? "full" : "model-a").0 }
    try scene.temporary.fillRollUp(of: "full")
    try scene.lock()
    for intent in intents { #expect(isUnavailable(try scene.settle(intent))) }
    try scene.unlock()
    try scene.waitForSettlements(4)
    #expect(isTaken(try scene.begin(6).1))
    scene.writer.stop()
    #expect(scene.writer.health == .working)
    #expect(
      try scene.arrivals().suffix(5) == ["settlement 1", "settlement 2", "settlement 4", "settlement 5", "intent 6"])
  }

  @Test func stop_writesWhatIsOwed() throws {
    let scene = try Scene()
    let (intent, _) = try scene.begin(1)
    try scene.lock()
    #expect(isUnavailable(try scene.settle(intent)))
    try scene.unlock()
    scene.writer.stop()
    #expect(try scene.outcomes() == ["complete reported"])
  }

  @Test func settlementThatIsStillOwedAtTheEnd_isLeftForRecovery() throws {
    let scene = try Scene()
    let (intent, _) = try scene.begin(1)
    try scene.lock()
    #expect(isUnavailable(try scene.settle(intent)))
    scene.writer.stop()
    try scene.unlock()
    #expect(try scene.temporary.ledger.verify().open == 1)
    #expect(try recover(scene.temporary.ledger, calls: scene.temporary.calls, at: TemporaryLedger.start).count == 1)
    #expect(try scene.outcomes() == ["recovered recovered"])
  }
}
