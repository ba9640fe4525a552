// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Extractive
import Testing

@Suite struct DeterminismTests {
  @Test(arguments: Article.all)
  func fiftyRunsGiveOneAnswer(article: Article) {
    let first = Summarizer().summarize(article.text, maximumTokens: 60)
    for _ in 0..<50 { #expect(Summarizer().summarize(article.text, maximumTokens: 60) == first) }
  }

  /// Every dictionary instance may order its content differently, and every process does. Texts that differ only
  /// in the names of their words number their terms in the same order but hash them differently: the choice must
  /// not move.
  @Test func theNamesOfTheWordsDoNotMatter() {
    var generator = SeededGenerator(seed: 7)
    let pattern = (0..<40).map { _ in (0..<12).map { _ in Int.random(in: 0..<60, using: &generator) } }
    func chosen(_ names: [String]) -> [Int] {
      let sentences = pattern.enumerated().map { place, words in
        "Q\(place) " + words.map { names[$0] }.joined(separator: " ") + "."
      }
      let summary = Summarizer().summarize(sentences.joined(separator: " "), maximumTokens: nil)
      return summary.sentences.compactMap { sentences.firstIndex(of: $0) }
    }
    var names = (0..<60).map { "w\(100 + $0)" }
    let first = chosen(names)
    #expect(first.count == 8)
    for _ in 0..<50 {
      names.shuffle(using: &generator)
      #expect(chosen(names) == first)
    }
  }

  /// Sentences of equal worth: whichever copy stands first wins, whatever the permutation.
  @Test func amongEqualsTheEarlierIsChosenInEveryPermutation() {
    var generator = SeededGenerator(seed: 11)
    let central = "Copper, granite and willow appear together."
    var sentences = [
      central, central, "Copper melts.", "Granite lasts.", "Willow bends.", "Copper glows.", "Granite cracks.",
      "Willow grows.",
    ]
    for _ in 0..<50 {
      sentences.shuffle(using: &generator)
      let summary = Summarizer().summarize(sentences.joined(separator: " "), maximumTokens: nil)
      #expect(summary.sentences.count == 2)
      #expect(summary.sentences.count { $0 == central } == 1)
      // Of a pair of leaves that differ in nothing but place, the earlier one is in, or none.
      for (one, other) in [("Copper melts.", "Copper glows."), ("Willow bends.", "Willow grows.")] {
        let places = [one, other].compactMap { sentences.firstIndex(of: $0) }
        let later = places[0] < places[1] ? other : one
        #expect(!summary.sentences.contains(later))
      }
    }
  }

  /// The answer to a long text, written down: another process, another hash seed, another machine must agree.
  @Test func heatsGiveTheAnswerOfEveryOtherMachine() {
    var generator = SeededGenerator(seed: 3)
    let text = (0..<4_500).map { place in
      "S\(place) " + (0..<8).map { _ in "w\(Int.random(in: 0..<900, using: &generator))" }.joined(separator: " ") + "."
    }.joined(separator: " ")
    let summary = Summarizer().summarize(text, maximumTokens: nil)
    #expect(
      summary.sentences.map { $0.prefix { $0 != " " } } == [
        "S0", "S1", "S4", "S5", "S19", "S41", "S190", "S748", "S885", "S2222", "S4089", "S4405",
      ])
  }

  @Test func aCheckpointThatThrowsEndsTheWork() {
    struct Stopped: Error {}
    for allowed in 0..<4 {
      var calls = 0
      #expect(throws: Stopped.self) {
        try Summarizer().summarize("One is here. Two is there.", maximumTokens: nil) { () throws(Stopped) in
          calls += 1
          if calls > allowed { throw Stopped() }
        }
      }
      #expect(calls == allowed + 1)
    }
  }
}
