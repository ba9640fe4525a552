// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Wire

/// What an admin route answers, in the envelope of Toolforge's APIs: the thing itself under its name, beside `messages`.
struct AdminReply: Sendable {
  let name: String
  /// JSON.
  let value: [UInt8]
  /// For people: what changed, and the line for the Server Admin Log.
  var info: [String] = []

  init(_ name: String, info: [String] = [], _ write: (inout JSONWriter) -> Void) {
    var json = JSONWriter()
    write(&json)
    (self.name, value, self.info) = (name, json.bytes, info)
  }

  init(_ name: String, json: [UInt8]) {
    (self.name, value) = (name, json)
  }

  var body: [UInt8] {
    var json = JSONWriter(capacity: value.count + 256)
    json.object { json in
      json.key(name)
      json.raw(value)
      json.key("messages")
      json.object { json in
        for (kind, lines) in [("info", info), ("warning", []), ("error", [])] {
          json.key(kind)
          json.array { json in for line in lines { json.value(line) } }
        }
      }
    }
    return json.bytes
  }

  /// Errors stand alone.
  static func errorBody(_ line: String) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("error")
      json.array { $0.value(line) }
    }
    return json.bytes
  }
}

extension Limits {
  /// Those that are set, by name.
  func write(to json: inout JSONWriter) {
    json.object { json in
      for name in LimitName.allCases {
        switch self[name] {
        case .count(let count)?: json.member(name.rawValue, count)
        case .money(let money)?: json.member(name.rawValue, money.description)
        case .backends(let backends)?:
          json.key(name.rawValue)
          json.array { json in for backend in backends.sorted() { json.value(backend.text) } }
        case nil: break
        }
      }
    }
  }
}
