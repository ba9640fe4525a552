// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// An extractive summariser: it repeats the most central sentences of a text and writes none of its own.
///
/// No weights, no training data, no network, no state. Equal input gives an equal answer, bit for bit, on every
/// machine: all arithmetic is in integers, and nothing depends on the order of a hash table. A change after which any
/// text gets another answer raises `revision` in `Policies/models/toolgate--extractive-1.yaml`.
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
