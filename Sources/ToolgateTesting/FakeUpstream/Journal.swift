// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The one place where the event loops of a fake upstream write down what they see, and where tests wait for it.
final class Journal: Sendable {
  /// Requests whose bodies are kept.
  static let kept = 64

  private struct Waiter {
    let number: Int
    let isMet: @Sendable (Sightings) -> Bool
    let resume: @Sendable (Bool) -> Void
  }

  private struct State {
    var sightings = Sightings()
    var waiters: [Waiter] = []
    var lastWaiter = 0
    /// By the number of the connection, which has one answer at a time.
    var gates: [Int: @Sendable () -> Void] = [:]
  }

  private let state = Mutex(State())

  var sightings: Sightings { state.withLock { $0.sightings } }

  /// Notes something, and wakes whoever waited for just that.
  @discardableResult
  func note<Result>(_ change: (inout Sightings) -> sending Result) -> Result {
    let (result, met) = state.withLock { state in
      let result = change(&state.sightings)
      guard !state.waiters.isEmpty else { return (result, [Waiter]()) }
      let sightings = state.sightings
      let met = state.waiters.filter { $0.isMet(sightings) }
      state.waiters.removeAll { waiter in met.contains { $0.number == waiter.number } }
      return (result, met)
    }
    for waiter in met { waiter.resume(true) }
    return result
  }

  /// Calls `resume` once: with true when the condition holds, with false when `giveUp` is called with the number first.
  func wait(
    until isMet: @escaping @Sendable (Sightings) -> Bool, resume: @escaping @Sendable (Bool) -> Void
  ) -> Int {
    let (number, isMetNow) = state.withLock { state in
      state.lastWaiter += 1
      if isMet(state.sightings) { return (state.lastWaiter, true) }
      state.waiters.append(Waiter(number: state.lastWaiter, isMet: isMet, resume: resume))
      return (state.lastWaiter, false)
    }
    if isMetNow { resume(true) }
    return number
  }

  func giveUp(_ number: Int) {
    let waiter = state.withLock { state in
      state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
    }
    waiter?.resume(false)
  }

  /// The answer on a connection waits; `open` lets it go on.
  func stopAtGate(connection: Int, _ open: @escaping @Sendable () -> Void) {
    state.withLock { $0.gates[connection] = open }
    note { $0.gated += 1 }
  }

  /// Nobody waits any more for the answer on a connection.
  func leaveGate(connection: Int) {
    guard state.withLock({ $0.gates.removeValue(forKey: connection) }) != nil else { return }
    note { $0.gated -= 1 }
  }

  func openGates() {
    let gates = state.withLock { state in
      defer { state.gates = [:] }
      return state.gates
    }
    note { $0.gated -= gates.count }
    for open in gates.values { open() }
  }

  /// Forgets everything but the connections that are open.
  func reset() {
    note { sightings in
      var fresh = Sightings()
      fresh.openConnections = sightings.openConnections
      fresh.gated = sightings.gated
      sightings = fresh
    }
  }
}
