// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Glibc
import Ledger
import Synchronization
import Testing
import Threads
import ToolgateTesting

@Suite struct BackupTests {
  @Test func backupWhileCallsAreWritten_isWholeAndSound() throws {
    let temporary = try TemporaryLedger()
    let writer = try LedgerWriter(temporary.ledger, batch: 32)
    let calls = temporary.calls
    let isDone = Atomic(false)
    let inbox = AnswerInbox()
    func write(_ number: UInt64, _ inbox: AnswerInbox) throws {
      let intent = calls.intent(number)
      writer.commit(intent, ticket: number, to: inbox.port(id: 1))
      writer.commit(calls.settlement(of: intent), ticket: number, to: inbox.port(id: 1))
      try inbox.wait(for: 2)
    }
    for number in 1...100 as ClosedRange<UInt64> { try write(number, inbox) }
    let failure = Mutex<(any Error)?>(nil)
    let load = OwnedThread(name: "load") {
      let inbox = AnswerInbox()
      var number: UInt64 = 1_000
      while !isDone.load(ordering: .relaxed) {
        let intent = calls.intent(number)
        writer.commit(intent, ticket: number, to: inbox.port(id: 2))
        writer.commit(calls.settlement(of: intent), ticket: number, to: inbox.port(id: 2))
        do {
          try inbox.wait(for: 2)
        } catch {
          failure.withLock { $0 = error }
          return
        }
        number += 1
      }
    }
    let copies = (0..<3).map { temporary.directory + "/backup-\($0).sqlite" }
    for copy in copies { try temporary.ledger.backup(to: copy) }
    isDone.store(true, ordering: .relaxed)
    load.join()
    if let failure = failure.withLock({ $0 }) { throw failure }
    writer.stop()
    for copy in copies {
      #expect(mode(of: copy) == 0o600)
      #expect(access(copy + "-wal", F_OK) != 0)
      let backup = try Ledger(path: copy)
      let found = try backup.verify()
      #expect(found.findings == [] && found.settlements >= 100)
      #expect(try backup.directory().tokens.count == 1)
      try backup.close()
    }
  }

  @Test func backup_neverOverwrites() throws {
    let temporary = try TemporaryLedger()
    let target = temporary.directory + "/backup.sqlite"
    try temporary.ledger.backup(to: target)
    #expect(throws: LedgerProblem.fileExists(path: target)) { try temporary.ledger.backup(to: target) }
    #expect(throws: LedgerProblem.fileExists(path: temporary.path)) {
      try temporary.ledger.backup(to: temporary.path)
    }
  }

  @Test func backupToNowhere_leavesNothingBehind() throws {
    let temporary = try TemporaryLedger()
    #expect(throws: LedgerProblem.self) { try temporary.ledger.backup(to: "/proc/backup.sqlite") }
  }
}
