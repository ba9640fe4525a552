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
    // A key without a value is not there, and nobody asks; an item of a list without a value is a slip.
    guard !node.isNull else {
      report.error("`\(key)` must be \(expected), not null", at: node.place)
      return nil
    }
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
func printable(_ text: String) -> String { oneLine(text, most: 40) }

/// - Parameter most: Unicode scalars; of what is longer one less, and an ellipsis, stay.
func oneLine(_ text: String, most: Int) -> String {
  let scalars = text.unicodeScalars
  // Not counted to the end: a text may have a million of them.
  let isLong = scalars.index(scalars.startIndex, offsetBy: most + 1, limitedBy: scalars.endIndex) != nil
  let kept = isLong ? scalars.prefix(most - 1) : scalars[...]
  return kept.map { isControl($0) ? "·" : String($0) }.joined() + (isLong ? "…" : "")
}

/// All that ends a line somewhere: the control characters of ASCII and Latin-1, and the separators of Unicode.
private func isControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
  default: false
  }
}
