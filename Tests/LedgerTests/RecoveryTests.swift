// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Glibc
import Ledger
import Synchronization
import Testing
import ToolgateTesting

@Suite struct RecoveryTests {
  /// Invariant I4: each intent without a settlement is settled at the next start, by the written rule, and counted.
  @Test func i4_openIntentsAreSettledByRule() throws {
    let temporary = try TemporaryLedger()
    let writer = try LedgerWriter(temporary.ledger)
    let inbox = AnswerInbox()
    // More than two transactions of recovery.
    for number in 1...2_300 as ClosedRange<UInt64> {
      let intent = temporary.calls.intent(number, at: TemporaryLedger.start + .seconds(Int(number)))
      writer.commit(intent, ticket: number, to: inbox.port(id: 1))
      if number % 10 == 0 {
        writer.commit(temporary.calls.settlement(of: intent), ticket: number, to: inbox.port(id: 1))
      }
    }
    writer.stop()
    let later = TemporaryLedger.start + .seconds(86_400)
    let report = try recover(temporary.ledger, calls: temporary.calls, at: later)
    let hold = temporary.calls.intent(1).hold.pico
    #expect(report.count == 2_070)
    #expect(report.held == [.usd: 2_070 * Int128(hold)])
    #expect(report.oldest == TemporaryLedger.start + .seconds(1))
    let found = try temporary.ledger.verify()
    #expect(found.findings == [] && found.open == 0 && found.settlements == 2_300)
    // The day is the intent's, not the recovery's.
    var days: [String: Int64] = [:]
    try temporary.ledger.forEachUsageDay(in: Period("2026-11")!) { days["\($0.day)"] = $0.recovered }
    #expect(days == ["2026-11-23": 2_070])
    let again = try recover(temporary.ledger, calls: temporary.calls, at: later)
    #expect(again == RecoveryReport())
  }

  @Test func recoveryThatFails_losesNothingAndCanBeTriedAgain() throws {
    struct NoRecord: Error {}
    let temporary = try TemporaryLedger()
    try write(3, into: temporary)
    #expect(throws: NoRecord.self) {
      try temporary.ledger.recover(at: TemporaryLedger.start) { _ in throw NoRecord() }
    }
    #expect(try temporary.ledger.verify().open == 3)
    #expect(try recover(temporary.ledger, calls: temporary.calls, at: TemporaryLedger.start).count == 3)
  }

  /// A settlement that comes after recovery is a duplicate, not a second charge.
  @Test func settlementAfterRecovery_isADuplicate() throws {
    let temporary = try TemporaryLedger()
    try write(1, into: temporary)
    _ = try recover(temporary.ledger, calls: temporary.calls, at: TemporaryLedger.start)
    let writer = try LedgerWriter(temporary.ledger)
    let inbox = AnswerInbox()
    let settlement = temporary.calls.settlement(of: temporary.calls.intent(1))
    writer.commit(settlement, ticket: 1, to: inbox.port(id: 1))
    guard case .failure(.duplicate) = try inbox.wait(for: 1)[0].result else {
      Issue.record("charged twice")
      return
    }
    writer.stop()
  }

  /// A process that dies at a named point leaves the file and its log as they are just then.
  @Test(arguments: WriterPoint.allCases, [1, 4, 9])
  func crashAtAnyPoint_leavesALedgerThatRecovers(_ point: WriterPoint, _ batch: Int) throws {
    let temporary = try TemporaryLedger()
    let copy = temporary.directory + "/copy.sqlite"
    let passed = Mutex(0)
    let answered = AnswerInbox()
    let seen = Mutex<[LedgerAnswer]>([])
    let path = temporary.path
    let writer = try LedgerWriter(temporary.ledger, batch: 4) { here in
      guard here == point,
        passed.withLock({
          $0 += 1; return $0
        }) == batch
      else { return }
      copyFile(path, to: copy)
      copyFile(path + "-wal", to: copy + "-wal")
      // What was answered before the crash is what somebody may rely on.
      seen.withLock { $0 = answered.all }
    }
    let port = answered.port(id: 1)
    for number in 1...40 as ClosedRange<UInt64> {
      let intent = temporary.calls.intent(number)
      writer.commit(intent, ticket: number, to: port)
      if number % 3 != 0 { writer.commit(temporary.calls.settlement(of: intent), ticket: number, to: port) }
    }
    writer.stop()
    try #require(access(copy, F_OK) == 0)

    let crashed = try Ledger(path: copy)
    let promised = seen.withLock { $0 }
    let before = try crashed.verify()
    #expect(before.findings == [])
    #expect(before.intents >= promised.count { $0.row == .intent })
    #expect(before.settlements >= promised.count { $0.row == .settlement })
    for answer in promised where answer.row == .settlement {
      #expect(try crashed.record(of: SampleCalls.requestID(answer.ticket), project: nil) != nil)
    }
    let report = try recover(crashed, calls: temporary.calls, at: TemporaryLedger.start)
    #expect(report.count == before.open)
    let after = try crashed.verify()
    #expect(after.findings == [] && after.open == 0 && after.intents == before.intents)
    try crashed.close()
  }

  private func write(_ count: UInt64, into temporary: TemporaryLedger) throws {
    let writer = try LedgerWriter(temporary.ledger)
    let port = AnswerInbox().port(id: 1)
    for number in 1...count { writer.commit(temporary.calls.intent(number), ticket: number, to: port) }
    writer.stop()
  }
}

func recover(_ ledger: Ledger, calls: SampleCalls, at now: Instant) throws -> RecoveryReport {
  try ledger.recover(at: now) { call in
    calls.record(call.intent.requestID, tokens: call.tokens, outcome: .recovered, source: .recovered)
  }
}

/// By a process of its own: closing a descriptor of the ledger in this one would drop SQLite's locks on it.
func copyFile(_ source: String, to target: String) {
  var process = pid_t()
  var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("cp"), strdup(source), strdup(target), nil]
  defer { for argument in arguments { free(argument) } }
  guard posix_spawnp(&process, "cp", nil, nil, &arguments, environ) == 0 else { return }
  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0, errno == EINTR {}
}
