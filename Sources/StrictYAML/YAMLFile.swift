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
    guard let text = YAMLText.decode(bytes, called: "file", tooLarge: tooLarge, report: report),
      let root = YAMLComposer(text: text, report: report, mayBeEmpty: mayBeEmpty).compose()
    else { return nil }
    return YAMLMap.read(root, report: report, what: "the file", body)
  }

  package static func read<R>(text: String, report: YAMLReport, _ body: (YAMLMap) -> R) -> R? {
    read(bytes: Array(text.utf8), report: report, body)
  }
}
