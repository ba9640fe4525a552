// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The sign of Markdown, wikitext or plain lists at the beginning of a line.
struct LineMarker {
  enum Kind { case none, item, furniture, underline }

  var kind: Kind
  /// The line without the sign.
  var content: Range<Int>

  /// Reads a trimmed, non-empty line.
  static func read(_ scalars: [Unicode.Scalar], _ line: Range<Int>) -> LineMarker {
    switch scalars[line.lowerBound] {
    case "#": hash(scalars, line)
    case "=": equals(scalars, line)
    case "|", "{", "}": brace(scalars, line)
    case "-", "+", "–", "—", "•", "‣", "·", "◦", "▪", "*": bullet(scalars, line)
    case ":", ";", ">": indent(scalars, line)
    default: enumerator(scalars, line) ?? LineMarker(kind: .none, content: line)
    }
  }

  /// Wikitext indentation and definitions, Markdown quotations.
  private static func indent(_ scalars: [Unicode.Scalar], _ line: Range<Int>) -> LineMarker {
    let content = dropping(":;*#>", scalars, line)
    return LineMarker(kind: .item, content: content.isEmpty ? line : content)
  }

  /// "## Heading" in Markdown, "# item" in wikitext; the two are told apart by the end mark of a sentence.
  private static func hash(_ scalars: [Unicode.Scalar], _ line: Range<Int>) -> LineMarker {
    let content = dropping("#*:", scalars, line)
    guard let first = content.first else { return LineMarker(kind: .furniture, content: content) }
    let isSentence = EndMarks.kind(at: line.upperBound - 1, in: scalars) != nil
    if isSentence { return LineMarker(kind: .item, content: content) }
    // "#tag" at the beginning of a line is a word.
    return Scripts.classify(scalars[first]).isBlank
      ? LineMarker(kind: .furniture, content: content) : LineMarker(kind: .none, content: line)
  }

  /// "== Heading ==", or a line of equals signs below one.
  private static func equals(_ scalars: [Unicode.Scalar], _ line: Range<Int>) -> LineMarker {
    let content = dropping("=", scalars, line)
    if content.isEmpty { return LineMarker(kind: line.count > 2 ? .underline : .furniture, content: line) }
    guard scalars[line.upperBound - 1] == "=" else { return LineMarker(kind: .none, content: line) }
    var upper = content.upperBound
    while upper > content.lowerBound, scalars[upper - 1] == "=" { upper -= 1 }
    return LineMarker(kind: .furniture, content: content.lowerBound..<upper)
  }

  /// Table rows ("|", "{|", "|}") and templates on lines of their own ("{{…", "}}").
  private static func brace(_ scalars: [Unicode.Scalar], _ line: Range<Int>) -> LineMarker {
    let second = line.count > 1 ? scalars[line.lowerBound + 1] : " "
    let isFurniture = scalars[line.lowerBound] == "|" || "{|}".unicodeScalars.contains(second)
    return LineMarker(kind: isFurniture ? .furniture : .none, content: line)
  }

  private static func bullet(_ scalars: [Unicode.Scalar], _ line: Range<Int>) -> LineMarker {
    let sign = scalars[line.lowerBound]
    if sign == "-", line.count > 2, line.allSatisfy({ scalars[$0] == "-" }) {
      return LineMarker(kind: .underline, content: line)
    }
    let content = sign == "*" ? dropping("*#:", scalars, line) : line.dropFirst()
    guard let first = content.first else { return LineMarker(kind: .furniture, content: line) }
    if Scripts.classify(scalars[first]).isBlank { return LineMarker(kind: .item, content: content) }
    // Wikitext needs no space after the asterisk; a second asterisk makes it Markdown emphasis.
    let isWikitext = sign == "*" && !scalars[content].contains("*")
    return isWikitext || sign == "•"
      ? LineMarker(kind: .item, content: content) : LineMarker(kind: .none, content: line)
  }

  /// "1. ", "12) ", "a) ", "１、": at most three digits or one letter, a sign, and a blank after ASCII signs.
  private static func enumerator(_ scalars: [Unicode.Scalar], _ line: Range<Int>) -> LineMarker? {
    let head = line.prefix(3).prefix { Scripts.classify(scalars[$0]) == .digit }
    let isLetter = head.isEmpty && Scripts.classify(scalars[line.lowerBound]) == .letter
    let sign = line.lowerBound + (isLetter ? 1 : head.count)
    guard sign > line.lowerBound, sign + 1 < line.upperBound else { return nil }
    let blankFollows = Scripts.classify(scalars[sign + 1]).isBlank
    switch scalars[sign] {
    case ")" where blankFollows: break
    case "." where blankFollows && !isLetter: break
    case "、" where !isLetter, "）" where !isLetter, "．" where !isLetter: break
    default: return nil
    }
    return LineMarker(kind: .item, content: (sign + 1)..<line.upperBound)
  }

  private static func dropping(
    _ signs: String, _ scalars: [Unicode.Scalar], _ line: Range<Int>
  ) -> Range<Int> {
    var lower = line.lowerBound
    while lower < line.upperBound, signs.unicodeScalars.contains(scalars[lower]) { lower += 1 }
    return lower..<line.upperBound
  }
}
