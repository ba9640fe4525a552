// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// A text that somebody may change: when its hash changes, what rests on it is suspended.
package struct WatchedText: Hashable, Sendable {
  package var url: String
  /// Nil while nobody has stored the text.
  package var digest: ContentDigest?
  /// The day as of which the text is the one that was read.
  package var date: CivilDay?
  /// Texts of licences and of providers may lie beside the entries; those of certificates do not.
  package var copy: TextCopy?

  package init(url: String, digest: ContentDigest? = nil, date: CivilDay? = nil, copy: TextCopy? = nil) {
    (self.url, self.digest, self.date, self.copy) = (url, digest, date, copy)
  }
}

/// A copy of a text in the policy directory.
package struct TextCopy: Hashable, Sendable {
  package enum Origin: Hashable, Sendable {
    /// Fetched from the text's own address.
    case address
    /// A public package: name, version and registry, and the path in it.
    case package(String, path: String)
  }

  /// Relative to the policies, such as `texts/MIT.txt`.
  package var file: String
  package var origin: Origin

  package init(file: String, origin: Origin) {
    (self.file, self.origin) = (file, origin)
  }
}

/// Texts as they were found when somebody last looked: `Policies/watched.yaml`, for questions.
package struct FoundTexts: Sendable {
  private let digests: [String: ContentDigest]

  package init(_ texts: [FoundText]) {
    digests = Dictionary(texts.map { ($0.url, $0.digest) }, uniquingKeysWith: { first, _ in first })
  }

  /// A text that nobody has stored yet (no digest), or that nobody has looked at since, cannot have changed.
  package func differ(from text: WatchedText) -> Bool {
    guard let stored = text.digest, let found = digests[text.url] else { return false }
    return found != stored
  }
}
