// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// JSON as Foundation reads it, written again by the letter of RFC 8785 with nothing but integers for numbers.
indirect enum SlowCanonical: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Int64)
  case string(String)
  case array([SlowCanonical])
  case object([String: SlowCanonical])

  init(_ bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(SlowCanonical.self, from: Data(bytes))
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .bool(flag)
    } else if let number = try? container.decode(Int64.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let elements = try? container.decode([SlowCanonical].self) {
      self = .array(elements)
    } else {
      self = .object(try container.decode([String: SlowCanonical].self))
    }
  }

  subscript(_ key: String) -> SlowCanonical? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// Every member that is not an object itself, in order, with dots between the levels.
  func paths(_ prefix: String = "") -> [String] {
    guard case .object(let members) = self else { return [prefix] }
    return Self.sorted(members).flatMap { $0.value.paths(prefix.isEmpty ? $0.key : "\(prefix).\($0.key)") }
  }

  func rendered() -> [UInt8] { Array(text.utf8) }

  private var text: String {
    switch self {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .number(let number): "\(number)"
    case .string(let text): Self.quoted(text)
    case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + Self.sorted(members).map { Self.quoted($0.key) + ":" + $0.value.text }.joined(separator: ",") + "}"
    }
  }

  private static func sorted(_ members: [String: SlowCanonical]) -> [(key: String, value: SlowCanonical)] {
    members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{8}": quoted += "\\b"
      case "\t": quoted += "\\t"
      case "\n": quoted += "\\n"
      case "\u{C}": quoted += "\\f"
      case "\r": quoted += "\\r"
      case "\u{0}"..<" ": quoted += "\\u" + String(format: "%04x", scalar.value)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
