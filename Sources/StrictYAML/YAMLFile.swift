// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A file of YAML, read strictly.
package enum YAMLFile {
  /// No file of an installation comes near this; more is a mistake or an attack.
  package static let sizeLimit = 1 << 20

  static let tooLarge = "the file is larger than 1 MiB; split it or remove what does not belong here"

  /// Reads bytes whose root is a map.
  ///
  /// - Parameter mayBeEmpty: Nothing but comments is then a map without keys.
  /// - Parameter body: Takes the root. It is called only if the bytes are one strict document; keys that it does not
  ///   ask for are reported as unknown when it returns.
  /// - Returns: What `body` returns, or nil. The report has errors if anything is wrong.
  package static func read<R>(
    bytes: [UInt8], report: YAMLReport, mayBeEmpty: Bool = false, _ body: (YAMLMap) -> R
  ) -> R? {
    guard let text = text(of: bytes, report: report),
      let root = YAMLComposer(text: text, report: report, mayBeEmpty: mayBeEmpty).compose()
    else { return nil }
    return YAMLMap.read(root, report: report, what: "the file", body)
  }

  package static func read<R>(text: String, report: YAMLReport, _ body: (YAMLMap) -> R) -> R? {
    read(bytes: Array(text.utf8), report: report, body)
  }

  private static func text(of bytes: [UInt8], report: YAMLReport) -> String? {
    guard bytes.count <= sizeLimit else {
      report.error(tooLarge, at: .start)
      return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      report.error(
        "the file is not UTF-8; save it as UTF-8 (the first wrong byte is here)", at: firstInvalidPlace(in: bytes))
      return nil
    }
    if let control = controlCharacter(in: text) {
      report.error("the file holds a control character; remove it", at: control)
      return nil
    }
    return text
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
      let isAllowed = scalar.value >= 0x20 ? scalar.value != 0x7F : scalar == "\n" || scalar == "\r" || scalar == "\t"
      guard isAllowed else { return YAMLPlace(line: line, column: column) }
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    return nil
  }
}
