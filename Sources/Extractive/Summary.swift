// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What the summariser answers.
package struct Summary: Equatable, Sendable {
  /// The chosen sentences in the order of the text, as they stand there, with every run of blanks as one space.
  package let sentences: [String]

  /// The same with what joins them: one piece per sentence, to be sent one by one. The plain concatenation is the
  /// whole answer. A space goes before every sentence but the first, and none after full-width punctuation.
  package let pieces: [String]

  /// `TokenCount` of the whole input.
  package let inputTokens: Int

  /// `TokenCount` of the concatenated pieces; never more than the limit that was asked for.
  package let outputTokens: Int

  /// True when the limit made the summary shorter than it would have been: the finish reason "length".
  package let wasCut: Bool

  init(sentences: [String], inputTokens: Int, wasCut: Bool) {
    self.sentences = sentences
    self.inputTokens = inputTokens
    self.wasCut = wasCut
    var pieces: [String] = []
    for sentence in sentences {
      let last = pieces.last?.unicodeScalars.last
      let needsSpace = last.map { !Scripts.isWidePunctuation($0) } ?? false
      pieces.append(needsSpace ? " " + sentence : sentence)
    }
    self.pieces = pieces
    outputTokens = TokenCount.of(pieces.joined())
  }
}
