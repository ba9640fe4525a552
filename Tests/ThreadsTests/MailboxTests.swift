// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing
import Threads
import ToolgateTesting

@Suite struct MailboxTests {
  @Test func nothingThatManyThreadsPostIsLostOrReordered() throws {
    let (posters, each) = (8, 20_000)
    let wake = Wake()
    let box = Mailbox<(poster: Int, number: Int)>(wake: wake)
    let threads = (0..<posters).map { poster in
      OwnedThread(name: "post-\(poster)") {
        for number in 0..<each { box.post((poster, number)) }
      }
    }
    var next = [Int](repeating: 0, count: posters)
    var received = 0
    var batch: [(poster: Int, number: Int)] = []
    // Each round waits for a ring: a post that failed to wake its owner would leave this waiting here.
    while received < posters * each {
      try Patience.block(for: "a ring, after \(received) items") { wake.wait() }
      box.drain(into: &batch)
      for item in batch {
        #expect(item.number == next[item.poster])
        next[item.poster] += 1
      }
      received += batch.count
    }
    for thread in threads { thread.join() }
    #expect(next == [Int](repeating: each, count: posters))
    box.drain(into: &batch)
    #expect(batch.isEmpty)
  }

  @Test func aBurstCostsOneRing() {
    let wake = Wake()
    let box = Mailbox<Int>(wake: wake)
    for number in 0..<100 { box.post(number) }
    #expect(rings(of: wake) == 1)
    var batch: [Int] = []
    box.drain(into: &batch)
    #expect(batch == Array(0..<100))
    box.post(100)
    #expect(rings(of: wake) == 1)
  }

  @Test func drainingThrowsAwayWhatTheSpareArrayHeld() {
    let box = Mailbox<Int>(wake: Wake())
    box.post(1)
    var batch = [7, 8, 9]
    box.drain(into: &batch)
    #expect(batch == [1])
    box.drain(into: &batch)
    #expect(batch.isEmpty)
  }

  @Test func aClosedBoxTakesNothingButGivesWhatItHas() {
    let wake = Wake()
    let box = Mailbox<Int>(wake: wake)
    #expect(box.post(1))
    #expect(!box.isClosed)
    wake.clear()
    box.close()
    #expect(box.isClosed)
    #expect(rings(of: wake) == 1, "closing wakes the owner")
    #expect(!box.post(2))
    #expect(rings(of: wake) == 0, "what is not taken wakes nobody")
    var batch: [Int] = []
    box.drain(into: &batch)
    #expect(batch == [1])
  }
}
