// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Serving
import Synchronization
import Testing
import ToolgateTesting

@Suite struct RatchetClockTests {
  private final class SetClock: WallClock {
    private let time = Mutex(Instant(microseconds: 0))
    func set(_ seconds: Int64) { time.withLock { $0 = Instant(microseconds: seconds * 1_000_000) } }
    func now() -> Instant { time.withLock { $0 } }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>) func `never goes back, and says once that the machine's does`(
    seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    let machine = SetClock()
    let told = Mutex<[Int64]>([])
    let clock = RatchetClock(machine) { behind in told.withLock { $0.append(behind.components.seconds) } }
    var (newest, expected, isBehind) = (Int64.min, [Int64](), false)
    for _ in 0..<2000 {
      let seconds = Int64.random(in: 0...100, using: &random)
      machine.set(seconds)
      newest = max(newest, seconds)
      if newest == seconds {
        isBehind = false
      } else if newest - seconds > 1, !isBehind {
        isBehind = true
        expected.append(newest - seconds)
      }
      #expect(clock.now() == Instant(microseconds: newest * 1_000_000))
    }
    #expect(told.withLock { $0 } == expected && !expected.isEmpty)
  }
}
