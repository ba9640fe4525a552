// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Logging

/// Renders each log entry as one JSON line with the field names of the Elastic Common Schema, which is what Wikimedia's
/// logging takes (<https://www.elastic.co/docs/reference/ecs>): `@timestamp`, `log.level`, `message`, `ecs.version`,
/// `service.name`, `service.type` and the entry's metadata under the keys that the caller chose.
///
/// Metadata that is a number is written as a number, so that durations and counts can be summed.
package struct ECSLogHandler: LogHandler {
  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level
  private let label: String
  private let sink: LogSink
  private let clock: any WallClock

  package init(label: String, level: Logger.Level, sink: LogSink, clock: any WallClock) {
    self.label = label
    self.logLevel = level
    self.sink = sink
    self.clock = clock
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var line: [UInt8] = []
    line.reserveCapacity(512)
    line += #"{"@timestamp":""#.utf8
    line += clock.now().description.utf8
    line += #"","log.level":""#.utf8
    line += event.level.rawValue.utf8
    line += #"","message":"#.utf8
    Self.append(string: event.message.description, to: &line)
    line += #","ecs.version":"8.11.0","service.name":"toolgate","service.type":"toolgate","log.logger":"#.utf8
    Self.append(string: label, to: &line)
    let all = event.metadata.map { metadata.merging($0) { _, new in new } } ?? metadata
    for (key, value) in all.sorted(by: { $0.key < $1.key }) {
      line.append(UInt8(ascii: ","))
      Self.append(string: key, to: &line)
      line.append(UInt8(ascii: ":"))
      Self.append(value, to: &line)
    }
    line += "}\n".utf8
    sink.write(line)
  }

  private static func append(_ value: Logger.Metadata.Value, to line: inout [UInt8]) {
    switch value {
    case .string(let text): append(string: text, to: &line)
    case .stringConvertible(let number as Int): line += String(number).utf8
    case .stringConvertible(let number as Int64): line += String(number).utf8
    case .stringConvertible(let number as any BinaryInteger): line += number.description.utf8
    // JSON has no infinity and nothing that is not a number; they are written as text.
    case .stringConvertible(let number as Double) where number.isFinite: line += number.description.utf8
    case .stringConvertible(let other): append(string: other.description, to: &line)
    case .array(let values):
      line.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { line.append(UInt8(ascii: ",")) }
        append(value, to: &line)
      }
      line.append(UInt8(ascii: "]"))
    case .dictionary(let values):
      line.append(UInt8(ascii: "{"))
      for (index, pair) in values.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { line.append(UInt8(ascii: ",")) }
        append(string: pair.key, to: &line)
        line.append(UInt8(ascii: ":"))
        append(pair.value, to: &line)
      }
      line.append(UInt8(ascii: "}"))
    }
  }

  private static func append(string: String, to line: inout [UInt8]) {
    line.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): line += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): line += "\\n".utf8
      case 0..<0x20, 0x7F: line += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: line.append(byte)
      }
    }
    line.append(UInt8(ascii: "\""))
  }
}
