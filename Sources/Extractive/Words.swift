// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What two sentences are compared by: the shortened form of a word, or two neighbouring characters.
///
/// - A word of a script with spaces counts by its first six lower-case letters. Cutting words off is the plainest
///   stemmer there is and needs no language; Can et al. (2008), "Information retrieval on Turkish texts", JASIST
///   59(3), found it as good as a real one.
/// - In scripts without spaces every two neighbouring characters make one term, a lone character makes one too.
/// - Arabic and Hebrew vowel signs are left out, because most texts leave them out.
/// - A long word weighs more than a short one: in every language the frequent words, which say little, are short
///   (Zipf, 1935, "The Psycho-Biology of Language"). For the same reason two Hiragana, which mostly are endings and
///   particles, weigh half of two other characters.
struct Term: Hashable {
  /// Three scalars of 21 bits each; zero where there is none.
  private(set) var first: UInt64 = 0
  private(set) var second: UInt64 = 0
  /// Between 1 and 6: the letters of a word, 4 for two characters of a script without spaces.
  private(set) var weight: Int64 = 0

  static let longest = 6

  init() {}

  init(lone scalar: Unicode.Scalar) {
    put(scalar, at: 0)
    weight = 2
  }

  init(pair one: Unicode.Scalar, _ other: Unicode.Scalar) {
    put(one, at: 0)
    put(other, at: 1)
    weight = Scripts.isHiragana(one) && Scripts.isHiragana(other) ? 2 : 4
  }

  /// Sets the letter at `index`, counted from 0, of a word that gets longer.
  mutating func put(_ scalar: Unicode.Scalar, at index: Int) {
    let value = UInt64(scalar.value)
    if index < 3 { first |= value << UInt64(21 * index) } else { second |= value << UInt64(21 * (index - 3)) }
    weight = Int64(index + 1)
  }
}

enum Words {
  /// Calls `use` with every term of the range, in the order of the text.
  static func forEachTerm(in scalars: ArraySlice<Unicode.Scalar>, _ use: (Term) -> Void) {
    var word = Term()
    var length = 0
    var run: Unicode.Scalar?
    var runLength = 0

    func endWord() {
      if length > 0 { use(word) }
      word = Term()
      length = 0
    }
    func endRun() {
      if let last = run, runLength == 1 { use(Term(lone: last)) }
      run = nil
      runLength = 0
    }

    for scalar in scalars {
      switch Scripts.classify(scalar) {
      case .letter, .digit:
        endRun()
        append(scalar)
      case .mark:
        if length > 0 { append(scalar) }
      case .ignorable:
        continue
      case .spaceless:
        endWord()
        if let previous = run { use(Term(pair: previous, scalar)) }
        run = scalar
        runLength += 1
      case .space, .lineBreak, .symbol:
        endWord()
        endRun()
      }
    }
    endWord()
    endRun()

    func append(_ scalar: Unicode.Scalar) {
      guard length < Term.longest, !Scripts.isOptionalVowel(scalar) else { return }
      word.put(Scripts.lowercased(scalar), at: length)
      length += 1
    }
  }
}
