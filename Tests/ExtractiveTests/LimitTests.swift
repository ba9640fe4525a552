// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Extractive
import Testing

/// What holds for every summary, whatever the text and the limit.
@Suite struct LimitTests {
  /// A text as comparison sees it: runs of blanks and control characters are one space.
  static func collapsed(_ text: String) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      let kind = Scripts.classify(scalar)
      if kind != .space && kind != .lineBreak {
        scalars.append(scalar)
      } else if scalars.last != " " {
        scalars.append(" ")
      }
    }
    return scalars
  }

  /// The position after `part` in `whole`, looked for from `start` on.
  static func find(_ part: [Unicode.Scalar], in whole: [Unicode.Scalar], from start: Int) -> Int? {
    guard let first = part.first, start + part.count <= whole.count else { return nil }
    for index in start...(whole.count - part.count) where whole[index] == first {
      if whole[index..<(index + part.count)].elementsEqual(part) { return index + part.count }
    }
    return nil
  }

  static func check(_ summary: Summary, of text: String, limit: Int?) {
    if let limit { #expect(summary.outputTokens <= limit) }
    #expect(summary.outputTokens == TokenCount.of(summary.pieces.joined()))
    #expect(summary.inputTokens == TokenCount.of(text))
    #expect(summary.pieces.count == summary.sentences.count)
    for (piece, sentence) in zip(summary.pieces, summary.sentences) {
      #expect(piece == sentence || piece == " " + sentence)
    }
    let whole = collapsed(text)
    var position = 0
    for sentence in summary.sentences {
      #expect(!sentence.isEmpty)
      guard let next = find(Array(sentence.unicodeScalars), in: whole, from: position) else {
        Issue.record("not in the text, or not in its order: \(sentence.debugDescription)")
        return
      }
      position = next
    }
  }

  @Test(arguments: 0..<60)
  func noSummaryOfARandomTextExceedsItsLimit(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let text = generator.text(of: Int.random(in: 1...120, using: &generator))
    let free = Summarizer().summarize(text, maximumTokens: nil)
    Self.check(free, of: text, limit: nil)
    #expect(!free.wasCut)
    for limit in 1...200 {
      let summary = Summarizer().summarize(text, maximumTokens: limit)
      Self.check(summary, of: text, limit: limit)
      if limit >= free.outputTokens { #expect(summary == free) } else { #expect(summary.wasCut) }
      if free.outputTokens > 0 { #expect(summary.outputTokens > 0) }
    }
  }

  @Test(arguments: Article.all)
  func everyLimitOfAnArticleIsKept(article: Article) {
    let free = Summarizer().summarize(article.text, maximumTokens: nil)
    for limit in 1...200 {
      let summary = Summarizer().summarize(article.text, maximumTokens: limit)
      Self.check(summary, of: article.text, limit: limit)
      #expect(summary.wasCut == (limit < free.outputTokens))
    }
  }

  @Test func aLimitTooSmallForAnySentenceCutsTheBestAtAWord() {
    let text = "The long river carries cold water down to the sea. The long river carries warm water up to the lake."
    let summary = Summarizer().summarize(text, maximumTokens: 4)
    #expect(summary.sentences == ["The long river carries"])
    #expect(summary.wasCut)
    let chinese = Summarizer().summarize("长江的水从雪山流到东海。", maximumTokens: 5)
    #expect(chinese.sentences == ["长江的水从"])
    #expect(chinese.outputTokens == 5)
  }

  @Test(arguments: [0, -1, Int.min])
  func noRoomMeansNoText(limit: Int) {
    let summary = Summarizer().summarize("One is here. Two is there.", maximumTokens: limit)
    #expect(summary.pieces.isEmpty)
    #expect(summary.outputTokens == 0)
    #expect(summary.wasCut)
    #expect(!Summarizer().summarize(" ", maximumTokens: limit).wasCut)
  }

  @Test func lengthWithoutALimitIsAFifthWithinBounds() {
    #expect([0, 1, 7, 8, 10, 13, 60, 1_000].map(Summarizer.length) == [0, 1, 1, 2, 2, 3, 12, 12])
    let text = (0..<30).map { "Stone \($0) lies by river \($0 * 7 + 1000) under bridge \($0 + 5000)." }
    #expect(Summarizer().summarize(text.joined(separator: " "), maximumTokens: nil).sentences.count == 6)
  }
}
