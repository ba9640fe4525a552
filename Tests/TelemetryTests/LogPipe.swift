// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Glibc
import Logging
import Synchronization
import Telemetry
import Threads
import ToolgateTesting

/// A sink that writes into a pipe, and a logger in front of it.
final class LogPipe: Sendable {
  let sink: LogSink
  let clock = ManualClock(Instant(microseconds: 1_795_470_101_000_042))
  private let readEnd: Int32
  private let writeEnd: Int32

  init() {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0)
    (readEnd, writeEnd) = (ends[0], ends[1])
    sink = LogSink(descriptor: writeEnd)
  }

  func logger(label: String = "test", level: Logger.Level = .trace) -> Logger {
    Logger(label: label) { ECSLogHandler(label: $0, level: level, sink: self.sink, clock: self.clock) }
  }

  /// Closes the sink and gives everything that it wrote.
  func finish() throws -> [UInt8] {
    let read = Mutex<[UInt8]>([])
    let end = readEnd
    let reader = OwnedThread(name: "reader") {
      var all: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = Glibc.read(end, &buffer, buffer.count)
        guard count > 0 else { break }
        all += buffer[..<count]
      }
      read.withLock { $0 = all }
    }
    try closeSink()
    reader.join()
    close(readEnd)
    return read.withLock { $0 }
  }

  /// The reader goes away, as `head` does.
  func breakReading() { close(readEnd) }

  func finishWithoutReader() throws { try closeSink() }

  private func closeSink() throws {
    try Patience.block(for: "the sink to close") { [sink] in sink.close() }
    close(writeEnd)
  }
}
