// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The name of a note's key, the same as the origin for a log's own: an address without its scheme, such as
/// `toolgate.example/log`.
package struct KeyName: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  /// Nil for no text, more than 255 bytes, white space, control characters and `+`.
  package init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= 255,
      text.unicodeScalars.allSatisfy({
        !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7F && $0 != "+"
      })
    else { return nil }
    self.text = text
  }

  package var description: String { text }

  /// Byte for byte. Swift's own comparison takes two spellings of an accent for the same name.
  package static func == (a: KeyName, b: KeyName) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

  package func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}
