// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Dispatch
import Synchronization
import Threads

/// Waiting that has an end, so that a broken program makes its test fail and does not keep the whole run standing.
///
/// What waits says for what, and that is the error's text. A limit is no claim about speed: what a working program does in
/// milliseconds may take seconds on a busy machine.
package enum Patience {
  package static let limit: Duration = .seconds(60)

  package struct Exhausted: Error, CustomStringConvertible {
    package let what: String
    package let limit: Duration
    package var description: String { "waited \(limit) in vain for \(what)" }
  }

  /// Calls a body that may block, on a thread of its own, and returns with it.
  ///
  /// - Throws: `Exhausted` when the body has not returned in time, and leaves its thread behind; else the body's error.
  @discardableResult
  package static func block<Value: Sendable>(
    for what: String, atMost limit: Duration = limit, _ body: @escaping @Sendable () throws -> Value
  ) throws -> Value {
    let outcome = Outcome<Value>()
    let thread = OwnedThread(name: "patience") { outcome.settle(Result(catching: body)) }
    try outcome.settled.wait(for: what, atMost: limit)
    thread.join()
    return try outcome.result!.get()
  }

  /// Runs a body beside the caller and returns with it.
  ///
  /// - Throws: `Exhausted` when the body has not returned in time, and cancels it; else the body's error.
  @discardableResult
  package static func wait<Value: Sendable>(
    for what: String, atMost limit: Duration = limit, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let outcome = Outcome<Value>()
    // Not behind the tests that wait for a thread of their own: those are of the usual priority.
    let task = Task(priority: .high) {
      do { outcome.settle(.success(try await body())) } catch { outcome.settle(.failure(error)) }
    }
    let alarm = OwnedThread(name: "patience") {
      do { try outcome.settled.wait(for: what, atMost: limit) } catch { outcome.settle(.failure(error)) }
    }
    defer {
      task.cancel()
      alarm.join()
    }
    return try await outcome.value()
  }

  /// Asks again and again, letting others go on in between, until the condition holds.
  package static func poll(
    for what: String, atMost limit: Duration = limit, until isMet: @escaping @Sendable () async throws -> Bool
  ) async throws {
    try await wait(for: what, atMost: limit) {
      while try await !isMet() {
        try Task.checkCancellation()
        await Task.yield()
      }
    }
  }

  /// What came of a body; the first to settle it wins.
  private final class Outcome<Value: Sendable>: Sendable {
    private struct State {
      var result: Result<Value, any Error>?
      var waiter: CheckedContinuation<Value, any Error>?
    }

    private let state = Mutex(State())
    let settled = DispatchSemaphore(value: 0)

    var result: Result<Value, any Error>? { state.withLock { $0.result } }

    func settle(_ result: Result<Value, any Error>) {
      let waiter = state.withLock { state -> CheckedContinuation<Value, any Error>? in
        guard state.result == nil else { return nil }
        state.result = result
        return state.waiter
      }
      settled.signal()
      waiter?.resume(with: result)
    }

    func value() async throws -> Value {
      try await withCheckedThrowingContinuation { continuation in
        let result = state.withLock { state in
          state.waiter = continuation
          return state.result
        }
        if let result { continuation.resume(with: result) }
      }
    }
  }
}

extension DispatchSemaphore {
  /// - Throws: `Patience.Exhausted` when nobody has signalled in time.
  package func wait(for what: @autoclosure () -> String, atMost limit: Duration = Patience.limit) throws {
    guard wait(timeout: limit.fromNow) == .success else { throw Patience.Exhausted(what: what(), limit: limit) }
  }
}

extension Duration {
  fileprivate var fromNow: DispatchTime {
    let (seconds, attoseconds) = components
    return .now() + .nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
  }
}
