// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A page while it is written. Whatever is put in as text or as a value is escaped, so a hostile name stays a name; tags
/// and attributes' names can only be literals.
package struct Markup {
  package let messages: Messages
  package private(set) var bytes: [UInt8] = []

  /// Nil leaves the attribute out; an empty value is that of an attribute that is just there, such as `hidden`.
  package typealias Attributes = KeyValuePairs<StaticString, String?>

  package init(messages: Messages) {
    self.messages = messages
    bytes.reserveCapacity(32_768)
  }

  package mutating func element(
    _ tag: StaticString, _ attributes: Attributes = [:], _ content: (inout Markup) -> Void = { _ in }
  ) {
    open(tag, attributes)
    content(&self)
    raw("</\(tag)>")
  }

  /// An element that has no content and no end.
  package mutating func void(_ tag: StaticString, _ attributes: Attributes = [:]) { open(tag, attributes) }

  package mutating func doctype() { raw("<!doctype html>\n") }

  /// Text that is the same in every language: numbers, signs.
  package mutating func text(_ text: some StringProtocol) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": raw("&lt;")
      case ">": raw("&gt;")
      case "&": raw("&amp;")
      case "\"": raw("&quot;")
      case "'": raw("&#39;")
      case "\t", "\n": bytes.append(UInt8(scalar.value))
      // HTML cannot hold these at all, not even as references.
      case "\0"..<" ", "\u{7F}"..<"\u{A0}": raw("\u{FFFD}")
      default: bytes.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
  }

  private mutating func open(_ tag: StaticString, _ attributes: Attributes) {
    raw("<\(tag)")
    for (name, value) in attributes {
      guard let value else { continue }
      raw(" \(name)")
      if value.isEmpty { continue }
      raw("=\"")
      text(value)
      raw("\"")
    }
    raw(">")
  }

  private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
