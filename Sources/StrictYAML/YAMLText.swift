// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Bytes as a text that may be YAML: of a bounded size, in UTF-8 (a byte order mark in front is overlooked), and of
/// characters that YAML lets stand as they are.
enum YAMLText {
  /// - Parameter called: "file" or "text", for what is said.
  /// - Returns: nil when the bytes are no such text; the report then says why, and where.
  static func decode(_ bytes: [UInt8], called name: String, tooLarge: String, report: YAMLReport) -> String? {
    guard bytes.count <= YAMLFile.sizeLimit else {
      report.error(tooLarge, at: .start)
      return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      report.error(
        "the \(name) is not UTF-8; save it as UTF-8 (the first wrong byte is here)", at: firstInvalidPlace(in: bytes))
      return nil
    }
    if let control = controlCharacter(in: text) {
      report.error("the \(name) holds a control character; remove it", at: control)
      return nil
    }
    // libyaml takes the mark for a column, so the first key would not stand below the others.
    return text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  private static func firstInvalidPlace(in bytes: [UInt8]) -> YAMLPlace {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var (line, column) = (1, 1)
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    return YAMLPlace(line: line, column: column)
  }

  private static func controlCharacter(in text: String) -> YAMLPlace? {
    var (line, column) = (1, 1)
    for scalar in text.unicodeScalars {
      guard mayStand(scalar) else { return YAMLPlace(line: line, column: column) }
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    return nil
  }

  /// The printable characters of YAML 1.1, section 5.1, as libyaml has them.
  private static func mayStand(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFFFD, 0x10000...: true
    default: false
    }
  }
}
