// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A message as translators write it, in the syntax of banana-i18n (<https://github.com/wikimedia/banana-i18n>): `$1` is
/// a value, `{{PLURAL:$1|one|other}}` a choice by number, in which `0=none` is for that number alone.
struct Pattern: Sendable {
  enum Part: Sendable {
    case text(String)
    /// Counted from 0.
    case value(Int)
    case plural(by: Int, exact: [Int: Pattern], forms: [Pattern])
  }

  let parts: [Part]

  init(parts: [Part]) { self.parts = parts }

  init(_ text: String) {
    var parts: [Part] = []
    var plain = ""
    var rest = Substring(text)
    func end() { if !plain.isEmpty { parts.append(.text(plain)) }; plain = "" }
    while let character = rest.first {
      if character == "$", let digit = rest.dropFirst().first?.wholeNumberValue, (1...9).contains(digit) {
        end()
        parts.append(.value(digit - 1))
        rest = rest.dropFirst(2)
      } else if let (part, after) = Self.plural(rest) {
        end()
        parts.append(part)
        rest = after
      } else {
        plain.append(character)
        rest.removeFirst()
      }
    }
    end()
    self.parts = parts
  }

  /// The choice that the text begins with, and what stands behind it.
  private static func plural(_ text: Substring) -> (Part, Substring)? {
    let opening = "{{PLURAL:$"
    guard text.hasPrefix(opening), let end = text.firstRange(of: "}}") else { return nil }
    let inside = text[text.index(text.startIndex, offsetBy: opening.count)..<end.lowerBound]
    var forms = inside.split(separator: "|", omittingEmptySubsequences: false)
    guard forms.count >= 2, let digit = forms.removeFirst().first?.wholeNumberValue, digit > 0 else { return nil }
    var exact: [Int: Pattern] = [:]
    var others: [Pattern] = []
    for form in forms {
      let sides = form.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if sides.count == 2, let number = Int(sides[0]) {
        exact[number] = Pattern(String(sides[1]))
      } else {
        others.append(Pattern(String(form)))
      }
    }
    return (.plural(by: digit - 1, exact: exact, forms: others), text[end.upperBound...])
  }

  /// The same with each text changed; for pseudo languages.
  func mapText(_ change: (String) -> String) -> Pattern {
    Pattern(
      parts: parts.map { part in
        switch part {
        case .text(let text): .text(change(text))
        case .value: part
        case .plural(let value, let exact, let forms):
          .plural(by: value, exact: exact.mapValues { $0.mapText(change) }, forms: forms.map { $0.mapText(change) })
        }
      })
  }
}
