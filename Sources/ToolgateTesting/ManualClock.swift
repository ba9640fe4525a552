// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Synchronization

/// A clock whose hands only tests move.
package final class ManualClock: WallClock {
  private let instant: Mutex<Instant>

  /// Starts on a day in the middle of a month, so that a test that forgets about months fails for its own reason.
  package init(_ start: Instant = Instant(seconds: 1_795_000_000)) {
    instant = Mutex(start)
  }

  package func now() -> Instant { instant.withLock { $0 } }

  package func advance(by duration: Duration) {
    instant.withLock { $0 = $0 + duration }
  }

  /// May also go back, as a machine's clock does when it is corrected.
  package func set(_ new: Instant) {
    instant.withLock { $0 = new }
  }
}
