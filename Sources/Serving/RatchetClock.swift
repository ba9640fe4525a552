// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Synchronization

/// A clock that never goes back while the process lives: what has ended for one call has ended for all later ones.
///
/// When the machine's clock is set back, time stands still until it has caught up. Exceptions that had expired do not hold
/// again, and records, holds and request ids go on in one order.
package final class RatchetClock: WallClock {
  private let clock: any WallClock
  private let newest = Atomic<Int64>(.min)
  private let isBehind = Atomic<Bool>(false)
  private let whenBehind: @Sendable (Duration) -> Void

  /// Clocks are corrected by less all the time.
  private static let tolerated: Int64 = 1_000_000

  /// - Parameter whenBehind: told once each time the clock was set back by more than a second, and by how much.
  package init(_ clock: any WallClock, whenBehind: @escaping @Sendable (Duration) -> Void) {
    self.clock = clock
    self.whenBehind = whenBehind
  }

  package func now() -> Instant {
    let now = clock.now().microseconds
    let newest = newest.max(now, ordering: .relaxed).newValue
    if newest == now {
      if isBehind.load(ordering: .relaxed) { isBehind.store(false, ordering: .relaxed) }
    } else if newest - now > Self.tolerated, !isBehind.exchange(true, ordering: .relaxed) {
      whenBehind(.microseconds(newest - now))
    }
    return Instant(microseconds: newest)
  }
}
