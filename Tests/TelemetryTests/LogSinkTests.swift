// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Logging
import Telemetry
import Testing
import Threads
import ToolgateTesting

@Suite struct LogSinkTests {
  @Test func everyLineOfManyThreadsIsWrittenWholeAndInItsThreadsOrder() throws {
    let pipe = LogPipe()
    let (writers, each) = (4, 300)
    let threads = (0..<writers).map { writer in
      OwnedThread(name: "log-\(writer)") {
        let logger = pipe.logger(label: "\(writer)")
        for number in 0..<each { logger.info("n", metadata: ["n": .stringConvertible(number)]) }
      }
    }
    try Patience.block(for: "nobody who logs to be stopped") { for thread in threads { thread.join() } }
    var next = [String: Int]()
    for line in try pipe.finish().split(separator: UInt8(ascii: "\n")) {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      let writer = try #require(object["log.logger"] as? String)
      #expect(object["n"] as? Int == next[writer, default: 0])
      next[writer, default: 0] += 1
    }
    #expect(next == ["0": each, "1": each, "2": each, "3": each])
  }

  @Test func whatWaitsWhenTheSinkIsClosedIsStillWritten() throws {
    let pipe = LogPipe()
    pipe.logger().info("last words")
    #expect(String(decoding: try pipe.finish(), as: UTF8.self).contains("last words"))
  }

  @Test func closingTwiceIsHarmlessAndLaterLinesAreDropped() throws {
    let pipe = LogPipe()
    try Patience.block(for: "the sink to close") { pipe.sink.close() }
    pipe.logger().info("too late")
    #expect(try pipe.finish().isEmpty)
  }

  /// Nobody reads, so the writer stands still; what does not fit is counted, and the count is written in the end.
  @Test func linesThatDoNotFitAreCounted() throws {
    let pipe = LogPipe()
    let logger = pipe.logger()
    let long = String(repeating: "x", count: 1 << 16)
    let written = 200
    try Patience.block(for: "nobody who logs to be stopped") {
      for number in 0..<written { logger.info("\(long)", metadata: ["n": .stringConvertible(number)]) }
    }
    var (received, lost) = (0, 0)
    for line in try pipe.finish().split(separator: UInt8(ascii: "\n")) {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      if let count = object["toolgate.lost"] as? Int { lost += count } else { received += 1 }
    }
    #expect(received + lost == written)
    // The pipe, the batch that is being written and what waits behind it hold about 8 MiB.
    #expect(received >= 63)
    #expect(lost >= 60)
  }

  @Test func aReaderThatWentAwayStopsNobody() throws {
    let pipe = LogPipe()
    pipe.breakReading()
    try Patience.block(for: "nobody who logs to be stopped") {
      for _ in 0..<100 { pipe.logger().info("into the void") }
    }
    try pipe.finishWithoutReader()
  }
}
