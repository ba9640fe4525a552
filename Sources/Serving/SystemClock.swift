// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Glibc

/// The machine's clock.
package struct SystemClock: WallClock {
  package init() {}

  package func now() -> Instant { Instant(microseconds: Self.microseconds(CLOCK_REALTIME)) }

  /// Microseconds since the machine was started, the time that it slept included.
  package static let uptime: @Sendable () -> Int64 = { microseconds(CLOCK_BOOTTIME) }

  private static func microseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
