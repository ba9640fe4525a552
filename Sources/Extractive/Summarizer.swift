// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// An extractive summariser: it repeats the most central sentences of a text and writes none of its own.
///
/// No weights, no training data, no network, no state. Equal input gives an equal answer, bit for bit, on every
/// machine: all arithmetic is in integers, and nothing depends on the order of a hash table.
///
/// The steps: cut into sentences (`SentenceSplitter`), compare them (`TermVectors`, `SentenceGraph`), rank them
/// (`Ranking`, `Tournament`), pick without repetition (`Selection`), put back into the order of the text.
///
/// Length without a limit: a fifth of the sentences to the nearest, at least one and at most twelve. Headings and
/// table rows are neither counted nor chosen unless the text has nothing else.
package struct Summarizer: Sendable {
  /// The most sentences of a summary.
  package static let mostSentences = 12

  package init() {}

  /// Summarises a text of any length; 10 MiB take a few seconds.
  ///
  /// - Parameter maximumTokens: the most `TokenCount` tokens of the answer, nil for no limit. The best sentences that
  ///   still fit are taken. Where no whole sentence fits, the best one is cut after a word or character.
  package func summarize(_ text: String, maximumTokens: Int?) -> Summary {
    summarize(text, maximumTokens: maximumTokens) { () throws(Never) in }
  }

  /// The same, with a way to give up.
  ///
  /// - Parameter checkpoint: called between steps that take some tens of milliseconds each; what it throws is passed
  ///   on and ends the work.
  package func summarize<Stop: Error>(
    _ text: String, maximumTokens: Int?, checkpoint: () throws(Stop) -> Void
  ) throws(Stop) -> Summary {
    try checkpoint()
    let scalars = Array(text.unicodeScalars)
    let inputTokens = TokenCount.of(scalars[...])
    try checkpoint()
    let candidates = candidates(in: scalars)
    try checkpoint()
    var outcome = try Tournament(scalars: scalars).run(candidates, checkpoint: checkpoint)
    var picker = Picker(scalars, limit: maximumTokens)
    picker.fill(from: &outcome, candidates, count: Self.length(of: candidates.count))
    return Summary(sentences: picker.sentences, inputTokens: inputTokens, wasCut: picker.wasCut)
  }

  /// How many sentences a text of so many gets.
  package static func length(of sentences: Int) -> Int {
    sentences == 0 ? 0 : min(max((sentences + 2) / 5, 1), mostSentences)
  }

  private func candidates(in scalars: [Unicode.Scalar]) -> [Range<Int>] {
    let all = SentenceSplitter.split(scalars)
    let prose = all.filter(\.isProse)
    return (prose.isEmpty ? all : prose).map(\.range)
  }
}

/// Takes the best sentences as long as they fit.
private struct Picker {
  private let scalars: [Unicode.Scalar]
  private var room: Int
  private var chosen: [(position: Int, text: String)] = []
  private(set) var wasCut = false

  init(_ scalars: [Unicode.Scalar], limit: Int?) {
    self.scalars = scalars
    room = limit.map { max($0, 0) } ?? .max
  }

  var sentences: [String] { chosen.sorted { $0.position < $1.position }.map(\.text) }

  mutating func fill(from outcome: inout Tournament.Outcome, _ ranges: [Range<Int>], count: Int) {
    let best = outcome.selection.best().map { ranges[outcome.candidates[$0]] }
    while chosen.count < count, room > 0, let node = outcome.selection.best() {
      let position = outcome.candidates[node]
      let tokens = TokenCount.of(scalars[ranges[position]])
      if tokens <= room {
        outcome.selection.take(node)
        chosen.append((position, SentenceSplitter.text(of: ranges[position], in: scalars)))
        room -= tokens
      } else {
        outcome.selection.passOver(node)
        wasCut = true
      }
    }
    if chosen.count < count, room == 0, outcome.selection.best() != nil { wasCut = true }
    if chosen.isEmpty, let best { cut(best) }
  }

  /// The beginning of a sentence of which the whole has no room.
  private mutating func cut(_ range: Range<Int>) {
    wasCut = true
    let end = TokenCount.prefixEnd(of: scalars[range], limit: room)
    let text = SentenceSplitter.text(of: range.lowerBound..<end, in: scalars)
    if !text.isEmpty { chosen.append((0, text)) }
  }
}
