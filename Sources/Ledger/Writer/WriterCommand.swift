// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Synchronization

/// What the writer's thread is asked to do.
enum WriterCommand: Sendable {
  case row(CallRow)
  /// Runs a whole transaction on the connection and says itself what became of it.
  case change(@Sendable (Database) -> Void)
  /// The use of some token is due to be written.
  case writeUses
}

/// One row of a call and the way back to who posted it.
struct CallRow: Sendable {
  enum Content: Sendable {
    case intent(Intent)
    case settlement(Settlement)
  }

  let content: Content
  let ticket: UInt64
  let port: ReturnPort<LedgerAnswer>

  func answer(_ result: Result<Void, LedgerRefusal>) -> LedgerAnswer {
    switch content {
    case .intent: LedgerAnswer(ticket: ticket, row: .intent, result: result)
    case .settlement: LedgerAnswer(ticket: ticket, row: .settlement, result: result)
    }
  }
}

/// The named points of a batch, in their order.
package enum WriterPoint: CaseIterable, Sendable {
  case beforeBegin, afterStatements, beforeCommit
  /// The rows are durable and nobody knows it yet. What is thrown here changes nothing.
  case afterCommit
}

/// Whether the writer can write.
package enum WriterHealth: Hashable, Sendable {
  case working
  /// The last batch could not be written. The writer tries again each second by itself.
  case failing(reason: String)
}

/// What the writer's thread shares with those who post.
final class WriterState: Sendable {
  let health = Mutex(WriterHealth.working)
  let uses = Mutex(TokenUses())
}
