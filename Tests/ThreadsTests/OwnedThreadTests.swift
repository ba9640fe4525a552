// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import Testing
import Threads
import ToolgateTesting

@Suite struct OwnedThreadTests {
  @Test func joiningWaitsForTheBodysEnd() throws {
    let steps = Mutex<[Int]>([])
    let (begin, begun) = (Wake(), Wake())
    let thread = OwnedThread(name: "steps") {
      steps.withLock { $0.append(1) }
      begun.ring()
      begin.wait()
      for step in 2...1_000 { steps.withLock { $0.append(step) } }
    }
    try Patience.block(for: "the body to begin") { begun.wait() }
    #expect(steps.withLock { $0 } == [1])
    begin.ring()
    try Patience.block(for: "the body's end") { thread.join() }
    #expect(steps.withLock { $0 } == Array(1...1_000))
  }

  @Test(arguments: [("writer", "writer"), ("a-name-that-is-long", "a-name-that-is-")])
  func aThreadCarriesItsNameCutToWhatTheKernelHolds(name: String, seen: String) {
    #expect(inside(name) { Self.ownName() } == seen)
  }

  @Test func signalsAreLeftToTheMainThread() {
    let blocked = inside("quiet") {
      var set = sigset_t()
      pthread_sigmask(SIG_BLOCK, nil, &set)
      return [SIGTERM, SIGINT, SIGHUP, SIGPIPE].map { sigismember(&set, $0) == 1 }
    }
    #expect(blocked == [true, true, true, true])
  }

  @Test func whatTheBodyHoldsIsReleasedWithIt() {
    final class Witness: Sendable {}
    weak var seen: Witness?
    do {
      let witness = Witness()
      seen = witness
      OwnedThread(name: "holder") { withExtendedLifetime(witness) {} }.join()
    }
    #expect(seen == nil)
  }

  private static func ownName() -> String {
    let file = open("/proc/thread-self/comm", O_RDONLY)
    defer { close(file) }
    var name = [UInt8](repeating: 0, count: 32)
    let count = read(file, &name, name.count)
    return String(decoding: name.prefix(max(0, count - 1)), as: UTF8.self)
  }

  /// What a look from inside a thread of that name finds.
  private func inside<Value: Sendable>(_ name: String, _ look: @escaping @Sendable () -> Value) -> Value? {
    let found = Shared<Value>()
    OwnedThread(name: name) {
      let seen = look()
      found.value.withLock { $0 = seen }
    }.join()
    return found.value.withLock { $0 }
  }
}

private final class Shared<Value: Sendable>: Sendable {
  let value = Mutex<Value?>(nil)
}
