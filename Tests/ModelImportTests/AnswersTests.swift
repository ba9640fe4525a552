// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ModelImport
import StrictYAML
import Testing

@Suite struct AnswersTests {
  private static let url = "https://models.example/small"

  private static func document(_ text: String) throws -> CertificateDocument {
    try CertificateDocument(Array(text.utf8), file: "draft.yaml")
  }

  private static func gaps(_ text: String, _ field: CertificateField) throws -> [String] {
    try document(text).gaps.filter { $0.field == field }.map(\.lack)
  }

  @Test func `a document that is written and read again is the same`() throws {
    let text = """
      id: a/b
      weights: {release: open, license: "MIT OR Apache-2.0", text: null}
      code:
        training: {present: yes, quote: "it said: \\"no\\" # here\\nand more"}
      files: [{path: "a b", size: 12, sha256: "00"}, {path: c, size: 0}]
      flags: ["on", x]
      notes: >-
        folded
        text
      empty: []
      """
    let document = try Self.document(text)
    let again = try CertificateDocument(document.bytes, file: "again.yaml")
    #expect(again.bytes == document.bytes)
    #expect(again["weights", "license"].scalar == "MIT OR Apache-2.0")
    #expect(again["code", "training", "quote"].scalar == "it said: \"no\" # here\nand more")
    #expect(again["files"].elements.map { $0["path"].scalar } == ["a b", "c"])
    #expect(again["flags"].elements.map(\.scalar) == ["on", "x"])
    #expect(again["notes"].scalar == "folded text")
    #expect(again["empty"] == .null)
  }

  /// Whatever an answer says, it stays a value.
  @Test(arguments: ["x\nid: evil", "\"\nrevision: 1", "- x", "null", "*a", "&a", "\\", "{", "a: b # c", "\u{202E}x"])
  func `no answer becomes a key`(hostile: String) throws {
    var document = try Self.document("id: a/b\nweights: {release: open}")
    for field in CertificateField.allCases {
      document.apply(FieldAnswer(.text(hostile), url: hostile, quote: hostile, license: hostile), to: field)
    }
    var plain = try Self.document("id: a/b\nweights: {release: open}")
    for field in CertificateField.allCases {
      plain.apply(FieldAnswer(.text("x"), url: "x", quote: "x", license: "x"), to: field)
    }
    let again = try CertificateDocument(document.bytes, file: "again.yaml")
    #expect(again.root.members.map(\.key) == plain.root.members.map(\.key))
    #expect(again["code", "training", "quote"].scalar == hostile)
  }

  @Test func `a line of the file is found under its keys`() throws {
    var document = try Self.document("id: a/b\nweights: {release: open}")
    document.apply(FieldAnswer(.text("yes"), url: Self.url, quote: "q", license: "MIT"), to: .training)
    document.apply(
      FieldAnswer(.items([.map([.init("name", .text("one")), .init("kind", .text("open"))])])), to: .inventory)
    let lines = String(decoding: document.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let license = try #require(lines.firstIndex { $0.contains("license: MIT") })
    #expect(document.place(ofLine: license + 1) == "code.training.license")
    let kind = try #require(lines.firstIndex { $0.contains("kind: open") })
    #expect(document.place(ofLine: kind + 1) == "data.inventory.kind")
  }

  @Test(arguments: CertificateField.allCases)
  func `every field of an empty draft is open until it is answered as unknown`(field: CertificateField) throws {
    var document = try Self.document("weights: {release: open}")
    #expect(document.gaps.contains { $0.field == field })
    document.apply(FieldAnswer(.unknown), to: field)
    // A model without a name cannot be certified.
    #expect(document.gaps.contains { $0.field == field } == (field == .id))
    // The word survives writing and reading.
    let again = try CertificateDocument(document.bytes, file: "again.yaml")
    #expect(again.gaps == document.gaps)
  }

  @Test func `a placeholder of a draft is no answer`() throws {
    #expect(try Self.gaps("sources: {weights.license: unverified}", .terms) == ["no answer"])
    #expect(
      try Self.gaps("weights: {license: MIT}\nsources: {weights.license: unverified}", .terms) == [
        "no url and no quote"
      ])
    #expect(
      try Self.gaps("weights: {license: MIT}\nsources: {weights.license: \"\(Self.url)\"}", .terms) == ["no quote"])
  }

  @Test func `what cannot apply is not asked`() throws {
    let undisclosed = try Self.document("weights: {release: open}\ndata: {tier: D0}")
    #expect(!undisclosed.asked.contains(.inventory) && !undisclosed.asked.contains(.stages))
    #expect(undisclosed.asked.contains(.training))
    #expect(try Self.document("weights: {release: closed}").asked == [.id, .revision, .terms, .tier, .flags])
    #expect(try !Self.document("weights: {release: none}").asked.contains(.training))
  }

  @Test func `a new answer takes the evidence of the former one away`() throws {
    var document = try Self.document("weights: {release: open}")
    document.apply(FieldAnswer(.text("MIT"), url: Self.url, quote: "one"), to: .terms)
    document["weights", "text", "sha256"] = .text("00")
    document.apply(FieldAnswer(.text("MIT"), url: Self.url, quote: "two"), to: .terms)
    #expect(document["evidence"].elements.map { $0["quote"].scalar } == ["two"])
    // The same address keeps the hash of its text, another one does not.
    #expect(document["weights", "text", "sha256"].scalar == "00")
    document.apply(FieldAnswer(.text("MIT"), url: Self.url + "/2", quote: "two"), to: .terms)
    #expect(document["weights", "text", "sha256"] == .null)
    document.apply(FieldAnswer(.unknown), to: .terms)
    #expect(document["evidence"].isEmpty && document["weights", "license"] == .null)
  }

  @Test func `answers about known data sets are added to what files say of them`() throws {
    var document = try Self.document("data: {inventory: [{name: one, url: \"\(Self.url)\", kind: null}]}")
    document.apply(
      FieldAnswer(.items([.map([.init("name", .text("one")), .init("kind", .text("open")), .init("url", .null)])])),
      to: .inventory)
    #expect(document["data", "inventory"].elements.count == 1)
    #expect(document["data", "inventory"].elements[0]["url"].scalar == Self.url)
    #expect(document["data", "inventory"].elements[0]["kind"].scalar == "open")
  }

  @Test func `stages are a list of words that are known`() {
    func read(_ answer: String) -> (FieldAnswer.Value?, [String]) {
      let text = "schema: toolgate-answers/1\nanswers: {data.stages: \(answer)}"
      let (answers, problems) = AnswersFile.read(Array(text.utf8), file: "answers.yaml")
      return (answers?.answers.first?.answer.value, problems.map(\.message))
    }
    #expect(read("{answer: [pretrain, sft]}").0 == .words(["pretrain", "sft"]))
    #expect(read("{answer: unknown}").0 == .unknown && read("unknown").0 == .unknown)
    for (answer, problem) in [
      ("{answer: []}", "`answer` must name at least one stage, or be `unknown`"),
      ("{answer: [rl]}", "`answer` must be preference, pretrain or sft, not `rl`"),
      ("{answer: pretrain}", "`answer` must be unknown, not `pretrain`"), ("{url: null}", "`answer` is missing"),
    ] {
      #expect(read(answer).1.count == 1 && read(answer).1[0].hasPrefix(problem), "\(read(answer).1)")
    }
  }

  @Test func `stages need an address and a quote`() throws {
    #expect(try Self.gaps("data: {stages: {answer: [sft]}}", .stages) == ["no url and no quote"])
    #expect(try Self.gaps("data: {stages: {answer: [sft], url: \"\(Self.url)\"}}", .stages) == ["no quote"])
    #expect(try Self.gaps("data: {stages: {answer: []}}", .stages) == ["no answer"])
    var document = try Self.document("weights: {release: open}")
    document.apply(FieldAnswer(.words(["pretrain", "sft"]), url: Self.url, quote: "both"), to: .stages)
    #expect(!document.gaps.contains { $0.field == .stages })
    #expect(document["evidence"].isEmpty && document["sources"].isEmpty)
    #expect(String(decoding: document.bytes, as: UTF8.self).contains("    answer: [pretrain, sft]\n"))
  }

  @Test func `the template of a document reads as answers once it is filled in`() throws {
    let document = try Self.document("id: a/b\nextra_terms: [{name: Gate}]\ndata: {inventory: [{name: one}]}")
    let text = AnswersTemplate.text(for: document)
    // Empty, it is valid YAML with every answer missing.
    let (answers, problems) = AnswersFile.read(Array(text.utf8), file: "answers.yaml")
    #expect(answers == nil)
    #expect(problems.allSatisfy { $0.message.contains("is missing") })
    #expect(text.contains("- {name: Gate, ") && text.contains("- {name: one, "))
  }
}
