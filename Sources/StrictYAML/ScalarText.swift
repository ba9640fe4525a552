// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A text as a value of YAML, on one line, that cannot be read as anything else.
package enum ScalarText {
  /// As a plain word where that cannot be misread, in double quotes otherwise.
  package static func shortest(_ value: String) -> String {
    let isPlain =
      value.utf8.first.map(isLetter) == true && value.utf8.count <= 200
      && value.utf8.allSatisfy { isLetter($0) || isDigit($0) || "-._/".utf8.contains($0) }
      && !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(value.lowercased())
    return isPlain ? value : quoted(value)
  }

  /// In double quotes, with everything unusual escaped; also `*`, so that a reader that counts aliases finds none.
  package static func quoted(_ value: String) -> String {
    var result = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      default: result += scalar == "*" || scalar.isUnseen ? escape(scalar) : String(scalar)
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

extension Unicode.Scalar {
  /// Ends a line, moves the reader's cursor, turns the direction of text around or has no agreed meaning.
  package var isUnseen: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}
