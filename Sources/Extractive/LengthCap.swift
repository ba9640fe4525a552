// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Cuts what is too long to be a sentence.
///
/// Nothing longer than 1 000 scalars is kept whole. Thai and Lao, which put a space where other scripts put a full
/// stop (and between phrases as well), are cut at a space between two of their letters as soon as a piece has 40
/// scalars, and never get longer than 400.
enum LengthCap {
  static let longest = 1_000
  static let longestPhrase = 400
  static let shortestPhrase = 40

  static func pieces(of range: Range<Int>, in scalars: [Unicode.Scalar]) -> [Range<Int>] {
    if isThaiOrLao(range, scalars) {
      return phrases(of: range, in: scalars).flatMap { cut($0, scalars, cap: longestPhrase) }
    }
    return cut(range, scalars, cap: longest)
  }

  private static func isThaiOrLao(_ range: Range<Int>, _ scalars: [Unicode.Scalar]) -> Bool {
    let sample = scalars[range].prefix(200)
    return sample.count { Scripts.isThaiOrLao($0) } * 2 > sample.count
  }

  private static func phrases(of range: Range<Int>, in scalars: [Unicode.Scalar]) -> [Range<Int>] {
    var phrases: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      guard Scripts.classify(scalars[index]).isBlank else {
        index += 1
        continue
      }
      let end = index
      while index < range.upperBound, Scripts.classify(scalars[index]).isBlank { index += 1 }
      let isSeam =
        end > start && index < range.upperBound && Scripts.isThaiOrLao(scalars[end - 1])
        && Scripts.isThaiOrLao(scalars[index])
      if isSeam, end - start >= shortestPhrase, range.upperBound - index >= shortestPhrase {
        phrases.append(start..<end)
        start = index
      }
    }
    phrases.append(start..<range.upperBound)
    return phrases
  }

  private static func cut(_ range: Range<Int>, _ scalars: [Unicode.Scalar], cap: Int) -> [Range<Int>] {
    guard range.count > cap else { return [range] }
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    while range.upperBound - start > cap {
      let seam = seam(in: (start + cap / 2)..<(start + cap), scalars)
      pieces.append(trimmed(start..<seam, scalars))
      start = seam
    }
    pieces.append(trimmed(start..<range.upperBound, scalars))
    return pieces.filter { !$0.isEmpty }
  }

  /// The last blank, else the last punctuation, else the last character boundary in the window.
  private static func seam(in window: Range<Int>, _ scalars: [Unicode.Scalar]) -> Int {
    var afterSymbol: Int?
    var boundary: Int?
    for index in window.reversed() {
      let kind = Scripts.classify(scalars[index])
      if kind.isBlank { return index }
      let next = Scripts.classify(scalars[index + 1])
      guard next != .mark, next != .ignorable, kind != .ignorable else { continue }
      if kind == .symbol, afterSymbol == nil { afterSymbol = index + 1 }
      if boundary == nil { boundary = index + 1 }
    }
    return afterSymbol ?? boundary ?? window.upperBound
  }

  private static func trimmed(_ range: Range<Int>, _ scalars: [Unicode.Scalar]) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, Scripts.classify(scalars[lower]).isBlank { lower += 1 }
    while lower < upper, Scripts.classify(scalars[upper - 1]).isBlank { upper -= 1 }
    return lower..<upper
  }
}
