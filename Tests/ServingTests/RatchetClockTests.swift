// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Serving
import Synchronization
import Testing
import ToolgateTesting

@Suite struct RatchetClockTests {
  /// Seconds, set by hand.
  private final class SetClock: WallClock {
    private let time = Mutex(Int64(0))
    func set(_ seconds: Int64) { time.withLock { $0 = seconds } }
    var microseconds: Int64 { time.withLock { $0 * 1_000_000 } }
    func now() -> Instant { Instant(microseconds: microseconds) }
  }

  /// Against a slow model: the newest time ever told, and what has passed since.
  @Test(arguments: 1...4 as ClosedRange<UInt64>) func `never goes back, and says once that the machine's does`(
    seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    let (machine, uptime) = (SetClock(), SetClock())
    let told = Mutex<[Int64]>([])
    let clock = RatchetClock(machine, uptime: { uptime.microseconds }) { behind in
      told.withLock { $0.append(behind.components.seconds) }
    }
    var (model, up, expected, isBehind) = (Int64.min, Int64(0), [Int64](), false)
    for _ in 0..<2000 {
      let passed = Int64.random(in: 0...3, using: &random)
      up += passed
      uptime.set(up)
      // Mostly right, at times set forwards or back.
      let seconds = up + (Bool.random(using: &random) ? 0 : Int64.random(in: -100...100, using: &random))
      machine.set(seconds)
      model = model == .min ? seconds : max(model + passed, seconds)
      if model - seconds <= 1 {
        isBehind = false
      } else if !isBehind {
        isBehind = true
        expected.append(model - seconds)
      }
      #expect(clock.now() == Instant(microseconds: model * 1_000_000))
    }
    #expect(told.withLock { $0 } == expected && !expected.isEmpty)
  }

  @Test func `time passes while the machine's clock is behind`() {
    let (machine, uptime) = (SetClock(), SetClock())
    let clock = RatchetClock(machine, uptime: { uptime.microseconds }, whenBehind: { _ in })
    machine.set(1_000)
    _ = clock.now()
    machine.set(500)
    let first = clock.now()
    uptime.set(60)
    #expect(clock.now() - first == .seconds(60))
  }
}
