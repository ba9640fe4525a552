// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Wire

/// The message files of all languages, and the choice between them.
package struct MessageBook: Sendable {
  /// The language that the texts are written in first, and that stands in for what is not translated.
  static let source = "en"
  /// Shows the keys of the messages, as MediaWiki does.
  static let keys = "qqx"
  /// English in Arabic letters: to see a page from right to left before anybody has translated it.
  static let mirrored = "ar-x-pseudo"

  private var catalogs: [String: Messages.Catalog] = [:]

  /// - Parameter files: language code → a file of messages. A file that cannot be read has no messages.
  package init(files: [String: [UInt8]]) {
    for (language, bytes) in files {
      let texts = MessageFile.texts(bytes) ?? [:]
      catalogs[language] = Messages.Catalog(language: language, patterns: texts.mapValues(Pattern.init))
    }
    if let source = catalogs[Self.source] {
      let patterns = source.patterns.mapValues { $0.mapText(PseudoLanguage.mirrored) }
      catalogs[Self.mirrored] = Messages.Catalog(language: Self.mirrored, patterns: patterns)
    }
  }

  package static let shipped = MessageBook(files: ["en": PackageResources.en_json])

  /// - Parameters:
  ///   - chosen: `uselang`; comes before what the browser asks for, if there is such a language.
  ///   - accepted: `Accept-Language` (RFC 9110, section 12.5.4).
  package func messages(chosen: String?, accepted: String?) -> Messages {
    let source = catalogs[Self.source] ?? Messages.Catalog(language: Self.source, patterns: [:])
    let chosen = chosen.map { $0.lowercased() }.flatMap { $0 == Self.keys || catalogs[$0] != nil ? $0 : nil }
    let code = chosen ?? negotiated(accepted) ?? Self.source
    return Messages(
      language: code == Self.keys ? Self.source : code, isRightToLeft: WritingDirection.isRightToLeft(code),
      chosen: chosen, catalog: catalogs[code] ?? source, fallback: source, showsKeys: code == Self.keys)
  }

  /// The first language of the browser's list that there is; `pt-BR` is content with `pt`.
  private func negotiated(_ header: String?) -> String? {
    let wanted = (header ?? "").prefix(1_000).split(separator: ",").prefix(32).map {
      item -> (code: String, q: Double) in
      let parts = item.split(separator: ";")
      let weight = parts.dropFirst().first { $0.trimmed.hasPrefix("q=") }.flatMap { Double($0.trimmed.dropFirst(2)) }
      return (parts.first.map { $0.trimmed.lowercased() } ?? "", weight ?? 1)
    }
    let sorted = wanted.enumerated().sorted { ($1.element.q, $0.offset) < ($0.element.q, $1.offset) }.map(\.element)
    for (code, weight) in sorted where weight > 0 {
      var code = code[...]
      while !code.isEmpty {
        if code != Self.mirrored, catalogs[String(code)] != nil { return String(code) }
        guard let hyphen = code.lastIndex(of: "-") else { break }
        code = code[..<hyphen]
      }
    }
    return nil
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    let start = drop { $0 == " " || $0 == "\t" }
    return start.lastIndex { $0 != " " && $0 != "\t" }.map { start[...$0] } ?? start
  }
}

/// A file of `i18n`: one JSON object of texts, and `@metadata`.
package enum MessageFile {
  /// Nil for what is not such a file.
  package static func texts(_ bytes: [UInt8]) -> [String: String]? {
    var tape = JSONTape()
    guard (try? tape.scan(bytes.span, maximumDepth: 4)) != nil, tape.kind(tape.root) == .object else { return nil }
    var texts: [String: String] = [:]
    var members = tape.members(tape.root)
    while let (key, value) = members.next() {
      guard let name = tape.string(key, in: bytes.span), name != "@metadata" else { continue }
      guard let text = tape.string(value, in: bytes.span) else { return nil }
      texts[name] = text
    }
    return texts
  }
}
