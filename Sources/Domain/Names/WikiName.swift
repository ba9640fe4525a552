// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A wiki by its database name, such as `enwiki` or `zh_min_nanwiki`.
///
/// Only names that a Wikimedia wiki can have: rules about `enwiki` must not be passed by calling it `en` or `enwikipedia`.
package struct WikiName: Name {
  package let text: String

  /// How the names end (<https://noc.wikimedia.org/conf/dblists/all.dblist>).
  package static let families = [
    "wiki", "wiktionary", "wikibooks", "wikinews", "wikiquote", "wikisource", "wikiversity", "wikivoyage", "wikimedia",
  ]

  package init?(_ text: String) {
    guard (2...64).contains(text.utf8.count), text.utf8.first.map(Self.isLetter) == true,
      text.utf8.allSatisfy({
        Self.isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
      }), let family = Self.families.first(where: text.hasSuffix),
      let before = text.utf8.dropLast(family.utf8.count).last, before != UInt8(ascii: "_")
    else { return nil }
    self.text = text
  }

  /// As a tool has it, which may know the wiki by its replica, `enwiki_p`
  /// (<https://wikitech.wikimedia.org/wiki/Help:Wiki_Replicas>).
  package init?(ofTool text: String) {
    self.init(text.hasSuffix("_p") ? String(text.dropLast(2)) : text)
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

  /// Reads `enwiki:Page@1234567`. Two of them in one text are none: who joins headers with a comma would otherwise have the
  /// wiki of the first beside the revision of the last.
  package init?(_ text: String) {
    guard text.utf8.count <= 512, let colon = text.firstIndex(of: ":"), let at = text.lastIndex(of: "@"), colon < at,
      let wiki = WikiName(ofTool: String(text[..<colon])), let revision = Int(digits: text[text.index(after: at)...]),
      revision > 0, !Self.holdsRevision(text[..<at])
    else { return nil }
    (self.wiki, self.revision) = (wiki, Int64(revision))
  }

  /// Whether `@1234567,` stands in it.
  private static func holdsRevision(_ text: Substring) -> Bool {
    text.split(separator: ",", omittingEmptySubsequences: false).dropLast().contains { part in
      guard let at = part.lastIndex(of: "@") else { return false }
      return Int(digits: part[part.index(after: at)...].filter { $0 != " " }) != nil
    }
  }
}
