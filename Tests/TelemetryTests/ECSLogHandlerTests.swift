// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Logging
import Telemetry
import Testing
import ToolgateTesting

@Suite struct ECSLogHandlerTests {
  /// The one line that logging writes, parsed.
  static func line(_ log: (inout Logger) -> Void) throws -> [String: Any] {
    let pipe = LogPipe()
    var logger = pipe.logger()
    log(&logger)
    let bytes = try pipe.finish()
    try #require(bytes.last == UInt8(ascii: "\n"))
    try #require(bytes.count { $0 == UInt8(ascii: "\n") } == 1)
    return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test func aLineHasTheFieldsThatTheSchemaRequires() throws {
    let line = try Self.line { $0.notice("listening") }
    #expect(line["@timestamp"] as? String == "2026-11-23T21:41:41.000042Z")
    #expect(line["log.level"] as? String == "notice")
    #expect(line["message"] as? String == "listening")
    #expect(line["ecs.version"] as? String == "8.11.0")
    #expect(line["service.name"] as? String == "toolgate")
    #expect(line["service.type"] as? String == "toolgate")
    #expect(line["log.logger"] as? String == "test")
    #expect(line.count == 7)
  }

  @Test(arguments: [
    "", "\"", "\\", "\\\"", "a\nb\r\nc\td", "\u{0}\u{1}\u{8}\u{B}\u{C}\u{1F}\u{7F}", "é水🌊", "\u{2028}\u{2029}",
    "\\u0041",
    #"","log.level":"critical","x":""#, "\u{1B}[31mred", "e\u{301}\"\u{301}",
  ])
  func anyTextIsOneValueOfOneLine(text: String) throws {
    let line = try Self.line {
      $0[metadataKey: "a.\(text)"] = "\(text)"
      $0.info("\(text)")
    }
    #expect((line["message"] as? String).map { Array($0.utf8) } == Array(text.utf8))
    #expect((line["a.\(text)"] as? String).map { Array($0.utf8) } == Array(text.utf8))
    #expect(line["log.level"] as? String == "info")
  }

  @Test func randomTextComesBackUnchanged() throws {
    var random = SeededGenerator(seed: 61)
    let pipe = LogPipe()
    let logger = pipe.logger()
    let texts = (0..<500).map { _ in
      String(
        String.UnicodeScalarView(
          (0..<Int.random(in: 0...40, using: &random)).map { _ in
            Unicode.Scalar(UInt32.random(in: 0...0x2FF, using: &random))
              ?? "?"
          }))
    }
    for text in texts { logger.info("\(text)", metadata: ["text": "\(text)"]) }
    let lines = try pipe.finish().split(separator: UInt8(ascii: "\n"))
    try #require(lines.count == texts.count)
    for (line, text) in zip(lines, texts) {
      let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: String]
      #expect(object?["message"].map { Array($0.utf8) } == Array(text.utf8))
    }
  }

  @Test func numbersAreNumbersAndTextIsText() throws {
    let line = try Self.line {
      $0.info(
        "numbers",
        metadata: [
          "int": .stringConvertible(-5), "int64": .stringConvertible(Int64.max),
          "uint64": .stringConvertible(UInt64.max),
          "int32": .stringConvertible(Int32(7)), "double": .stringConvertible(0.25),
          "nan": .stringConvertible(Double.nan),
          "infinite": .stringConvertible(-Double.infinity), "tiny": .stringConvertible(1.5e-9),
          "digits": "12", "id": .stringConvertible(ProjectName("wikisum")!), "flag": .stringConvertible(true),
        ])
    }
    #expect(line["int"] as? Int == -5)
    #expect(line["int64"] as? Int64 == .max)
    #expect(line["uint64"] as? UInt64 == .max)
    #expect(line["int32"] as? Int == 7)
    #expect(line["double"] as? Double == 0.25)
    #expect(line["tiny"] as? Double == 1.5e-9)
    #expect(line["nan"] as? String == "nan", "JSON has no such number")
    #expect(line["infinite"] as? String == "-inf", "JSON has no such number")
    #expect(line["digits"] as? String == "12")
    #expect(line["id"] as? String == "wikisum")
    #expect(line["flag"] as? String == "true")
  }

  @Test func listsAndTablesKeepTheirShape() throws {
    let line = try Self.line {
      $0.info(
        "shapes",
        metadata: [
          "list": ["a", .stringConvertible(2), []], "table": ["x": ["y": .stringConvertible(3)], "z": "\""],
          "none": [:],
        ])
    }
    let expected: NSDictionary = [
      "list": ["a", 2, []] as NSArray, "table": ["x": ["y": 3], "z": "\""] as NSDictionary,
    ]
    #expect(line["list"] as? NSArray == expected["list"] as? NSArray)
    #expect(line["table"] as? NSDictionary == expected["table"] as? NSDictionary)
    #expect(line["none"] as? NSDictionary == [:])
  }

  @Test func anEntrysMetadataWinsOverTheLoggers() throws {
    let line = try Self.line {
      $0[metadataKey: "both"] = "logger"
      $0[metadataKey: "own"] = "logger"
      $0.info("merge", metadata: ["both": "entry"])
    }
    #expect(line["both"] as? String == "entry")
    #expect(line["own"] as? String == "logger")
  }

  @Test func aSecretInMetadataShowsItsLengthOnly() throws {
    let secret = Secret("correct-horse")
    let pipe = LogPipe()
    pipe.logger().info("key \(secret)", metadata: ["key": .stringConvertible(secret), "text": "\(secret)"])
    let text = String(decoding: try pipe.finish(), as: UTF8.self)
    #expect(!text.contains("horse"))
    #expect(text.components(separatedBy: "<secret, 13 bytes>").count == 4)
  }

  @Test func whatIsBelowTheLevelIsNotWritten() throws {
    let pipe = LogPipe()
    var logger = pipe.logger(level: .warning)
    logger.info("quiet")
    logger.warning("loud")
    logger.logLevel = .error
    logger.warning("quiet again")
    #expect(try pipe.finish().count { $0 == UInt8(ascii: "\n") } == 1)
  }
}
