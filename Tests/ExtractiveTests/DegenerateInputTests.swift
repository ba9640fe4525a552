// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Extractive
import Testing

/// Input that no article has. A trap fails the whole run; a loop without end fails by the time limit.
@Suite struct DegenerateInputTests {
  static let small: [String] = [
    "", " ", "\n", "\r\n\r\n", "\t\u{0}\u{1F}", "a", ".", "。", "…", "!", "\"", "(", "#", "=", "==", "===", "*", "-",
    "---",
    "|", "{|", "1.", "1. ", "a)", ":", ">", "<ref", "<ref>", "<ref/>", "<ref></ref", "[", "[1", "a.[1", "a.<ref",
    "a.<ref>",
    ". . . .", "?!?!?!", "...", "。。。", "\u{301}", "\u{200D}", "\u{200F}", "\u{FEFF}", "\u{0}", "\u{10FFFF}", "\u{FFFE}",
    "a\u{0}b.\u{0}c", "👩‍👩‍👧‍👦", "👍🏽👍🏽. 👍🏽", "🇩🇪🇫🇷", "\u{202E}abc.\u{202C} def", "A.B.C.", "A. B. C.", "3. 4. 5.",
    ".a", "a..b", "Dr.", "Dr. ", "e.g.", ";", "α;", "\u{301};", "=a", "=a=", "= =", "#a", "#", "# ", "**", "* *",
    "\u{2029}",
    "\u{E000}\u{E001}", "ก", "ก ข", "\u{AD}\u{AD}.",
  ]

  @Test(arguments: small)
  func smallOddTextsAreSummarised(text: String) {
    let limits: [Int?] = [nil, 0, 1, 2, 5, Int.max]
    for limit in limits {
      LimitTests.check(Summarizer().summarize(text, maximumTokens: limit), of: text, limit: limit)
    }
  }

  @Test func blankTextGivesAnEmptySummary() {
    for text in ["", " \n\t ", "\u{0}\u{200F}\u{FEFF}", String(repeating: "\n", count: 100_000)] {
      let summary = Summarizer().summarize(text, maximumTokens: nil)
      #expect(summary.pieces.isEmpty)
      #expect(summary.sentences.isEmpty)
      #expect(summary.inputTokens == 0)
      #expect(summary.outputTokens == 0)
      #expect(!summary.wasCut)
    }
  }

  @Test func punctuationAloneIsTextOfItsOwn() {
    #expect(Summarizer().summarize("?!?!", maximumTokens: nil).sentences == ["?!?!"])
    #expect(Summarizer().summarize("🌊🌊", maximumTokens: 1).sentences == ["🌊"])
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      "a", "汉", "ก", "\u{301}", "e\u{301}", "🌊", ".", "。", "a.", "a. ", "a\n", "ก ", "(", "\"", ".\"", "a. (",
      "a.<ref>",
      "\u{200D}", "\u{0}", ";", "{{", "The same words. ",
    ])
  func aQuarterOfAMebibyteOfOneThingFinishes(unit: String) {
    let text = String(repeating: unit, count: (1 << 18) / unit.utf8.count)
    let summary = Summarizer().summarize(text, maximumTokens: 50)
    #expect(summary.outputTokens <= 50)
    #expect(summary.inputTokens == TokenCount.of(text))
  }

  @Test(.timeLimit(.minutes(5)))
  func aMebibyteWithoutSpacesFinishes() {
    let text = String(repeating: "a", count: 1 << 20)
    let summary = Summarizer().summarize(text, maximumTokens: nil)
    #expect(summary.inputTokens == 1)
    #expect(summary.sentences.allSatisfy { $0.utf8.count <= 1_000 })
    #expect(!summary.sentences.isEmpty)
  }
}
