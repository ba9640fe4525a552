// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB
import Synchronization
import Threads

/// The one thread that writes calls. It takes all that is waiting, writes it in one transaction, and answers after the
/// commit; while it commits, the next batch gathers. It never waits for a timer to fill a batch.
///
/// GRDB refuses writes from a cancelled task, and a client that hangs up cancels tasks. A plain thread knows none.
package final class LedgerWriter: CallLedger {
  private let mailbox: Mailbox<WriterCommand>
  private let state: WriterState
  private let thread: Mutex<OwnedThread?>

  /// Claims the ledger for this process, so that no second writer and no recovery can come between.
  ///
  /// - Parameters:
  ///   - batch: most rows of one transaction.
  ///   - faults: called at each named point of a batch; what it throws is what went wrong there. For tests.
  /// - Throws: `LedgerProblem.beingServed`.
  package init(
    _ ledger: Ledger, batch: Int = 1024, faults: @escaping @Sendable (WriterPoint) throws -> Void = { _ in }
  ) throws {
    try ledger.claim()
    let wake = Wake()
    let mailbox = Mailbox<WriterCommand>(wake: wake)
    let state = WriterState()
    self.mailbox = mailbox
    self.state = state
    thread = Mutex(
      OwnedThread(name: "ledger") {
        WriterLoop(
          pool: ledger.pool, freshLeaves: ledger.freshLeaves, mailbox: mailbox, state: state, cap: batch,
          faults: faults
        ).run(wake: wake)
      })
  }

  /// A writer that is forgotten still finishes what it has taken.
  deinit { mailbox.close() }

  package func commit(_ intent: Intent, ticket: UInt64, to port: ReturnPort<LedgerAnswer>) {
    post(CallRow(content: .intent(intent), ticket: ticket, port: port))
  }

  package func commit(_ settlement: Settlement, ticket: UInt64, to port: ReturnPort<LedgerAnswer>) {
    post(CallRow(content: .settlement(settlement), ticket: ticket, port: port))
  }

  private func post(_ row: CallRow) {
    if !mailbox.post(.row(row)) { row.port.deliver([row.answer(.failure(.unavailable("the ledger is closed")))]) }
  }

  /// Remembers that a token was used. It is written with a later batch, at most once a minute for each token.
  package func noteUse(of token: TokenRow, at instant: Instant) {
    if state.uses.withLock({ $0.note(token, at: instant) }) { mailbox.post(.writeUses) }
  }

  /// Changes made inside the server, in a transaction of their own on the writer's thread. The task may be cancelled
  /// meanwhile; the change is made nevertheless.
  package func perform<T: Sendable>(_ change: @escaping @Sendable (Administration) throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      let command = WriterCommand.change { database in
        continuation.resume(with: Result { try Self.transaction(change, database) })
      }
      if !mailbox.post(command) { continuation.resume(throwing: LedgerProblem.closed) }
    }
  }

  private static func transaction<T>(_ change: (Administration) throws -> T, _ database: Database) throws -> T {
    var result: T?
    try database.inTransaction(.immediate) {
      result = try change(Administration(database: database))
      return .commit
    }
    guard let result else { throw LedgerProblem.closed }
    return result
  }

  /// Whether rows become durable at present: what readiness asks.
  package var health: WriterHealth { state.health.withLock { $0 } }

  /// Takes nothing more, writes and answers what was taken, and returns when the thread has ended. May be called again.
  package func stop() {
    mailbox.close()
    thread.withLock { thread in
      thread?.join()
      thread = nil
    }
  }
}
