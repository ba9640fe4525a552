// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing
import Threads
import ToolgateTesting

@Suite struct WakeTests {
  @Test func aRingIsKeptUntilSomebodyWaits() throws {
    let wake = Wake()
    wake.ring()
    wake.ring()
    try Patience.block(for: "a ring that was there before") { wake.wait() }
    #expect(rings(of: wake) == 0, "waiting forgets all rings so far")
  }

  @Test func clearingForgets() {
    let wake = Wake()
    wake.ring()
    wake.clear()
    #expect(rings(of: wake) == 0)
    wake.clear()
  }

  @Test func waitingEndsAtItsTimeLimitWithoutARing() throws {
    let wake = Wake()
    try Patience.block(for: "the end of no time") { wake.wait(milliseconds: 0) }
    #expect(rings(of: wake) == 0)
  }

  @Test func twoThreadsWakeEachOtherInTurn() throws {
    let (ping, pong) = (Wake(), Wake())
    let rounds = 2_000
    let other = OwnedThread(name: "pong") {
      for _ in 0..<rounds {
        ping.wait()
        pong.ring()
      }
    }
    try Patience.block(for: "two threads to wake each other") {
      for _ in 0..<rounds {
        ping.ring()
        pong.wait()
      }
      other.join()
    }
    #expect(rings(of: ping) == 0 && rings(of: pong) == 0)
  }

  @Test func theDescriptorIsClosedWithTheLastReference() {
    var wake: Wake? = Wake()
    let copy = dup(wake!.descriptor)
    #expect(fcntl(wake!.descriptor, F_GETFD) & FD_CLOEXEC != 0, "children do not get it")
    wake!.ring()
    wake = nil
    var count: UInt64 = 0
    #expect(read(copy, &count, 8) == 8)
    #expect(count == 1)
    close(copy)
  }
}

/// The kernel's count of rings, which is zero afterwards.
func rings(of wake: Wake) -> UInt64 {
  var count: UInt64 = 0
  return read(wake.descriptor, &count, 8) == 8 ? count : 0
}
