// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Holds threads at a named point until the test lets them go.
package final class Gate: Sendable {
  private let name: String
  private let limit: Duration
  private let reached = DispatchSemaphore(value: 0)
  private let opened = DispatchSemaphore(value: 0)
  private let isOpen = Mutex(false)

  /// - Parameter name: what must have happened before anybody passes: "all have begun".
  package init(_ name: String, atMost limit: Duration = Patience.limit) {
    self.name = name
    self.limit = limit
  }

  /// Blocks whoever comes until the gate is open; afterwards everybody passes.
  package func pass() throws {
    reached.signal()
    if isOpen.withLock({ $0 }) { return }
    try opened.wait(for: "a gate to open: \(name)", atMost: limit)
    opened.signal()
  }

  package func waitUntilReached() throws {
    try reached.wait(for: "somebody to come to a gate: \(name)", atMost: limit)
  }

  package func open() {
    isOpen.withLock { $0 = true }
    opened.signal()
  }
}
