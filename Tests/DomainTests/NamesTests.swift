// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct NamesTests {
  @Test(arguments: [
    "a", "z9", "toolforge", "wd-image-positions", "a-b-c", "a--b", "a0", "x" + String(repeating: "1", count: 31),
  ])
  func aProjectNameOfToolforgeIsGood(text: String) {
    #expect(ProjectName(text)?.description == text)
  }

  @Test(arguments: [
    "", "-", "a-", "-a", "9a", "0", "A", "aB", "a_b", "a.b", "a b", "a/b", "ä", "a\n", "a\u{0}", "а",
    "x" + String(repeating: "1", count: 32),
  ])
  func anotherProjectNameIsRefused(text: String) {
    #expect(ProjectName(text) == nil)
  }

  @Test(arguments: ["!", "~", "toolgate/extractive-1", "org/model:free", "gpt-4.1@2026\"\\", "a,b;c={}%"])
  func otherNamesAreVisibleASCII(text: String) {
    #expect(ModelID(text)?.text == text)
    #expect(BackendID(text)?.text == text)
    #expect(CertificateID(text)?.text == text)
    #expect(PriceID(text)?.text == text)
    #expect(ContractID(text)?.text == text)
  }

  @Test(arguments: ["", " ", "a b", " a", "a ", "a\tb", "a\r\n", "a\u{7F}", "a\u{0}", "modèle", "а", "a\u{A0}"])
  func otherNamesHoldNothingElse(text: String) {
    #expect(ModelID(text) == nil)
    #expect(BackendID(text) == nil)
    #expect(CertificateID(text) == nil)
    #expect(PriceID(text) == nil)
    #expect(ContractID(text) == nil)
  }

  @Test func namesAreBounded() {
    func isBounded<N: Name>(_: N.Type, at limit: Int) -> Bool {
      N(String(repeating: "x", count: limit)) != nil && N(String(repeating: "x", count: limit + 1)) == nil
    }
    #expect(isBounded(ProjectName.self, at: 32))
    #expect(isBounded(ModelID.self, at: 200))
    #expect(isBounded(BackendID.self, at: 64))
    #expect(isBounded(CertificateID.self, at: 200))
    #expect(isBounded(PriceID.self, at: 200))
    #expect(isBounded(ContractID.self, at: 64))
    #expect(WikiName(String(repeating: "x", count: 60) + "wiki") != nil)
    #expect(WikiName(String(repeating: "x", count: 61) + "wiki") == nil)
  }

  @Test func namesSortByTheirText() {
    #expect(["b", "a-b", "a"].compactMap(ProjectName.init).sorted().map(\.text) == ["a", "a-b", "b"])
  }

  @Test(arguments: ["enwiki", "zh_min_nanwiki", "be_x_oldwiki", "wikidatawiki", "enwiktionary", "bewikimedia", "awiki"])
  func aWikiIsItsDatabaseName(text: String) {
    #expect(WikiName(text)?.text == text)
  }

  @Test func aToolMayKnowItByItsReplica() {
    #expect(WikiName(ofTool: "enwiki_p")?.text == "enwiki" && WikiName(ofTool: "enwiki")?.text == "enwiki")
    #expect(WikiName(ofTool: "enwiki_p_p") == nil && WikiName(ofTool: "en_p") == nil && WikiName(ofTool: "_p") == nil)
  }

  @Test(arguments: [
    "", "a", "1wiki", "_wiki", "enWiki", "en", "none", "wiki", "wikimedia", "enwikipedia", "en_wiki", "enwiki_p",
    "en-wiki", "en.wikipedia.org", "en wiki", "enwiki\n", "енвики",
  ])
  func anotherWikiIsRefused(text: String) {
    #expect(WikiName(text) == nil)
  }
}
