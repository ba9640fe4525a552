// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The sentences of one graph as unit vectors over their terms.
///
/// A term weighs its inverse sentence frequency, log2((n + 1) / number of sentences that have it): the idf of Erkan &
/// Radev (2004) with the sentence in the place of the document. A word that stands in nearly every sentence weighs
/// nearly nothing, which does the work of a stop-word list in any language; `Term.weight` helps in short texts, where
/// frequencies say little. How often a term stands in one sentence does not count, since what is repeated there is
/// mostly an article or a preposition.
struct TermVectors {
  struct Entry {
    var term: Int32
    /// Q15: 32 768 is the length of the whole vector.
    var weight: Int32
  }

  /// One more than the largest term number.
  private(set) var termCount = 0
  private var entries: [Entry] = []
  private var starts: [Int] = [0]

  /// - Parameter pairBudget: the most pairs of sentences that may meet over shared terms. The terms of the most
  ///   sentences are left out until the rest keeps to it; they are the ones that say least.
  init(of sentences: [Range<Int>], in scalars: [Unicode.Scalar], pairBudget: Int) {
    var numbers: [Term: Int32] = [:]  // asked by key only, never walked through: its order is random by design
    var termsOf: [[Int32]] = []
    var frequency: [Int] = []
    var lengths: [Int64] = []
    termsOf.reserveCapacity(sentences.count)
    for sentence in sentences {
      var terms: [Int32] = []
      Words.forEachTerm(in: scalars[sentence]) { term in
        if let number = numbers[term] {
          terms.append(number)
        } else {
          terms.append(Int32(numbers.count))
          numbers[term] = Int32(numbers.count)
          lengths.append(term.weight)
        }
      }
      let distinct = Self.distinct(&terms)
      frequency += repeatElement(0, count: numbers.count - frequency.count)
      for term in distinct { frequency[Int(term)] += 1 }
      termsOf.append(distinct)
    }
    termCount = frequency.count
    let rarity = Self.rarity(frequency, sentences: sentences.count, pairBudget: pairBudget)
    let weights = zip(rarity, lengths).map { $0 * $1 }
    for terms in termsOf { append(terms, weights) }
  }

  var count: Int { starts.count - 1 }

  subscript(sentence: Int) -> ArraySlice<Entry> { entries[starts[sentence]..<starts[sentence + 1]] }

  private static func distinct(_ terms: inout [Int32]) -> [Int32] {
    terms.sort()
    var distinct: [Int32] = []
    for term in terms where term != distinct.last { distinct.append(term) }
    return distinct
  }

  /// Inverse sentence frequencies in Q16; 0 for terms that the budget leaves out.
  private static func rarity(_ frequency: [Int], sentences: Int, pairBudget: Int) -> [Int64] {
    var rarity = [Int64](repeating: 0, count: frequency.count)
    var pairs = 0
    let ascending = frequency.indices.sorted { (frequency[$0], $0) < (frequency[$1], $1) }
    for term in ascending {
      pairs += frequency[term] * (frequency[term] - 1) / 2
      if pairs > pairBudget { break }
      rarity[term] = FixedPoint.log2(Int64(sentences) + 1) - FixedPoint.log2(Int64(frequency[term]))
    }
    return rarity
  }

  /// No overflow: a sentence has at most 1 000 terms and a weight is below 2^23, so the squares add up to less
  /// than 2^56.
  private mutating func append(_ terms: [Int32], _ weights: [Int64]) {
    let length = FixedPoint.squareRoot(terms.reduce(0) { $0 + weights[Int($1)] * weights[Int($1)] })
    for term in terms where length > 0 {
      let weight = ((weights[Int(term)] << 15) + length / 2) / length
      if weight > 0 { entries.append(Entry(term: term, weight: Int32(weight))) }
    }
    starts.append(entries.count)
  }
}
