// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes the few forms of YAML that a draft needs. Foreign text comes out in quotes with everything unusual escaped,
/// or in a comment on one line, so that no name of a model can become a key.
struct DraftWriter {
  private(set) var text = ""

  mutating func comment(_ words: String, indent: Int = 0) {
    let pad = String(repeating: " ", count: indent)
    var line = ""
    // A reader that counts what looks like an alias should find none of ours.
    let shown = oneLine(words).split(separator: "*", omittingEmptySubsequences: false).joined(separator: "\\*")
    for word in shown.split(separator: " ") {
      if !line.isEmpty, pad.count + line.count + word.count + 3 > 118 {
        text += "\(pad)# \(line)\n"
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    if !line.isEmpty { text += "\(pad)# \(line)\n" }
  }

  mutating func line(_ words: String) { text += words + "\n" }

  /// Nil is written as null.
  mutating func value(_ key: String, _ value: String?, indent: Int = 0) {
    text += "\(String(repeating: " ", count: indent))\(key): \(value.map(Self.quoted) ?? "null")\n"
  }

  mutating func list(_ key: String, _ values: [String]) {
    text += "\(key): [\(values.map(Self.quoted).joined(separator: ", "))]\n"
  }

  /// As a plain word where that cannot be misread, in double quotes otherwise.
  static func quoted(_ value: String) -> String {
    let isPlain =
      value.utf8.first.map(isLetter) == true && value.utf8.count <= 200
      && value.utf8.allSatisfy { isLetter($0) || isDigit($0) || "-._/".utf8.contains($0) }
      && !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(value.lowercased())
    if isPlain { return value }
    var result = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case " ": result += " "
      default:
        let isShown =
          scalar.isASCII ? scalar.value > 0x20 && scalar.value < 0x7F && scalar != "*" : oneLine(String(scalar)) != " "
        result += isShown ? String(scalar) : escape(scalar)
      }
    }
    return result + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

/// A text as a value of YAML that cannot be read as anything else.
package func quotedScalar(_ text: String) -> String { DraftWriter.quoted(text) }
