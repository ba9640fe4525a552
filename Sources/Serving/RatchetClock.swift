// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Synchronization

/// A clock that never goes back while the process lives: what has ended for one call has ended for all later ones.
///
/// When the machine's clock is set back, time goes on from where it was, as fast as ever. Exceptions that had expired do
/// not hold again, records and request ids go on in one order, and what waits for time to pass, such as a rate that fills
/// up again, does not wait for the machine's clock to catch up.
package final class RatchetClock: WallClock {
  private let clock: any WallClock
  /// Microseconds since some moment, always going on and never set.
  private let uptime: @Sendable () -> Int64
  /// The most by which the machine's clock was ever ahead of the uptime.
  private let lead = Atomic<Int64>(.min)
  private let isBehind = Atomic<Bool>(false)
  private let whenBehind: @Sendable (Duration) -> Void

  /// Clocks are corrected by less all the time.
  private static let tolerated: Int64 = 1_000_000

  /// - Parameter whenBehind: told once each time the clock was set back by more than a second, and by how much.
  package init(
    _ clock: any WallClock, uptime: @escaping @Sendable () -> Int64 = SystemClock.uptime,
    whenBehind: @escaping @Sendable (Duration) -> Void
  ) {
    self.clock = clock
    self.uptime = uptime
    self.whenBehind = whenBehind
  }

  package func now() -> Instant {
    let (uptime, machine) = (uptime(), clock.now().microseconds)
    let lead = lead.max(machine - uptime, ordering: .relaxed).newValue
    let now = uptime + lead
    if now - machine <= Self.tolerated {
      if isBehind.load(ordering: .relaxed) { isBehind.store(false, ordering: .relaxed) }
    } else if !isBehind.exchange(true, ordering: .relaxed) {
      whenBehind(.microseconds(now - machine))
    }
    return Instant(microseconds: now)
  }
}
