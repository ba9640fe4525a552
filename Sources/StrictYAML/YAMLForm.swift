// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// How a single value must be written, and what it then means.
package struct YAMLForm<Value>: Sendable {
  /// Completes "must be …".
  package let expected: String
  /// True where quotes around a value make no difference: texts. A number or a duration in quotes is refused.
  let isText: Bool
  /// False keeps a wrong value out of the message.
  let isShown: Bool
  let parse: @Sendable (String) -> Value?

  package init(
    expected: String, isText: Bool = false, isShown: Bool = true, parse: @escaping @Sendable (String) -> Value?
  ) {
    self.expected = expected
    self.isText = isText
    self.isShown = isShown
    self.parse = parse
  }

  func read(_ node: YAMLNode, key: String, report: YAMLReport) -> Value? {
    guard case .scalar(let scalar) = node.content else {
      report.error("`\(key)` must be \(expected), not \(node.kind)", at: node.place)
      return nil
    }
    if !isText, !scalar.isPlain {
      report.error("`\(key)` must be \(expected), without quotes", at: node.place)
      return nil
    }
    guard let value = parse(scalar.text) else {
      let found = isShown ? ", not `\(printable(scalar.text))`" : ""
      report.error("`\(key)` must be \(expected)\(found)", at: node.place)
      return nil
    }
    return value
  }
}

/// A value of the file for a message: on one line and short.
func printable(_ text: String) -> String {
  let line = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "·" : String($0) }.joined()
  return line.count <= 40 ? line : line.prefix(39) + "…"
}
