// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Glibc
import Synchronization
import Threads

/// The writer's thread: drain, write, answer, wait.
final class WriterLoop {
  private let pool: DatabasePool
  private let freshLeaves: FreshLeaves
  private let mailbox: Mailbox<WriterCommand>
  private let state: WriterState
  private let cap: Int
  private let faults: @Sendable (WriterPoint) throws -> Void
  private var statements: CallStatements?
  /// Settlements that could not be written while the ledger was not available, in the order of their posting. Who posted
  /// them has been told so, but their calls went out, so they are written as soon as anything can be. What is left at the
  /// end is settled by recovery at the next start.
  private var owed: [Settlement] = []

  init(
    pool: DatabasePool, freshLeaves: FreshLeaves, mailbox: Mailbox<WriterCommand>, state: WriterState, cap: Int,
    faults: @escaping @Sendable (WriterPoint) throws -> Void
  ) {
    (self.pool, self.freshLeaves, self.mailbox) = (pool, freshLeaves, mailbox)
    (self.state, self.cap, self.faults) = (state, max(1, cap), faults)
  }

  func run(wake: Wake) {
    var waiting: [WriterCommand] = []
    var isClosed = false
    while !isClosed {
      wake.wait(milliseconds: isFailing ? 1_000 : -1)
      // Asked before the last draining, so that nothing that was taken is left inside.
      isClosed = mailbox.isClosed
      repeat {
        // Whoever is about to post gets the core first: on a busy machine batches grow and each row costs less, on an idle
        // one this returns at once.
        sched_yield()
        mailbox.drain(into: &waiting)
        work(waiting)
      } while !waiting.isEmpty
      if isFailing { probe() }
    }
    if !state.uses.withLock({ $0.due(all: true) }).isEmpty { write([], allUses: true) }
    pool.writeWithoutTransaction { _ in statements = nil }
  }

  private var isFailing: Bool { state.health.withLock { $0 != .working } }

  /// Rows first, in batches, in the order of posting; then each change by itself.
  private func work(_ commands: [WriterCommand]) {
    var rows: [CallRow] = []
    var wantsUses = false
    for command in commands {
      switch command {
      case .row(let row): rows.append(row)
      case .writeUses: wantsUses = true
      case .change: break
      }
    }
    var start = 0
    while start < rows.count {
      let end = min(rows.count, start + cap)
      write(rows[start..<end])
      start = end
    }
    if rows.isEmpty, wantsUses { write([]) }
    for case .change(let change) in commands { pool.writeWithoutTransaction(change) }
  }

  /// One transaction for all. If a row that passed its first statement fails later, all is rolled back and each row
  /// gets a transaction of its own, so that one bad row does not sink the others. If the file fails, trying each row
  /// again would only fail as often, so all are refused at once, and the settlements among them are owed.
  private func write(_ rows: ArraySlice<CallRow>, allUses: Bool = false) {
    do {
      try settleOwed()
      deliver(rows, try attempt(rows.lazy.map(\.content), allUses: allUses))
    } catch let failure as SQLiteFailure where failure.isRowsFault {
      if rows.count > 1 {
        for index in rows.indices { write(rows[index...index]) }
      } else {
        // A row that fails after its first statement contradicts the roll-up: never a duplicate.
        deliver(rows, rows.map { _ in .failure(.inconsistent(failure.message)) })
      }
    } catch {
      let reason = note(error)
      for case .settlement(let settlement) in rows.lazy.map(\.content) { owed.append(settlement) }
      deliver(rows, rows.map { _ in .failure(.unavailable(reason)) })
    }
  }

  /// Writes what is owed, before any other row of a call. So no intent becomes durable while an earlier call's
  /// settlement is missing, and never more is owed than calls were under way.
  ///
  /// - Throws: what keeps the ledger from being written. A row that is refused for its own sake is let go of: a duplicate
  ///   is written already, and anything else would be refused again.
  private func settleOwed() throws {
    var size = cap
    var done = 0
    defer { owed.removeFirst(done) }
    while done < owed.count {
      let batch = owed[done..<min(done + size, owed.count)]
      do {
        _ = try attempt(batch.lazy.map { .settlement($0) }, allUses: false)
      } catch let failure as SQLiteFailure where failure.isRowsFault {
        // As in `write`: one bad row does not sink the others.
        guard size == 1 else {
          size = 1
          continue
        }
      }
      done += batch.count
    }
  }

  /// - Returns: the reason why the ledger is not available, as those who wait are told.
  private func note(_ error: any Error) -> String {
    let reason = (error as? SQLiteFailure)?.message ?? "\(error)"
    state.health.withLock { $0 = .failing(reason: reason) }
    return reason
  }

  private func attempt(
    _ rows: some Collection<CallRow.Content>, allUses: Bool
  ) throws -> [Result<Void, LedgerRefusal>] {
    let uses = state.uses.withLock { $0.due(all: allUses) }
    let results = try transaction { statements in
      var results: [Result<Void, LedgerRefusal>] = []
      results.reserveCapacity(rows.count)
      for row in rows {
        let refusal =
          switch row {
          case .intent(let intent): try statements.insert(intent)
          case .settlement(let settlement): try statements.insert(settlement)
          }
        results.append(refusal.map { .failure($0) } ?? .success(()))
      }
      for use in uses { try statements.noteUse(of: use.token, at: use.at) }
      return results
    }
    state.uses.withLock { $0.markWritten(uses) }
    return results
  }

  private func transaction<T>(_ body: (CallStatements) throws -> T) throws -> T {
    let result = try pool.writeWithoutTransaction { db in
      try faults(.beforeBegin)
      let statements = try self.statements ?? CallStatements(db, freshLeaves: freshLeaves)
      self.statements = statements
      return try statements.transaction(beforeCommit: { try faults(.beforeCommit) }) {
        let result = try body(statements)
        try faults(.afterStatements)
        return result
      }
    }
    // Durable from here on, whatever happens.
    try? faults(.afterCommit)
    state.health.withLock { $0 = .working }
    return result
  }

  /// While readiness turns calls away no row comes that could show that writing works again.
  private func probe() {
    do {
      try settleOwed()
      try transaction { try $0.writeProbe() }
    } catch {
      _ = note(error)
    }
  }

  /// One delivery for each port, in the order of posting.
  private func deliver(_ rows: ArraySlice<CallRow>, _ results: [Result<Void, LedgerRefusal>]) {
    var groups: [(port: ReturnPort<LedgerAnswer>, answers: [LedgerAnswer])] = []
    var places: [Int: Int] = [:]
    for (row, result) in zip(rows, results) {
      if let place = places[row.port.id] {
        groups[place].answers.append(row.answer(result))
      } else {
        places[row.port.id] = groups.count
        groups.append((row.port, [row.answer(result)]))
      }
    }
    for group in groups { group.port.deliver(group.answers) }
  }
}
