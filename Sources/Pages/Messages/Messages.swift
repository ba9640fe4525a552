// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// All texts of the pages in one language.
package struct Messages: Sendable {
  /// BCP 47, for `lang`.
  package let language: String
  package let isRightToLeft: Bool
  /// What was asked for by `uselang`, if anything was.
  package let chosen: String?
  let catalog: Catalog
  let fallback: Catalog
  /// Keys instead of texts.
  let showsKeys: Bool

  /// One language's file.
  struct Catalog: Sendable {
    let language: String
    let rule: PluralRule
    var patterns: [String: Pattern]

    init(language: String, patterns: [String: Pattern]) {
      (self.language, self.patterns) = (language, patterns)
      rule = PluralRule(language: language)
    }
  }

  package enum Value {
    /// A text from outside.
    case text(String)
    /// What a machine reads.
    case code(String)
    case number(Int)
    /// An element, such as a link with its text.
    case markup((inout Markup) -> Void)

    var plain: String {
      switch self {
      case .text(let text), .code(let text): text
      case .number(let number): String(number)
      case .markup: ""
      }
    }
  }

  private func find(_ key: String) -> (pattern: Pattern, catalog: Catalog)? {
    if let pattern = catalog.patterns[key] { return (pattern, catalog) }
    return fallback.patterns[key].map { ($0, fallback) }
  }

  /// For places that cannot hold elements: titles, labels, what is copied into an edit summary.
  package func plain(_ key: String, _ values: Value...) -> String {
    guard !showsKeys else { return "(\(key))" }
    guard let (pattern, catalog) = find(key) else { return Self.missing(key) }
    var text = ""
    Self.walk(pattern, values, catalog.rule) { part in
      switch part {
      case .text(let words): text += words
      case .value(let value): text += value.plain
      }
    }
    return text
  }

  fileprivate enum Piece {
    case text(String)
    case value(Value)
  }

  fileprivate static func walk(_ pattern: Pattern, _ values: [Value], _ rule: PluralRule, _ body: (Piece) -> Void) {
    for part in pattern.parts {
      switch part {
      case .text(let text): body(.text(text))
      case .value(let place): body(place < values.count ? .value(values[place]) : .text("$\(place + 1)"))
      case .plural(let place, let exact, let forms):
        guard place < values.count, case .number(let number) = values[place] else { continue }
        let form = min(rule.form(of: number), forms.count - 1)
        guard let chosen = exact[number] ?? (forms.isEmpty ? nil : forms[form]) else { continue }
        walk(chosen, values, rule, body)
      }
    }
  }

  /// As MediaWiki shows it.
  fileprivate static func missing(_ key: String) -> String { "⧼\(key)⧽" }

  fileprivate func pieces(_ key: String, _ values: [Value]) -> (pieces: [Piece], isForeign: Bool) {
    guard !showsKeys else { return ([.text("(\(key))")] + values.map(Piece.value), false) }
    guard let (pattern, catalog) = find(key) else { return ([.text(Self.missing(key))], false) }
    var pieces: [Piece] = []
    Self.walk(pattern, values, catalog.rule) { pieces.append($0) }
    return (pieces, catalog.language != self.catalog.language)
  }
}

extension Markup {
  /// Writes a message. One that nobody has translated yet is in English and says so to whoever reads the page aloud.
  package mutating func say(_ key: String, _ values: Messages.Value...) {
    let (pieces, isForeign) = messages.pieces(key, values)
    guard isForeign else { return write(pieces) }
    element("span", ["lang": MessageBook.source, "dir": "ltr"]) { $0.write(pieces) }
  }

  private mutating func write(_ pieces: [Messages.Piece]) {
    for piece in pieces {
      switch piece {
      case .text(let words): text(words)
      case .value(.text(let words)): name(words)
      case .value(.code(let words)): code(words)
      case .value(.number(let number)): text(String(number))
      case .value(.markup(let content)): content(&self)
      }
    }
  }
}
