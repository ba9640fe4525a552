// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The embedded model's own token: what it counts for usage and for the length limit.
///
/// One token is
/// - a word or number of a script with spaces; an apostrophe between letters and a point or comma between digits
///   do not divide it ("don't" and "3.14" are one each, "well-known" is three),
/// - each character of a script without spaces (Han, Kana, Thai, Lao, Khmer, Myanmar), its marks included,
/// - each other visible symbol: punctuation, emoji, currency.
///
/// White space, control characters and invisible formatting count nothing. The count of two texts joined by a
/// space is the sum of their counts.
package enum TokenCount {
  package static func of(_ text: String) -> Int {
    let scalars = Array(text.unicodeScalars)
    return of(scalars[...])
  }

  static func of(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
    var scanner = TokenScanner(scalars)
    var count = 0
    while scanner.next() != nil { count += 1 }
    return count
  }

  /// The end of the longest prefix that has at most `limit` tokens.
  static func prefixEnd(of scalars: ArraySlice<Unicode.Scalar>, limit: Int) -> Int {
    var scanner = TokenScanner(scalars)
    var end = scalars.startIndex
    var count = 0
    while count < limit, let token = scanner.next() {
      count += 1
      end = token.upperBound
    }
    return end
  }
}

/// Walks over a text token by token.
struct TokenScanner {
  private let scalars: ArraySlice<Unicode.Scalar>
  private var position: Int

  init(_ scalars: ArraySlice<Unicode.Scalar>) {
    self.scalars = scalars
    position = scalars.startIndex
  }

  /// The range of the next token, with the marks and joiners that follow its base characters.
  mutating func next() -> Range<Int>? {
    while position < scalars.endIndex {
      let start = position
      let kind = Scripts.classify(scalars[position])
      position += 1
      switch kind {
      case .space, .lineBreak, .ignorable:
        continue
      case .letter, .digit, .mark:
        skipWord()
      case .spaceless, .symbol:
        skipTrailing()
      }
      return start..<position
    }
    return nil
  }

  private mutating func skipWord() {
    while position < scalars.endIndex {
      switch Scripts.classify(scalars[position]) {
      case .letter, .digit, .mark, .ignorable: position += 1
      case .symbol where joins(position): position += 1
      default: return
      }
    }
  }

  private mutating func skipTrailing() {
    while position < scalars.endIndex {
      switch Scripts.classify(scalars[position]) {
      case .mark, .ignorable: position += 1
      case .symbol where scalars[position - 1] == "\u{200D}": position += 1  // ZERO WIDTH JOINER: one emoji
      default: return
      }
    }
  }

  /// True for an apostrophe between letters, and for a point or comma between digits (UAX #29, WB6 to WB12).
  private func joins(_ index: Int) -> Bool {
    guard index + 1 < scalars.endIndex else { return false }
    let before = Scripts.classify(scalars[index - 1])
    let after = Scripts.classify(scalars[index + 1])
    switch scalars[index].value {
    case 0x27, 0x2019: return before != .digit && before != .ignorable && after == .letter
    case 0x2E, 0x2C: return before == .digit && after == .digit
    default: return false
    }
  }
}
