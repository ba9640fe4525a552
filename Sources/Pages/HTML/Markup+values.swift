// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

extension Markup {
  /// A name from outside: its direction is its own, whatever stands around it.
  mutating func name(_ text: String) { element("bdi") { $0.text(text) } }

  /// What a machine reads: an id, a digest, a field's name. Always from left to right.
  mutating func code(_ text: String) { element("code", ["dir": "ltr"]) { $0.text(text) } }

  /// What people wrote into a certificate and what the policies conclude from it, in English; `code` stands between
  /// grave accents.
  mutating func english(_ text: String) {
    element("span", ["lang": "en", "dir": "ltr"]) { $0.sentence(text) }
  }

  mutating func englishParagraph(_ text: String) {
    element("p", ["lang": "en", "dir": "ltr"]) { $0.sentence(text) }
  }

  private mutating func sentence(_ sentence: String) {
    let parts = sentence.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count % 2 == 1 else { return text(sentence) }
    for (place, part) in parts.enumerated() {
      if place % 2 == 1 { code(String(part)) } else { text(part) }
    }
  }

  mutating func day(_ day: CivilDay) {
    element("time", ["datetime": day.description, "dir": "ltr"]) { $0.text(day.description) }
  }

  /// A link to somebody else's page, if it is one: an address of another kind than http stays text.
  mutating func outside(_ url: String, _ content: (inout Markup) -> Void) {
    guard url.hasPrefix("https://") || url.hasPrefix("http://") else { return content(&self) }
    element("a", ["href": url, "rel": "noreferrer", "class": "outside"], content)
  }

  mutating func outside(_ url: String) {
    outside(url) { $0.element("bdi", ["class": "address", "dir": "ltr"]) { $0.text(url) } }
  }

  /// An item of a list of facts: a term and what is said of it.
  mutating func fact(_ key: String, _ content: (inout Markup) -> Void) {
    element("div") {
      $0.element("dt") { $0.say(key) }
      $0.element("dd", [:], content)
    }
  }

  mutating func notKnown() { element("span", ["class": "quiet"]) { $0.say("not-known") } }

  /// The items one after the other; commas are the language's own.
  mutating func list<Item>(_ items: [Item], _ body: (inout Markup, Item) -> Void) {
    for (place, item) in items.enumerated() {
      if place > 0 { say("list-separator") }
      body(&self, item)
    }
  }

  mutating func heading(_ key: String, id: String) { element("h2", ["id": id]) { $0.say(key) } }

  mutating func column(_ key: String) { element("th", ["scope": "col", "role": "columnheader"]) { $0.say(key) } }

  /// A cell that says which column it belongs to where the table is too wide and stands in blocks.
  mutating func cell(_ key: String, _ content: (inout Markup) -> Void) {
    element("td", ["role": "cell", "data-label": messages.plain(key)]) { $0.element("div", [:], content) }
  }

  /// A table that becomes a list of blocks on a narrow screen; the roles keep it a table for who listens to it.
  mutating func table(
    labelled id: String, columns: [String], _ rows: (inout Markup) -> Void
  ) {
    element("table", ["role": "table", "aria-labelledby": id]) {
      $0.element("thead", ["role": "rowgroup"]) {
        $0.element("tr", ["role": "row"]) { row in columns.forEach { row.column($0) } }
      }
      $0.element("tbody", ["role": "rowgroup"], rows)
    }
  }

  mutating func row(_ content: (inout Markup) -> Void) { element("tr", ["role": "row"], content) }
}
