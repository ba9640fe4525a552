// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import ModelImport
import StrictYAML
import Testing

@Suite struct DraftTests {
  private static let day = CivilDay("2026-11-24")!

  private static func card(_ text: String) throws -> ModelDraft {
    try ModelCard(ByteArraySource(Array("---\n\(text)\n---\n".utf8), name: "README.md")).draft
  }

  /// 64 times this digit.
  private static func digest(_ digit: String) -> ContentDigest {
    ContentDigest(digits: String(repeating: digit, count: 64))!
  }

  private static func codes(_ draft: ModelDraft) -> [String] { draft.warnings.map(\.code) }

  @Test func `nothing known asks for the whole checklist`() {
    let fields = ModelDraft().questions.map(\.field.rawValue)
    #expect(
      fields == [
        "model.id", "model.revision", "model.files", "params.terms", "params.extra_terms", "params.explicit_release",
        "params.intermediate_checkpoints", "base_model", "distilled_from", "code.preprocessing", "code.training",
        "code.inference", "code.support", "code.architecture", "code.hyperparameters", "data.tier", "data.stages",
        "data.inventory", "data.processing", "data.labelling", "data.information_license", "data.complete",
        "data.flags",
      ])
  }

  @Test func `what is known is not asked again and a tag never settles a licence`() throws {
    var draft = try Self.card("license: apache-2.0")
    draft.id = Sourced("a/b", Origin(file: "command line", key: "id"))
    draft.revision = Sourced(String(repeating: "a", count: 40), Origin(file: "command line", key: "revision"))
    draft.add(
      ModelDraft(files: [HashedFile(path: "x", size: 1, digest: Self.digest("0"))], directory: "d"))
    let questions = draft.questions
    #expect(questions.first?.field == .terms)
    #expect(questions.first?.why.contains("`apache-2.0`") == true)
    #expect(Self.codes(draft) == ["license_tag_only"])
    #expect(draft.yaml(assessedOn: Self.day).contains("\n  license: null\n"))
  }

  @Test(arguments: [("Q4_K_M", "Q4_K_M"), ("type 99", "null"), ("", "null")])
  func `a draft takes over how the weights are quantised, where that is a name`(found: String, written: String) {
    var draft = ModelDraft()
    #expect(draft.yaml(assessedOn: Self.day).contains("\n  quantization: null\n"))
    draft.forms = [Sourced(found, Origin(file: "m.gguf", key: "general.file_type"))]
    let text = draft.yaml(assessedOn: Self.day)
    #expect(text.contains("\n  quantization: \(written)\n") && text.contains("quantisation \(found), from m.gguf"))
  }

  /// What one file says of itself is nothing about the files beside it.
  @Test(arguments: [
    (["Q4_K_M"], ["m0.gguf"], "Q4_K_M"), (["Q4_K_M", "Q4_K_M"], [], "Q4_K_M"), (["Q4_K_M", "Q8_0"], [], "null"),
    (["Q8_0", "Q4_K_M", "Q4_K_M"], [], "null"), (["Q4_K_M"], ["m0.gguf", "model.safetensors"], "null"),
    (["Q4_K_M"], ["sub/m0.gguf", "LICENSE", "tokenizer.bin"], "Q4_K_M"), (["Q4_K_M"], ["other.gguf"], "null"),
  ])
  func `weights of several forms have none`(found: [String], files: [String], written: String) {
    var draft = ModelDraft()
    for (place, form) in found.enumerated() {
      var one = ModelDraft()
      one.forms = [Sourced(form, Origin(file: "m\(place).gguf", key: "general.file_type"))]
      draft.add(one)
    }
    draft.add(
      ModelDraft(files: files.map { HashedFile(path: $0, size: 1, digest: Self.digest("0")) }, directory: "d"))
    #expect(draft.yaml(assessedOn: Self.day).contains("\n  quantization: \(written)\n"))
    #expect(Self.codes(draft) == (written == "null" ? ["forms_differ"] : []))
  }

  @Test(arguments: [
    ("license: other", ["license_other_unnamed", "license_tag_vague"]),
    ("license: other\nlicense_name: x\nlicense_link: https://example.org/y", ["license_tag_vague"]),
    ("license: other\nlicense_name: x\nlicense_link: LICENSE", ["license_link_no_address", "license_tag_vague"]),
    ("license: {a: b}", ["metadata_type"]), ("license: [mit, {a: b}]", ["license_tag_only", "metadata_type"]),
    ("license_link: [a]", ["metadata_type"]), ("base_model: {a: b}", ["metadata_type"]), ("license: []", []),
    ("license: gemma", ["license_tag_vague"]), ("license: mit", ["license_tag_only"]),
    ("license: [mit, apache-2.0]", ["license_tag_only", "license_tag_only", "licenses_differ"]),
    ("extra_gated_prompt: Agree.", ["gated"]), ("base_model: a/b", ["base_license_stays"]),
    ("base_model: a/b\nbase_model_relation: adapter", ["base_license_stays", "derived_adapter"]),
    ("base_model: [a/b, c/d]", ["base_license_stays", "base_license_stays", "derived_merge"]),
    ("tags: [gptq]", ["derived_quantized", "base_missing"]), ("model_name: Qwen2.5 3B", ["family_differs"]),
    (
      "base_model: meta-llama/Llama-3.1-8B\nlicense: mit", ["license_tag_only", "base_license_stays", "family_differs"]
    ),
  ])
  func `warnings name the traps`(text: String, codes: [String]) throws {
    #expect(Self.codes(try Self.card(text)) == codes)
  }

  @Test(arguments: [
    ("2025-07-08", "2025-07-08", true), ("July 2025", "null", false), ("2026-11-25", "null", false),
  ])
  func `a declared day of publication is taken where it is a day that has come`(
    said: String, written: String, isSource: Bool
  ) throws {
    for key in ["release_date", "released_on"] {
      let text = try Self.card("\(key): \(said)").yaml(assessedOn: Self.day)
      #expect(text.contains("# declared: \(said), from README.md, \(key)\nreleased_on: \(written)\n"), "\(text)")
      #expect(text.contains("\n  released_on: unverified\n") == isSource)
    }
    #expect(ModelDraft().yaml(assessedOn: Self.day).contains("\nreleased_on: null\n"))
  }

  @Test(arguments: ["javascript:alert(1)", "LICENSE", "file:///etc/passwd", "https://", "https://a b", "ftp://a/b"])
  func `what is no address of the web is not taken for that of the text`(link: String) throws {
    let card = try Self.card("license: other\nlicense_name: x\nlicense_link: \"\(link)\"")
    let keys: [(String, GGUFBuilder.Value)] = [
      ("general.license", .string("other")), ("general.license.name", .string("x")),
      ("general.license.link", .string(link)),
    ]
    let file = ModelDraft(try GGUFHeader(ByteArraySource(GGUFBuilder(keys: keys).whole, name: "m.gguf")))
    for draft in [card, file] {
      #expect(Self.codes(draft) == ["license_link_no_address", "license_tag_vague"])
      #expect(draft.yaml(assessedOn: Self.day).contains("\n  text: null\n"))
    }
    let good = try Self.card("license: other\nlicense_name: x\nlicense_link: https://example.org/terms")
    #expect(good.yaml(assessedOn: Self.day).contains("text: {url: \"https://example.org/terms\""))
  }

  @Test func `a model that names itself as its base is told`() throws {
    var draft = try Self.card("base_model: Maker/Small")
    draft.id = Sourced("maker/small", Origin(file: "command line", key: "id"))
    #expect(Self.codes(draft) == ["base_license_stays", "base_is_itself"])
    draft.id = Sourced("maker/smaller", Origin(file: "command line", key: "id"))
    #expect(Self.codes(draft) == ["base_license_stays"])
  }

  @Test func `sources that disagree are shown and the first one stays`() throws {
    var draft = try Self.card("model_name: One\nlicense: mit")
    var other = try Self.card("model_name: Two\nlicense: llama3.1")
    other.files = [Sourced(HashedFile(path: "x", size: 1, digest: Self.digest("a")), Origin(file: "m", key: "k"))]
    draft.files = [Sourced(HashedFile(path: "x", size: 1, digest: Self.digest("b")), Origin(file: "d", key: "k"))]
    draft.add(other)
    #expect(draft.name?.value == "One")
    #expect(draft.files.map(\.value.digest) == [Self.digest("b")])
    #expect(Self.codes(draft).filter { $0 == "sources_differ" }.count == 2)
    #expect(Self.codes(draft).contains("licenses_differ"))
  }

  @Test func `the draft is strict YAML with the known values and null for the rest`() throws {
    var draft = ModelDraft(try GGUFHeader(ByteArraySource(GGUFBuilder.full.whole, name: "m.gguf")))
    draft.add(
      try Self.card("pipeline_tag: text-generation\nlanguage: [en, multilingual-and-more]\nextra_gated_prompt: Yes?"))
    draft.add(
      ModelDraft(files: [HashedFile(path: "a b", size: 3, digest: Self.digest("0"))], directory: "d"))
    let text = draft.yaml(assessedOn: Self.day)
    #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") || $0.count <= 700 })
    let report = YAMLReport(file: "draft.yaml")
    let root = try #require(ForeignYAML.read(bytes: Array(text.utf8), report: report))
    #expect(root["schema"]?.text == "toolgate-certificate/2")
    #expect(root["id"]?.text == "maker/small")
    #expect(root["base_model"]?.text == "meta-llama/Llama-3.1-8B")
    #expect(root["weights"]?["license"] == nil)
    #expect(root["files"]?.elements.first?["path"]?.text == "a b")
    #expect(root["languages"]?.texts.map(\.text) == ["en", "de"])
    #expect(root["tasks"]?.texts.map(\.text) == ["text_generation"])
    #expect(root["parameters"]?.text == "0.000")
    #expect(root["data"]?["inventory"]?.elements.first?["name"]?.text == "Texts")
    #expect(root["extra_terms"]?.elements.count == 1)
    #expect(text.contains("OPEN code.training"))
  }

  /// Everything that comes from foreign files passes through quotes or a comment.
  @Test(arguments: [
    "x\nid: evil", "x\u{2028}id: evil", "x\u{85}id: evil", "\"\nrevision: 1", "a: b # c", "- x", "null", "\u{202E}txet",
    "*a", "&a", "\\", "{", "", " ", "e\u{301}😀",
  ])
  func `no foreign text becomes a key`(hostile: String) throws {
    var draft = ModelDraft()
    let origin = Origin(file: hostile, key: hostile)
    draft.name = Sourced(hostile, origin)
    draft.id = Sourced(hostile, origin)
    draft.revision = Sourced(hostile, origin)
    draft.licenses = [
      Sourced(LicenseClaim(tag: hostile, name: hostile, link: hostile, textDigest: Self.digest("0")), origin)
    ]
    draft.baseModels = [Sourced(BaseModel(id: hostile, name: hostile, repositoryURL: hostile), origin)]
    draft.datasets = [Sourced(Dataset(name: hostile, url: hostile), origin)]
    draft.languages = [Sourced(hostile, origin)]
    draft.tasks = [Sourced(hostile, origin)]
    draft.gates = [Sourced(hostile, origin)]
    draft.forms = [Sourced(hostile, origin)]
    draft.architecture = Sourced(hostile, origin)
    draft.sizeLabel = Sourced(hostile, origin)
    draft.files = [Sourced(HashedFile(path: hostile, size: 1, digest: Self.digest("0")), origin)]
    draft.leads = [Lead(field: .training, text: hostile, origin: origin)]
    let plain = try Self.keys(ModelDraft().yaml(assessedOn: Self.day))
    let keys = try Self.keys(draft.yaml(assessedOn: Self.day))
    #expect(keys == plain)
    let root = try Self.root(draft.yaml(assessedOn: Self.day))
    #expect(root["files"]?.elements.first?["path"]?.text ?? "null" == (hostile.isEmpty ? "" : hostile))
  }

  private static func root(_ text: String) throws -> YAMLNode {
    let report = YAMLReport(file: "draft.yaml")
    let root = ForeignYAML.read(bytes: Array(text.utf8), report: report)
    #expect(report.errors.map(\.description) == [])
    return try #require(root)
  }

  private static func keys(_ text: String) throws -> [String] { try root(text).members.map(\.key) }
}
