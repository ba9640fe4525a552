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
