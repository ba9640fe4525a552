// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A wiki by its database name, such as `enwiki` or `zh_min_nanwiki`.
package struct WikiName: Name {
  package let text: String

  package init?(_ text: String) {
    guard (2...64).contains(text.utf8.count), text.utf8.first.map(Self.isLetter) == true,
      text.utf8.allSatisfy({
        Self.isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
      })
    else { return nil }
    self.text = text
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
}

/// A wiki page's revision that an answer was made from.
///
/// The page's title is read and dropped: a title in the user namespace is a user name, and the revision number already
/// names the page for good.
package struct SourceRevision: Hashable, Sendable {
  package let wiki: WikiName
  package let revision: Int64

  package static let mostPerCall = 16

  /// Reads `enwiki:Page@1234567`.
  package init?(_ text: String) {
    guard text.utf8.count <= 512, let colon = text.firstIndex(of: ":"), let at = text.lastIndex(of: "@"), colon < at,
      let wiki = WikiName(String(text[..<colon])), let revision = Int(digits: text[text.index(after: at)...]),
      revision > 0
    else { return nil }
    (self.wiki, self.revision) = (wiki, Int64(revision))
  }
}
