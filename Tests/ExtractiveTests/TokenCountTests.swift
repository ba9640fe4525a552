// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Extractive
import Testing

@Suite struct TokenCountTests {
  @Test(arguments: [
    ("", 0), (" \n\t\u{0}", 0), ("word", 1), ("two words", 2), ("Don't stop.", 3), ("3.14 and 1,000.5", 3),
    ("well-known", 3), ("a.b", 3), ("汉字，字", 4), ("ひらがな", 4), ("สวัสดี", 4), ("नमस्ते दुनिया।", 3), ("שלום", 1),
    ("e\u{301}te\u{301}", 1), ("👩‍👩‍👧 👍🏽", 2), ("\u{200F}\u{FEFF}", 0), ("Ascii汉字mix", 4), ("한국어 글", 2),
    ("co\u{AD}operate", 1), ("می\u{200C}خواهم", 1), ("l’eau", 1), ("«ça»", 3), ("€5", 2), ("'", 1), ("5.", 2),
  ])
  func aTextHasSoManyTokens(text: String, tokens: Int) {
    #expect(TokenCount.of(text) == tokens)
  }

  @Test(arguments: Article.all)
  func sentencesJoinedByASpaceAddUp(article: Article) {
    let sum = article.sentences.reduce(0) { $0 + TokenCount.of($1) }
    #expect(TokenCount.of(article.sentences.joined(separator: " ")) == sum)
  }
}
