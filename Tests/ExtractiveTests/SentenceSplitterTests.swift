// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Extractive
import Testing

@Suite struct SentenceSplitterTests {
  /// A text and how it is cut: "|" stands where one sentence ends and the next begins.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let sentences: [String]
    let text: String
    var testDescription: String { name }

    init(_ name: String, _ marked: String, between: String = " ") {
      self.name = name
      sentences = marked.split(separator: "|").map(String.init)
      text = sentences.joined(separator: between)
    }
  }

  static func split(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    return SentenceSplitter.split(scalars).map { SentenceSplitter.text(of: $0.range, in: scalars) }
  }

  static let scripts = [
    Case("Latin", "One is here.|Two?|Three!|Four…|Five"),
    Case("Greek", "Τι είναι αυτό;|Είναι ένα δέντρο.|Ποιο\u{37E}|Αυτό."),
    Case("Armenian", "Սա առաջինն է։|Սա երկրորդն է։"),
    Case("Georgian", "თბილისი დედაქალაქია.|ქუთაისი ქალაქია."),
    Case("Arabic", "ما هذا؟|هذا كتاب.|وذلك قلم!"),
    Case("Urdu", "یہ ایک کتاب ہے۔|کیا یہ قلم ہے؟|جی ہاں۔"),
    Case("Hebrew", "זה ספר.|האם זה עט?|כן׃"),
    Case("Syriac", "ܐ ܒ܀|ܓ ܕ܂"),
    Case("Hindi", "यह एक है।|वह दो है॥|क्या?|हाँ।"),
    Case("Bengali", "এটা একটা বই।|ওটা কী?|ওটা কলম।"),
    Case("Ethiopic", "ይህ መጽሐፍ ነው።|ይህ ምንድን ነው፧|አዎ።"),
    Case("Khmer", "នេះជាសៀវភៅ។|នោះជាប៊ិច។"),
    Case("Myanmar", "ဒါကစာအုပ်ပါ။|ဒါကဘောပင်ပါ။"),
    Case("Tibetan", "འདི་དེབ་རེད།|འདི་སྨྱུ་གུ་རེད།"),
    Case("Mongolian", "ᠨᠢᠭᠡ᠃|ᠬᠣᠶᠠᠷ᠃"),
    Case("Korean", "이것은 책입니다.|저것은 펜입니까?|네."),
    Case("Chinese", "这是书。|那是笔吗？|是的！|好｡", between: ""),
    Case("Chinese with ASCII marks", "这是书!|那是笔?|是.|好", between: ""),
    Case("Japanese", "これは本です。|あれはペンですか？|はい……そうです。", between: ""),
    Case("direction marks", "זה ספר.\u{200F}|זה עט.\u{200F}"),
  ]

  static let marks = [
    Case("closing quotation", "“It is.”|‘Is it?’|(It was.)|It is"),
    Case("German quotation", "„Es ist.“|»Ist es?«|Ja."),
    Case("French quotation", "« Est-ce vrai ? »|C’est vrai."),
    Case("quotation in a sentence", "“What is it?” asked the guide.|Nobody knew."),
    Case("Japanese quotation", "「今日は。」と言った。|『本。』|次", between: ""),
    Case("straight quotation", "He said \"no.\"|\"Yes.\"|End."),
    Case("run of marks", "What?!|No!!!|Well...|Yes."),
    Case("ellipsis inside", "It was… almost over.|It ended ... and began again."),
    Case("Markdown emphasis", "This is **bold.**|And *this.*|End."),
    Case("footnotes", "It is old.[1][12]|It is big.<ref name=\"a\">See p. 5.</ref>|It is red.<ref name=\"a\" />|End."),
    Case("opening signs", "¿Qué es?|¡Es un libro!|(Sí.)|[No.]"),
    Case("no blank, no end", "See www.example.org/a.html?x=1!y for Node.js and v1.2.3 now.|Yahoo!Inc. is one.."),
  ]

  static let abbreviations = [
    Case("titles", "Dr. Miller met Prof. Stone at St. Mark.|They met."),
    Case("Latin", "Many, e.g. Rome, i.e. the city, cf. Athens.|Ink, paper etc. are old."),
    Case("initials", "The work of J. K. Smith is known.|It is."),
    Case("states", "The U.S. Army and the U.K. Government met.|They did."),
    Case("numbers", "It is 3.14 m long and No. 5 in vol. 2.|It costs 1,000.50 now.|He said no.|She stayed."),
    Case("end in a number", "It began in 1996.|It ended in 2004.|There were 3.|All left."),
    Case(
      "German", "Am 3. Oktober, im 19. Jahrhundert, z. B. bzw. z.B. Berlin, d. h. hier.|Nr. 7 ist ca. 5 m lang.|Ende."),
    Case("Russian", "Это т. е. река, длина 5 тыс. км.|В 1703 г. основан город.|Ул. им. Мира, рис. 5, там."),
    Case("French", "M. Dupont vit av. J.-C. et env. 5 ans.|Oui."),
    Case("Hindi", "डॉ. शर्मा आए।|वे गए।"),
  ]

  @Test(arguments: scripts + marks + abbreviations)
  func aTextIsCutWhereItsScriptEndsSentences(example: Case) {
    #expect(Self.split(example.text) == example.sentences)
  }

  @Test func listsHeadingsAndBlankLinesBreak() {
    let markdown = """
      # The Title

      A first line that has no mark at its end

      - one item
      * another item
      1. a numbered item
      b) a lettered item
      > a quoted line
      Short line
      Another short line
      """
    #expect(
      Self.split(markdown) == [
        "The Title", "A first line that has no mark at its end", "one item", "another item", "a numbered item",
        "a lettered item", "a quoted line", "Short line", "Another short line",
      ])
    let wikitext = """
      == History ==
      *First point
      **Second point
      :Indented answer
      # Numbered sentence.
      {| class="wikitable"
      | cell
      |}
      '''Name''' is bold.
      """
    #expect(
      Self.split(wikitext) == [
        "History", "First point", "Second point", "Indented answer", "Numbered sentence.", "{| class=\"wikitable\"",
        "| cell", "|}", "'''Name''' is bold.",
      ])
  }

  @Test func headingsAndTablesAreNoProse() {
    let scalars = Array("# Top\n\nLow\n===\nText is here.\n\n== Wiki ==\n| cell\n!!! ???\n".unicodeScalars)
    let prose = SentenceSplitter.split(scalars).filter(\.isProse)
    #expect(prose.map { SentenceSplitter.text(of: $0.range, in: scalars) } == ["Text is here."])
  }

  @Test func wrappedLinesAreOneSentence() {
    let text = "This sentence is wrapped at a column like in a letter\r\nor a commit. Next.\r\n\r\nNew paragraph"
    #expect(
      Self.split(text) == [
        "This sentence is wrapped at a column like in a letter or a commit.", "Next.", "New paragraph",
      ])
  }

  @Test func thaiWithoutMarksIsCutAtSpaces() {
    let phrase = "ข้าวเป็นธัญพืชที่ประชากรกว่าครึ่งหนึ่งของโลกบริโภคเป็นอาหารหลัก"
    #expect(Self.split("\(phrase) \(phrase) ปี 2014 \(phrase)") == [phrase, phrase, "ปี 2014 \(phrase)"])
    #expect(Self.split("\(phrase)\n\(phrase)") == [phrase, phrase])
  }

  @Test func nothingIsLongerThanTheCap() {
    for text in [
      String(repeating: "a", count: 5_000), String(repeating: "word ", count: 2_000),
      String(repeating: "汉", count: 5_000), String(repeating: "ก", count: 5_000),
      String(repeating: "e\u{301}", count: 5_000), String(repeating: "\u{301}", count: 5_000),
    ] {
      let scalars = Array(text.unicodeScalars)
      let sentences = SentenceSplitter.split(scalars)
      #expect(sentences.allSatisfy { $0.range.count <= 1_000 })
      let kept = sentences.flatMap { scalars[$0.range] }.filter { $0 != " " }
      #expect(kept == scalars.filter { $0 != " " })
    }
    #expect(Self.split(String(repeating: "word ", count: 2_000)).allSatisfy { $0.hasSuffix("word") })
  }

  @Test func blanksAndControlCharactersBecomeOneSpace() {
    #expect(Self.split("  A\u{0}\u{1B}b \t\u{A0} c\u{3000}d.  ") == ["A b c d."])
  }
}
