// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import Threads

/// Where log lines end: a thread of its own writes them to a file descriptor, many at a time, so that a slow terminal or
/// pipe never holds up an event loop.
///
/// Bounded: when 4 MiB wait, further lines are counted instead of kept, and the count is written once there is room. Logs
/// may be lost; the ledger is what must not be.
package final class LogSink: Sendable {
  private struct State {
    var waiting: [UInt8] = []
    var lost = 0
    var isClosed = false
  }

  static let capacity = 4 << 20

  private let state = Mutex(State())
  private let wake = Wake()
  private let thread = Mutex<OwnedThread?>(nil)
  private let descriptor: Int32

  /// - Parameter descriptor: stays the caller's; 2 is standard error.
  package init(descriptor: Int32 = 2) {
    self.descriptor = descriptor
    let started = OwnedThread(name: "log") { [self] in run() }
    thread.withLock { $0 = started }
  }

  /// Takes one line and ends it.
  func write(_ line: [UInt8]) {
    let isFirst = state.withLock { state in
      guard state.waiting.count + line.count < Self.capacity else {
        state.lost += 1
        return false
      }
      let wasEmpty = state.waiting.isEmpty
      state.waiting += line
      state.waiting.append(UInt8(ascii: "\n"))
      return wasEmpty
    }
    if isFirst { wake.ring() }
  }

  /// Writes what waits and ends the thread. Lines that come later are dropped.
  package func close() {
    state.withLock { $0.isClosed = true }
    wake.ring()
    let running = thread.withLock { thread in
      defer { thread = nil }
      return thread
    }
    running?.join()
  }

  private func run() {
    var batch: [UInt8] = []
    while true {
      wake.wait()
      // A line waits a moment for others: under load this is one wake-up and one write for dozens of calls.
      if !state.withLock({ $0.isClosed }) { usleep(5_000) }
      let (lost, isClosed) = state.withLock { state in
        batch.removeAll(keepingCapacity: true)
        swap(&batch, &state.waiting)
        defer { state.lost = 0 }
        return (state.lost, state.isClosed)
      }
      Self.writeAll(batch, to: descriptor)
      if lost > 0 {
        Self.writeAll(
          Array(#"{"log.level":"warning","message":"log lines were lost","toolgate.lost":\#(lost)}"#.utf8) + [10],
          to: descriptor)
      }
      if isClosed { return }
    }
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
    var sent = 0
    bytes.withUnsafeBytes { buffer in
      while sent < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress! + sent, buffer.count - sent)
        if count > 0 {
          sent += count
        } else if errno == EAGAIN {
          var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&waiting, 1, 1_000)
        } else if errno != EINTR {
          return
        }
      }
    }
  }
}
