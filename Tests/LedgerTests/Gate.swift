// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Holds a thread at a named point until the test lets it go.
final class Gate: Sendable {
  private let reached = DispatchSemaphore(value: 0)
  private let opened = DispatchSemaphore(value: 0)
  private let isOpen = Mutex(false)

  /// Blocks whoever comes until the gate is open; afterwards everybody passes.
  func pass() {
    reached.signal()
    if isOpen.withLock({ $0 }) { return }
    opened.wait()
    opened.signal()
  }

  func waitUntilReached() { reached.wait() }

  func open() {
    isOpen.withLock { $0 = true }
    opened.signal()
  }
}
