// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Testing
import ToolgateTesting

@Suite struct PatienceTests {
  private struct Broken: Error {}

  /// What a test would say that has waited in vain.
  private func complaint(_ wait: () async throws -> Void) async -> String? {
    do {
      try await wait()
      return nil
    } catch {
      return "\(error)"
    }
  }

  private static let inVain = "waited 0.02 seconds in vain for the moon"

  @Test func whatDoesNotComeIsNamed() async {
    let limit = Duration.milliseconds(20)
    let never = DispatchSemaphore(value: 0)
    // Both are let go at the end: what was given up on is still there.
    defer { for _ in 0..<2 { never.signal() } }
    #expect(await complaint { try never.wait(for: "the moon", atMost: limit) } == Self.inVain)
    #expect(
      await complaint {
        try Patience.block(for: "the moon", atMost: limit) { try never.wait(for: "nobody") }
      } == Self.inVain)
    #expect(
      await complaint {
        let (stream, source) = AsyncStream<Int>.makeStream()
        defer { source.finish() }
        try await Patience.wait(for: "the moon", atMost: limit) { for await _ in stream {} }
      } == Self.inVain)
    #expect(await complaint { try await Patience.poll(for: "the moon", atMost: limit) { false } } == Self.inVain)
  }

  @Test func whatComesIsHandedOn() async throws {
    #expect(try Patience.block(for: "a sum") { 1 + 1 } == 2)
    #expect(try await Patience.wait(for: "a sum") { 1 + 1 } == 2)
    let semaphore = DispatchSemaphore(value: 0)
    semaphore.signal()
    try semaphore.wait(for: "what has come before")
    let (looks, look) = AsyncStream<Int>.makeStream()
    for number in 1...3 { look.yield(number) }
    try await Patience.poll(for: "the third look") {
      var iterator = looks.makeAsyncIterator()
      return await iterator.next() == 3
    }
  }

  @Test func whatFailsFailsForItsOwnReason() async {
    #expect(throws: Broken.self) { try Patience.block(for: "a failure") { throw Broken() } }
    await #expect(throws: Broken.self) { try await Patience.wait(for: "a failure") { throw Broken() } }
    await #expect(throws: Broken.self) { try await Patience.poll(for: "a failure") { throw Broken() } }
  }

  @Test func aGateSaysForWhatItWaits() async throws {
    let gate = Gate("the moon is up", atMost: .milliseconds(20))
    #expect(
      await complaint { try gate.waitUntilReached() }
        == "waited 0.02 seconds in vain for somebody to come to a gate: the moon is up")
    #expect(await complaint { try gate.pass() } == "waited 0.02 seconds in vain for a gate to open: the moon is up")
    gate.open()
    for _ in 0..<2 { try gate.pass() }
    for _ in 0..<3 { try gate.waitUntilReached() }
  }
}
