// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Extractive
import Testing

@Suite struct CentralityTests {
  @Test(arguments: 0..<6)
  func theSentenceThatAllOthersOverlapWithIsChosenFirst(place: Int) {
    var sentences = [
      "Copper melts quickly in furnaces.", "Granite blocks support bridges.", "Willow branches bend over ponds.",
      "Falcons hunt above meadows.", "Candles burn without smoke.",
    ]
    sentences.insert("Copper, granite, willow, falcons and candles appear together.", at: place)
    let summary = Summarizer().summarize(sentences.joined(separator: " "), maximumTokens: nil)
    #expect(summary.sentences == ["Copper, granite, willow, falcons and candles appear together."])
  }

  @Test func wordsOfEverySentenceCountForLittle() {
    let text = """
      It is the case that basalt cools. It is the case that gravel rolls. It is the case that quartz shines.
      It is the case that quartz and amber are minerals. It is the case that amber floats.
      """
    #expect(
      Summarizer().summarize(text, maximumTokens: nil).sentences == [
        "It is the case that quartz and amber are minerals."
      ])
  }

  @Test func whatIsAlreadySaidIsNotSaidTwice() {
    let central = "The harbour bridge carries trains and trams over the river."
    let others = [
      "Trains cross the harbour bridge at night.", "Trams cross the river on the bridge.",
      "The river flows below the harbour.", "Orchids grow in wet valleys.", "Valleys with orchids lie inland.",
      "The bridge carries trains.", "Inland valleys are wet.", "The harbour has trams.",
    ]
    let text = ([central, central, central] + others).joined(separator: " ")
    let summary = Summarizer().summarize(text, maximumTokens: nil)
    #expect(summary.sentences.count == 2)
    #expect(summary.sentences.count { $0 == central } == 1)
  }

  @Test func aQuestionCountsForLess() {
    func best(_ mark: String) -> [String] {
      let text = "Moss grows. Amber floats. Amber and gravel sink\(mark) Gravel rolls."
      return Summarizer().summarize(text, maximumTokens: nil).sentences
    }
    #expect(best(".") == ["Amber and gravel sink."])
    #expect(best("?") != ["Amber and gravel sink?"])
    #expect(Summarizer().summarize("Is it? Was it?", maximumTokens: nil).sentences == ["Is it?"])
  }

  @Test func identicalSentencesMakeASummaryOfOne() {
    let text = String(repeating: "The same words stand here. ", count: 40)
    #expect(Summarizer().summarize(text, maximumTokens: nil).sentences == ["The same words stand here."])
  }

  @Test func equalSentencesAreTakenFromTheFront() {
    let text = "Alpha beta gamma. Delta epsilon zeta. Eta theta iota."
    #expect(Summarizer().summarize(text, maximumTokens: nil).sentences == ["Alpha beta gamma."])
  }

  @Test func headingsAreTakenOnlyWhenThereIsNothingElse() {
    let page = "# River\n\nBoats move.\n\n# River water\n\n# River boats\n"
    #expect(Summarizer().summarize(page, maximumTokens: nil).sentences == ["Boats move."])
    #expect(Summarizer().summarize("# River\n", maximumTokens: nil).sentences == ["River"])
  }

  @Test func inflectedFormsOfAWordAreOneTerm() {
    let text = "Мостовые стоят. Реки текут. Мостовая старая, мостовой рады, мостовую чинят. Мостовых мало."
    #expect(Summarizer().summarize(text, maximumTokens: nil).sentences != ["Реки текут."])
    let pointed = "Яблоко зреет. כָּתַב. כתב ספר. אחר."
    #expect(Summarizer().summarize(pointed, maximumTokens: nil).sentences != ["Яблоко зреет."])
  }
}
