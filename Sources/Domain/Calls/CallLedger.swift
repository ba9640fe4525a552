// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The two statements that the data plane needs of a ledger. Another engine is another implementation of this.
///
/// Both calls only post and never block. The answer comes back through the port, in batches, one delivery for each port
/// and commit, in the order in which the rows were posted.
package protocol CallLedger: Sendable {
  func commit(_ intent: Intent, ticket: UInt64, to port: ReturnPort<LedgerAnswer>)
  func commit(_ settlement: Settlement, ticket: UInt64, to port: ReturnPort<LedgerAnswer>)
}

/// What became of a row that was posted.
package struct LedgerAnswer: Sendable {
  /// The poster's own number of the exchange.
  package let ticket: UInt64
  package let row: Row
  package let result: Result<Void, LedgerRefusal>

  package enum Row: Sendable { case intent, settlement }

  package init(ticket: UInt64, row: Row, result: Result<Void, LedgerRefusal>) {
    self.ticket = ticket
    self.row = row
    self.result = result
  }
}

/// Why a row is not durable.
package enum LedgerRefusal: Error, Hashable, Sendable {
  /// The request already has this row. Harmless on replay.
  case duplicate
  /// A settlement without an intent, or a row that points at something that does not exist.
  case inconsistent(String)
  /// The disk, the file or the writer failed. Nothing new may start. An intent that is refused so is forgotten; a
  /// settlement is kept and written as soon as the ledger can be written again, since its call went out.
  case unavailable(String)
}

/// The way back to an event loop. Whoever answers collects what belongs to one port and delivers it in one go.
package struct ReturnPort<Message: Sendable>: Sendable {
  /// Equal for ports that lead to the same place.
  package let id: Int
  package let deliver: @Sendable (_ batch: [Message]) -> Void

  package init(id: Int, deliver: @escaping @Sendable (_ batch: [Message]) -> Void) {
    self.id = id
    self.deliver = deliver
  }
}
