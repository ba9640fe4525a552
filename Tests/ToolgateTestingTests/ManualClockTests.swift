// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import ToolgateTesting

@Suite struct ManualClockTests {
  @Test func movesOnlyWhenTold() {
    let clock = ManualClock(Instant(seconds: 10))
    #expect(clock.now() == Instant(seconds: 10))
    clock.advance(by: .milliseconds(1_500))
    #expect(clock.now() == Instant(microseconds: 11_500_000))
    clock.set(Instant(seconds: 5))
    #expect(clock.now() == Instant(seconds: 5))
  }
}
