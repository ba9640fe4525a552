// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Extractive
import Testing

/// Real text in ten languages: what a reader would get.
@Suite struct GoldenTests {
  @Test(arguments: Article.all)
  func everySentenceOfAnArticleIsFound(article: Article) {
    let scalars = Array(article.text.unicodeScalars)
    let found = SentenceSplitter.split(scalars).map { SentenceSplitter.text(of: $0.range, in: scalars) }
    #expect(found == article.sentences)
  }

  @Test(arguments: Article.all)
  func theSummaryIsTheOneAgreedOn(article: Article) {
    let summary = Summarizer().summarize(article.text, maximumTokens: nil)
    #expect(summary.sentences == article.summary.map { article.sentences[$0] })
    #expect(summary.pieces.joined() == summary.sentences.joined(separator: article.separator))
    #expect(summary.inputTokens == TokenCount.of(article.text))
    #expect(!summary.wasCut)
  }

  @Test(arguments: Article.all)
  func theLanguagesOfOnePageDoNotDisturbTheSplitting(article: Article) {
    let text = Article.all.map(\.text).joined(separator: "\n\n") + "\n\n" + article.text
    let scalars = Array(text.unicodeScalars)
    let found = SentenceSplitter.split(scalars).map { SentenceSplitter.text(of: $0.range, in: scalars) }
    #expect(found == Article.all.flatMap(\.sentences) + article.sentences)
  }
}
