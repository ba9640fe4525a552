// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Pages
import Testing

@Suite struct MessagesTests {
  static let book = MessageBook(files: [
    "en": Array(
      #"{"@metadata":{"authors":["a"]},"n":"{{PLURAL:$1|0=none|$1 thing|$1 things}} of $2","only":"English $1"}"#.utf8),
    "ru": Array(#"{"n":"{{PLURAL:$1|$1 вещь|$1 вещи|$1 вещей}} ($2)"}"#.utf8),
    "pt": Array(#"{"n":"{{PLURAL:$1|$1 coisa|$1 coisas}}"}"#.utf8),
    "he": Array(#"{"n":"$1"}"#.utf8),
  ])

  static func messages(_ chosen: String? = nil, _ accepted: String? = nil) -> Messages {
    book.messages(chosen: chosen, accepted: accepted)
  }

  @Test(arguments: [
    ("en", 0, "none of x"), ("en", 1, "1 thing of x"), ("en", 2, "2 things of x"), ("en", 21, "21 things of x"),
    ("ru", 1, "1 вещь (x)"), ("ru", 3, "3 вещи (x)"), ("ru", 11, "11 вещей (x)"), ("ru", 21, "21 вещь (x)"),
    ("ru", 112, "112 вещей (x)"), ("pt", 0, "0 coisa"), ("pt", 2, "2 coisas"),
  ])
  func `numbers take the language's own form`(_ language: String, _ number: Int, _ text: String) {
    #expect(Self.messages(language).plain("n", .number(number), .text("x")) == text)
  }

  @Test(
    arguments: [
      (nil, "en"), ("", "en"), ("ru", "ru"), ("RU-ru", "ru"), ("pt-BR, en;q=0.8", "pt"),
      ("xx, ru;q=0.2, he;q=0.9", "he"),
      ("en;q=0, ru;q=0.1", "ru"), ("*", "en"), (";;q=,,", "en"), ("qqx", "en"), ("ar-x-pseudo", "en"),
      ("he;q=0.5 , ru ; q=0.6", "ru"),
    ] as [(String?, String)])
  func `the browser's languages decide`(_ header: String?, _ language: String) {
    #expect(Self.messages(nil, header).language == language)
  }

  @Test func `a language that is asked for by name comes first, if there is one`() {
    #expect(Self.messages("he", "ru").language == "he")
    #expect(Self.messages("zz", "ru").language == "ru")
    #expect(Self.messages("<script>", nil).chosen == nil)
  }

  @Test func `the direction is the language's own`() {
    #expect(Self.messages("he").isRightToLeft && Self.messages("ar-x-pseudo").isRightToLeft)
    #expect(!Self.messages("ru").isRightToLeft && !Self.messages("qqx").isRightToLeft)
  }

  @Test func `what is not translated is in English and says so`() {
    var html = Markup(messages: Self.messages("he"))
    html.say("only", .text("<b>"))
    #expect(
      String(decoding: html.bytes, as: UTF8.self)
        == #"<span lang="en" dir="ltr">English <bdi>&lt;b&gt;</bdi></span>"#)
  }

  @Test func `keys are shown in place of texts, and a text that is missing shows`() {
    #expect(Self.messages("qqx").plain("n") == "(n)")
    #expect(Self.messages("en").plain("nothing") == "⧼nothing⧽")
  }

  @Test(arguments: [#"["a"]"#, #"{"a":1}"#, "", #"{"a":"b""#]) func `what is not a message file has no texts`(
    _ text: String
  ) {
    #expect(MessageFile.texts(Array(text.utf8)) == nil)
  }
}
