// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Logging
package import Wire

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
    var json = JSONWriter(capacity: 768)
    json.object { json in
      json.member("@timestamp", clock.now().description)
      json.member("log.level", event.level.rawValue)
      json.member("message", event.message.description)
      json.member("ecs.version", "8.11.0")
      json.member("service.name", "toolgate")
      json.member("service.type", "toolgate")
      json.member("log.logger", label)
      write(metadata, over: event.metadata, to: &json)
      if let own = event.metadata { write(own, over: nil, to: &json) }
    }
    sink.write(json.bytes)
  }

  private func write(_ fields: Logger.Metadata, over own: Logger.Metadata?, to json: inout JSONWriter) {
    for (key, value) in fields where own?[key] == nil {
      if case .stringConvertible(let fields as any LogFields) = value {
        fields.write(to: &json)
      } else {
        json.key(key)
        Self.write(value, to: &json)
      }
    }
  }

  private static func write(_ value: Logger.Metadata.Value, to json: inout JSONWriter) {
    switch value {
    case .string(let text): json.value(text)
    case .stringConvertible(let number as Int): json.value(number)
    case .stringConvertible(let number as Int64): json.value(number)
    case .stringConvertible(let number as any BinaryInteger): json.raw(Array(number.description.utf8))
    // JSON has no infinity and nothing that is not a number; they are written as text.
    case .stringConvertible(let number as Double) where number.isFinite: json.raw(Array(number.description.utf8))
    case .stringConvertible(let other): json.value(other.description)
    case .array(let values):
      json.array { json in
        for value in values { write(value, to: &json) }
      }
    case .dictionary(let values):
      json.object { json in
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
          json.key(key)
          write(value, to: &json)
        }
      }
    }
  }
}

/// Fields that belong together and write themselves, for entries that are made for each call: as the value of one
/// metadata key, they come out under their own names instead of that key.
package protocol LogFields: CustomStringConvertible, Sendable {
  func write(to json: inout JSONWriter)
}
