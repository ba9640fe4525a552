// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Values on their way to the one thread that owns some state. Posting wakes the owner only when the box was empty, so
/// that a burst costs one wake-up.
package final class Mailbox<Item: Sendable>: Sendable {
  private struct State {
    var items: [Item] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let wake: Wake

  package init(wake: Wake) {
    self.wake = wake
  }

  /// - Returns: false when the box is closed; the item was not taken.
  @discardableResult
  package func post(_ item: Item) -> Bool {
    let (taken, isFirst) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      state.items.append(item)
      return (true, state.items.count == 1)
    }
    if isFirst { wake.ring() }
    return taken
  }

  /// Swaps what has come for an empty array, which keeps the capacity that `spare` had.
  package func drain(into spare: inout [Item]) {
    spare.removeAll(keepingCapacity: true)
    state.withLock { swap(&$0.items, &spare) }
  }

  /// Takes nothing more; what is inside can still be drained.
  package func close() {
    state.withLock { $0.isClosed = true }
    wake.ring()
  }

  package var isClosed: Bool { state.withLock { $0.isClosed } }
}
