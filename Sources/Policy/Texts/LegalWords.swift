// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import StrictYAML

/// A legal text as its words alone: two copies that break their lines elsewhere are equal.
package struct LegalWords: Hashable, Sendable {
  /// With one space between two words.
  private let line: String

  /// - Parameter text: A head of YAML between two lines `---`, as collections of licences put above a text, is no part
  ///   of it.
  package init(_ text: String) {
    line = Self.words(Self.withoutHead(text))
  }

  package init(_ bytes: [UInt8]) { self.init(String(decoding: bytes, as: UTF8.self)) }

  package var isEmpty: Bool { line.isEmpty }

  /// True if the words stand there in this order, with nothing between them; a sentence may go on after the last one.
  package func holds(_ quote: String) -> Bool { line.contains(Self.words(quote)) }

  private static func words(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func withoutHead(_ text: String) -> Substring {
    let lines = text.fileLines
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else { return text[...] }
    return text[lines[end].endIndex...]
  }
}
