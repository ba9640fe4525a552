// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The sentences of one graph as unit vectors over their terms.
///
/// Weight of a term = its count in the sentence times its inverse sentence frequency, log2((n + 1) / sentences that
/// have it), as tf-idf in Erkan & Radev (2004) with the sentence in the place of the document. A word that stands in
/// nearly every sentence weighs nearly nothing: that does the work of a stop-word list in any language.
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
    var counts: [[Entry]] = []
    var frequency: [Int] = []
    counts.reserveCapacity(sentences.count)
    for sentence in sentences {
      var terms: [Int32] = []
      Words.forEachTerm(in: scalars[sentence]) { term in
        let next = Int32(numbers.count)
        terms.append(numbers[term, default: next])
        if terms.last == next { numbers[term] = next }
      }
      terms.sort()
      counts.append(Self.runs(terms))
      frequency += repeatElement(0, count: numbers.count - frequency.count)
      for entry in counts[counts.count - 1] { frequency[Int(entry.term)] += 1 }
    }
    termCount = frequency.count
    let weights = Self.weights(frequency, sentences: sentences.count, pairBudget: pairBudget)
    for count in counts { append(count, weights) }
  }

  var count: Int { starts.count - 1 }

  subscript(sentence: Int) -> ArraySlice<Entry> { entries[starts[sentence]..<starts[sentence + 1]] }

  private static func runs(_ sorted: [Int32]) -> [Entry] {
    var runs: [Entry] = []
    for term in sorted {
      if let last = runs.last, last.term == term {
        runs[runs.count - 1].weight += 1
      } else {
        runs.append(Entry(term: term, weight: 1))
      }
    }
    return runs
  }

  /// Inverse sentence frequencies in Q16; 0 for terms that the budget leaves out.
  private static func weights(_ frequency: [Int], sentences: Int, pairBudget: Int) -> [Int64] {
    var weights = [Int64](repeating: 0, count: frequency.count)
    var pairs = 0
    let ascending = frequency.indices.sorted { (frequency[$0], $0) < (frequency[$1], $1) }
    for term in ascending {
      pairs += frequency[term] * (frequency[term] - 1) / 2
      if pairs > pairBudget { break }
      weights[term] = FixedPoint.log2(Int64(sentences) + 1) - FixedPoint.log2(Int64(frequency[term]))
    }
    return weights
  }

  /// No overflow: a sentence has at most 1 000 terms and a weight at most 2^20, so the square of the sum is < 2^60.
  private mutating func append(_ counts: [Entry], _ weights: [Int64]) {
    var squares: Int64 = 0
    for entry in counts {
      let weight = Int64(entry.weight) * weights[Int(entry.term)]
      squares += weight * weight
    }
    let length = FixedPoint.squareRoot(squares)
    for entry in counts where length > 0 {
      let weight = ((Int64(entry.weight) * weights[Int(entry.term)]) << 15 + length / 2) / length
      if weight > 0 { entries.append(Entry(term: entry.term, weight: Int32(weight))) }
    }
    starts.append(entries.count)
  }
}
