// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ModelImport
import Policy
import Serving
import Testing

@Suite struct InterviewTests {
  /// Gives one line after the other, then the end of the input.
  private final class Script {
    private var lines: ArraySlice<String>
    private(set) var prompts: [String] = []
    private(set) var said: [String] = []

    init(_ lines: [String]) { self.lines = lines[...] }

    var licenses: LicenseBook?

    var interview: Interview {
      Interview(
        ask: { [self] prompt in
          prompts.append(prompt)
          return lines.popFirst()
        }, say: { [self] in said.append($0) }, licenses: licenses)
    }

    var isSpent: Bool { lines.isEmpty }
  }

  private static let url = "https://models.example/small"

  private static func document(_ text: String = "id: a/b\nweights: {release: open}") throws -> CertificateDocument {
    try CertificateDocument(Array(text.utf8), file: "draft.yaml")
  }

  private static func run(
    _ lines: [String], _ field: CertificateField, _ text: String = "id: a/b\nweights: {release: open}"
  ) throws -> (CertificateDocument, Script) {
    var document = try document(text)
    let script = Script(lines)
    try script.interview.run(&document, about: [field])
    return (document, script)
  }

  @Test func `each kind of field is asked until its answer is whole`() throws {
    for (field, lines) in [
      (CertificateField.terms, ["Apache-2.0", url, "licensed so"]),
      (.release, ["maybe", "yes", "here", url, "", "free"]),
      (.training, ["yes", "MIT", "", url, "code"]), (.training, ["no", url, ""]), (.base, ["none", url, ""]),
      (.base, ["org/base", url, "from base"]), (.teachers, ["a/b c/d", url, "both"]),
      (.tier, ["D4", "D2", url, "listed"]),
      (.extraTerms, ["", "none", url, ""]), (.checkpoints, ["partial", url, ""]), (.flags, ["none", url, ""]),
      (.stages, ["rl", "sft pretrain rl", "sft pretrain", url, "in two"]), (.stages, ["unknown"]),
      (.inventory, ["one", "open", url, "", "sft", "", url, "these"]), (.processing, ["unknown"]),
      (.extraTerms, ["Policy", url, "", "compatible", "only the law", "", url, "beside it"]),
    ] {
      let (document, script) = try Self.run(lines, field)
      #expect(!document.gaps.contains { $0.field == field }, "\(field)")
      #expect(script.isSpent, "\(field)")
    }
  }

  private var url: String { Self.url }

  @Test func `what is answered is not asked again`() throws {
    let (_, script) = try Self.run([], .id)
    #expect(script.prompts.isEmpty)
  }

  /// What is written into the draft is read again by the next step, which could only refuse it.
  @Test func `a licence that nobody knows is asked for again`() throws {
    let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    let policies = try #require(PolicyDirectory.load(path: root + "/Policies").policies)
    for (field, lines, complaints) in [
      (CertificateField.terms, ["Apache 2.0", "Apache-3.0", "apache-2.0", url, "licensed so"], 2),
      (.terms, ["unknown"], 0), (.training, ["yes", "GPL", "MIT", "", url, "code"], 1),
      (.training, ["yes", "", "", url, "code"], 0),
    ] {
      var document = try Self.document()
      let script = Script(lines)
      script.licenses = policies.licenses
      try script.interview.run(&document, about: [field])
      #expect(script.isSpent && script.said.count { $0.hasPrefix("  The licence ") } == complaints, "\(field)")
    }
  }

  @Test func `a choice is asked for where the licence leaves one`() throws {
    let (document, _) = try Self.run(["MIT OR Apache-2.0", "MIT", url, "either"], .terms)
    #expect(document["weights", "choice"].scalar == "MIT")
  }

  @Test func `data sets that files name are asked for by name`() throws {
    let (document, script) = try Self.run(
      ["unshareable", "", "", "pretrain", "", url, "this"], .inventory, "data: {inventory: [{name: one}]}")
    #expect(script.said.contains { $0.contains("one") })
    #expect(document["data", "inventory"].elements.map { $0["kind"].scalar } == ["unshareable"])
  }

  @Test func `a data set is of one of the stages that the model went through`() throws {
    let text = "data: {stages: {answer: [pretrain, preference]}, inventory: [{name: one}]}"
    let lines = ["unshareable", "", "", "sft", "preference", "", url, "this"]
    let (document, script) = try Self.run(lines, .inventory, text)
    #expect(script.prompts.contains { $0.contains("stage: pretrain, preference:") })
    #expect(document["data", "inventory"].elements.map { $0["stage"].scalar } == ["preference"])
  }

  @Test func `stages stand in the order of training`() throws {
    let (document, _) = try Self.run(["preference sft", url, "both"], .stages)
    #expect(document["data", "stages", "answer"].elements.map(\.scalar) == ["sft", "preference"])
    #expect(document["data", "stages", "quote"].scalar == "both")
  }

  @Test func `what was answered before the input ended stays`() throws {
    var document = try Self.document()
    let script = Script(["yes", url, "free", "yes"])
    #expect(throws: Interview.Ended.self) {
      try script.interview.run(&document, about: [.release, .hyperparameters])
    }
    #expect(document["weights", "explicit_release", "answer"].scalar == "true")
    #expect(document["code", "hyperparameters"] == .null)
  }
}
