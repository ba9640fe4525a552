// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A stretch of text within which a sentence may run on over line ends.
struct Passage: Equatable {
  enum Kind: UInt8 {
    /// Running text, list items and quoted lines: what a summary is made of.
    case prose
    /// Headings, table rows and templates: text, but a summary takes it only when there is nothing else.
    case furniture
  }

  /// Scalar positions without the marker, surrounding blanks and heading signs.
  var range: Range<Int>
  var kind: Kind
}

/// Finds the passages of a plain, Markdown or wikitext page, line by line.
///
/// A blank line, a heading, a list marker, a table row and U+2029 begin a new passage. A plain line end does so too,
/// unless it looks like the wrapping of a long line: the next line begins with a small letter, or the line is 40 to
/// 120 characters long (20 to 120 where it ends in a script without spaces).
struct PassageReader {
  private let scalars: [Unicode.Scalar]
  private var passages: [Passage] = []
  private var open: Passage?
  private var previousLine: Range<Int>?

  private init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  static func read(_ scalars: [Unicode.Scalar]) -> [Passage] {
    var reader = PassageReader(scalars)
    var start = 0
    while start < scalars.count {
      var end = start
      while end < scalars.count, Scripts.classify(scalars[end]) != .lineBreak { end += 1 }
      reader.line(start..<end)
      if end < scalars.count, scalars[end] == "\u{2029}" { reader.close() }
      // CR LF is one line end, not a blank line between two.
      let pair = end + 1 < scalars.count && scalars[end] == "\r" && scalars[end + 1] == "\n"
      start = end + (pair ? 2 : 1)
    }
    reader.close()
    return reader.passages
  }

  private mutating func line(_ whole: Range<Int>) {
    let line = trimmed(whole)
    guard !line.isEmpty else { return close() }
    let marker = LineMarker.read(scalars, line)
    let content = trimmed(marker.content)
    switch marker.kind {
    case .none:
      if let above = open, wraps(onto: content) {
        open?.range = above.range.lowerBound..<content.upperBound
      } else {
        begin(content, .prose)
      }
    case .item:
      begin(content, .prose)
    case .furniture:
      begin(content, .furniture)
      close()
    case .underline:
      // A heading in the style of Setext: the line above was the heading.
      if let above = open, above.range == previousLine { open?.kind = .furniture }
      close()
    }
    previousLine = content
  }

  private mutating func begin(_ content: Range<Int>, _ kind: Passage.Kind) {
    close()
    if !content.isEmpty { open = Passage(range: content, kind: kind) }
  }

  private mutating func close() {
    if let open { passages.append(open) }
    open = nil
    previousLine = nil
  }

  private func wraps(onto next: Range<Int>) -> Bool {
    guard let previousLine, let first = next.first, let last = previousLine.last else { return false }
    if Scripts.isSmall(scalars[first]) { return true }
    let spaceless = Scripts.classify(scalars[last]) == .spaceless
    return (spaceless ? 20...120 : 40...120).contains(previousLine.count)
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, Scripts.classify(scalars[lower]).isBlank { lower += 1 }
    while lower < upper, Scripts.classify(scalars[upper - 1]).isBlank { upper -= 1 }
    return lower..<upper
  }
}
