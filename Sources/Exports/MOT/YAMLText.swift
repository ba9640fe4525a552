// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes block-style YAML in which every value is a double-quoted text, so that no value can be taken for a number, a
/// boolean, a key or an end of the document (YAML 1.2.2, section 7.3.1).
struct YAMLText {
  private(set) var text = ""
  private var depth = 0

  mutating func comment(_ line: String) { text += "# \(Self.escaped(line))\n" }

  /// Begins a map or a list.
  mutating func open(_ key: String) {
    indent()
    text += "\(key):\n"
    depth += 1
  }

  mutating func add(_ key: String, _ value: String) {
    indent()
    text += "\(key): \(Self.quoted(value))\n"
  }

  mutating func addEmptyList(_ key: String) {
    indent()
    text += "\(key): []\n"
  }

  /// Begins a map in a list with its first key.
  mutating func item(_ key: String, _ value: String) {
    indent()
    text += "- \(key): \(Self.quoted(value))\n"
    depth += 1
  }

  mutating func close() { depth -= 1 }

  private mutating func indent() { text += String(repeating: "  ", count: depth) }

  static func quoted(_ value: String) -> String { "\"\(escaped(value))\"" }

  /// Also escapes what a reader may take for a line end and what turns the direction of text around, which YAML allows.
  private static func escaped(_ value: String) -> String {
    var text = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        text += "\\"
        text.unicodeScalars.append(scalar)
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": text += "\\x" + hexadecimal(scalar, digits: 2)
      case "\u{200E}", "\u{200F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{FEFF}", "\u{061C}", "\u{FFFE}",
        "\u{FFFF}":
        text += "\\u" + hexadecimal(scalar, digits: 4)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
    let text = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: digits - text.count) + text
  }
}
