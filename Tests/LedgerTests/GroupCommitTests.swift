// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Ledger
import Synchronization
import Testing
import Threads
import ToolgateTesting

@Suite struct GroupCommitTests {
  /// Invariant I3: each request has exactly one intent and one settlement, whoever posts what how often.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func i3_eachRequestHasOneIntentAndOneSettlement(_ seed: UInt64) throws {
    let temporary = try TemporaryLedger()
    let writer = try LedgerWriter(temporary.ledger, batch: 64)
    let calls = temporary.calls
    let tallies = Mutex(Tally())
    let threads = (0..<8).map { thread in
      OwnedThread(name: "poster") {
        var random = SeededGenerator(seed: seed &* 100 &+ UInt64(thread))
        let inbox = AnswerInbox()
        let port = inbox.port(id: thread)
        var own = Tally()
        for round in 0..<30 as Range<UInt64> {
          let count = UInt64.random(in: 1...20, using: &random)
          // Numbers overlap between the threads on purpose: half of them are everybody's.
          let numbers = (0..<count).map { round * 1_000 + $0 * 2 + ($0 % 2 == 0 ? 0 : UInt64(thread) * 50 + 1) }
          for number in numbers { writer.commit(calls.intent(number), ticket: number, to: port) }
          for number in numbers {
            let settlement = calls.settlement(of: calls.intent(number))
            let times = Bool.random(using: &random) ? 2 : 1
            for _ in 0..<times { writer.commit(settlement, ticket: number, to: port) }
            own.posted += times
          }
          own.posted += numbers.count
          do {
            try inbox.wait(for: own.posted - own.waited)
          } catch {
            tallies.withLock { $0.failures.append("\(error)") }
            return
          }
          own.waited = own.posted
        }
        own.add(inbox.all)
        tallies.withLock { $0.merge(own) }
      }
    }
    for thread in threads { thread.join() }
    let tally = tallies.withLock { $0 }
    try #require(tally.failures == [])
    writer.stop()
    #expect(tally.other == 0)
    #expect(tally.duplicates > 0)
    #expect(tally.intents.values.allSatisfy { $0 == 1 })
    #expect(tally.settlements == tally.intents)
    let found = try temporary.ledger.verify()
    #expect(found.findings == [])
    #expect(found.intents == tally.intents.count && found.settlements == tally.intents.count && found.open == 0)
  }

  private struct Tally {
    var posted = 0, waited = 0, duplicates = 0, other = 0
    var failures: [String] = []
    /// How often each request's row was said to be taken.
    var intents: [UInt64: Int] = [:], settlements: [UInt64: Int] = [:]

    mutating func add(_ answers: [LedgerAnswer]) {
      for answer in answers {
        switch (answer.result, answer.row) {
        case (.success, .intent): intents[answer.ticket, default: 0] += 1
        case (.success, .settlement): settlements[answer.ticket, default: 0] += 1
        case (.failure(.duplicate), _): duplicates += 1
        default: other += 1
        }
      }
    }

    mutating func merge(_ tally: Tally) {
      duplicates += tally.duplicates
      other += tally.other
      intents.merge(tally.intents, uniquingKeysWith: +)
      settlements.merge(tally.settlements, uniquingKeysWith: +)
    }
  }

  /// What gathers while a commit is under way becomes one commit, and one delivery for each port.
  @Test func waitingRows_shareOneCommitAndOneDelivery() throws {
    let temporary = try TemporaryLedger()
    let gate = Gate("all rows are posted")
    let commits = Mutex(0)
    let writer = try LedgerWriter(temporary.ledger) { point in
      if point == .beforeBegin { try gate.pass() }
      if point == .afterCommit { commits.withLock { $0 += 1 } }
    }
    let (first, second) = (AnswerInbox(), AnswerInbox())
    writer.commit(temporary.calls.intent(0), ticket: 0, to: first.port(id: 1))
    try gate.waitUntilReached()
    for number in 1...100 as ClosedRange<UInt64> {
      let inbox = number % 2 == 0 ? first : second
      writer.commit(temporary.calls.intent(number), ticket: number, to: inbox.port(id: number % 2 == 0 ? 1 : 2))
    }
    gate.open()
    try first.wait(for: 51)
    try second.wait(for: 50)
    #expect(commits.withLock { $0 } == 2)
    #expect(first.deliveryCount == 2 && second.deliveryCount == 1)
    writer.stop()
  }

  @Test func stop_writesAndAnswersAllThatWasTaken() throws {
    let temporary = try TemporaryLedger()
    let writer = try LedgerWriter(temporary.ledger)
    let inbox = AnswerInbox()
    for number in 1...500 as ClosedRange<UInt64> {
      writer.commit(temporary.calls.intent(number), ticket: number, to: inbox.port(id: 1))
    }
    writer.stop()
    writer.stop()
    #expect(inbox.all.count == 500)
    writer.commit(temporary.calls.intent(501), ticket: 501, to: inbox.port(id: 1))
    guard case .failure(.unavailable) = inbox.all[500].result else {
      Issue.record("a stopped writer took a row")
      return
    }
  }

  @Test func perform_goesThroughTheWriter_alsoWhenItsTaskIsCancelled() async throws {
    let temporary = try TemporaryLedger()
    let writer = try LedgerWriter(temporary.ledger)
    let name = ProjectName("late-tool")!
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await writer.perform { desk in
        try desk.addProject(name, kind: .cloudvps, task: nil, at: TemporaryLedger.start)
      }
    }
    #expect(try await task.value.name == name)
    #expect(try temporary.ledger.read { try $0.project(name) } != nil)
    await #expect(throws: LedgerProblem.projectExists(name)) {
      try await writer.perform { desk in
        try desk.addProject(name, kind: .cloudvps, task: nil, at: TemporaryLedger.start)
      }
    }
    writer.stop()
    await #expect(throws: LedgerProblem.closed) { try await writer.perform { _ in } }
  }

  @Test func tokenUse_isWrittenOnceAMinuteAndIsNoChangeOfTheDirectory() throws {
    let temporary = try TemporaryLedger()
    let before = try temporary.ledger.directoryVersion()
    let writer = try LedgerWriter(temporary.ledger)
    let inbox = AnswerInbox()
    func lastUse() throws -> Instant? { try temporary.ledger.read { try $0.tokens() }[0].lastUsedAt }
    func use(_ seconds: Int, _ number: UInt64) throws {
      let at = TemporaryLedger.start + .seconds(seconds)
      writer.noteUse(of: temporary.token.id, at: at)
      writer.commit(temporary.calls.intent(number, at: at), ticket: number, to: inbox.port(id: 1))
      try inbox.wait(for: 1)
    }
    try use(0, 1)
    #expect(try lastUse() == TemporaryLedger.start)
    try use(59, 2)
    #expect(try lastUse() == TemporaryLedger.start)
    try use(60, 3)
    #expect(try lastUse() == TemporaryLedger.start + .seconds(60))
    try use(61, 4)
    writer.noteUse(of: TokenRow(row: 999), at: TemporaryLedger.start)
    writer.stop()
    #expect(try lastUse() == TemporaryLedger.start + .seconds(61))
    #expect(try temporary.ledger.directoryVersion() == before)
  }

  /// The server and a command line, as two pools with their own connections.
  @Test func twoPools_writeAtOnce() throws {
    let temporary = try TemporaryLedger()
    let other = try Ledger(path: temporary.path, durability: .process)
    let writer = try LedgerWriter(temporary.ledger, batch: 8)
    let inbox = AnswerInbox()
    let administrator = OwnedThread(name: "admin") {
      for number in 0..<100 {
        _ = try? other.administer {
          try $0.addProject(ProjectName("tool-\(number)")!, kind: .toolforge, task: nil, at: TemporaryLedger.start)
        }
      }
    }
    for number in 1...1_000 as ClosedRange<UInt64> {
      writer.commit(temporary.calls.intent(number), ticket: number, to: inbox.port(id: 1))
    }
    let answers = try inbox.wait(for: 1_000)
    administrator.join()
    writer.stop()
    #expect(answers.allSatisfy { if case .success = $0.result { true } else { false } })
    #expect(try other.read { try $0.projects() }.count == 101)
    #expect(try other.verify().findings == [])
    try other.close()
  }
}
