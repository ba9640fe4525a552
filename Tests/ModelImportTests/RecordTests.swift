// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import ModelImport
import Testing

@Suite struct MOTRecordTests {
  private func record(_ text: String) throws(ImportProblem) -> ModelDraft {
    try MOTRecord(Array(text.utf8), file: "Small.yml").draft
  }

  @Test func `a record becomes leads and never an answer`() throws {
    let draft = try record(
      """
      framework: {name: 'Model Openness Framework', version: '1.0', date: '2024-12-15'}
      release:
        name: Small-Chat
        version: 7B
        origin: Small-Base
        date: 2025-07-08
        architecture: 'transformer decoder'
        repository: 'https://github.com/maker/small'
        huggingface: 'https://huggingface.co/maker/small-chat'
        license:
          distribution: {name: Apache-2.0, path: 'https://github.com/maker/small/blob/main/LICENSE'}
        components:
          - {name: 'Training code', description: 'Code', license: {name: MIT}}
          - {name: 'Inference code', description: 'Code', license_name: 'Component not included'}
          - {name: Datasets, description: 'Data', license_name: unlicensed}
          - {name: 'Something new', description: 'x'}
      """)
    #expect(draft.id?.value == "maker/small-chat")
    #expect(draft.baseModels.map(\.value) == [BaseModel(name: "Small-Base")])
    #expect(draft.releasedOn?.value == "2025-07-08" && draft.releasedOn?.origin.key == "release.date")
    #expect(draft.licenses.map(\.value.name) == ["Apache-2.0"])
    func leads(_ field: CertificateField) -> [String] { draft.leads.filter { $0.field == field }.map(\.text) }
    #expect(leads(.training).contains("the record says of `Training code`: present under `MIT`"))
    #expect(leads(.inference).contains("the record says of `Inference code`: not included"))
    #expect(leads(.inventory) == ["the record says of `Datasets`: present, no licence of its own is given"])
    let asked = Set(draft.questions.map(\.field))
    #expect(asked.isSuperset(of: [.terms, .training, .inventory]))
    #expect(draft.questions.first { $0.field == .training }?.leads.isEmpty == false)
  }

  @Test(arguments: [
    ("a: 1\n", "Small.yml:1:1: no record of the Model Openness Tool: the map `release` is missing"),
    ("release: 3\n", "Small.yml:1:1: no record of the Model Openness Tool: the map `release` is missing"),
    ("[1]\n", "Small.yml:1:1: must be a map of keys and values"),
  ])
  func `what is no record is refused`(text: String, message: String) {
    let error = #expect(throws: ImportProblem.self) { try record(text) }
    #expect(error?.description == message)
  }
}

@Suite struct OllamaShowTests {
  private func show(_ text: String, of model: String = "small:latest") throws(ImportProblem) -> ModelDraft {
    try OllamaShow(Array(text.utf8), model: model, source: "http://ollama:11434").draft
  }

  @Test func `the answer is read and the licence text hashed`() throws {
    let digest = String(repeating: "ab", count: 32)
    let draft = try show(
      """
      {"license":"\\n  Apache License\\nVersion 2.0\\n",
       "modelfile":"# x\\nFROM /models/blobs/sha256-\(digest)\\nPARAMETER a",
       "details":{"parent_model":"base:1","format":"gguf","family":"llama","parameter_size":"134.52M",
       "quantization_level":"Q4_K_M"},"model_info":{"general.architecture":"llama","general.license":"apache-2.0",
       "general.base_model.count":1,"general.base_model.0.repo_url":"https://huggingface.co/a/b",
       "general.parameter_count":134515008,"tokenizer.ggml.tokens":null,"general.tags":["chat"]},
       "capabilities":["completion"],"remote_host":"","remote_model":null}
      """)
    #expect(draft.name?.value == "small:latest")
    #expect(draft.architecture?.value == "llama")
    #expect(draft.forms.map(\.value) == ["Q4_K_M"])
    #expect(draft.parameterCount?.value == 134_515_008)
    #expect(draft.baseModels.map(\.value.label) == ["a/b", "base:1"])
    #expect(draft.licenses.count == 2)
    #expect(draft.licenses[0].value.tag == "apache-2.0")
    // printf '\n  Apache License\nVersion 2.0\n' | sha256sum
    #expect(
      draft.licenses[1].value
        == LicenseClaim(
          name: "Apache License",
          textDigest: ContentDigest(digits: "7f7e6c2a8e1be2e5c0268f155dc3f9bd2674df4dc99d8d31eb88017c5d200ccd")))
    #expect(draft.leads.contains { $0.field == .files && $0.text.contains(digest) })
  }

  @Test(arguments: [
    #""remote_host":"https://ollama.com:443""#, #""remote_model":"gpt-oss:120b""#, #""remote_model":7"#,
  ])
  func `a cloud model is refused`(member: String) {
    let error = #expect(throws: ImportProblem.self) { try show(#"{"details":{"family":"x"},\#(member)}"#) }
    #expect(error?.description.contains("is a cloud model") == true)
    #expect(error?.description.contains("\n") == false)
  }

  @Test(arguments: ["gpt-oss:120b-cloud", "small:cloud"])
  func `a model with the name of a cloud model is refused too`(model: String) {
    let error = #expect(throws: ImportProblem.self) { try show(#"{"details":{"family":"x"}}"#, of: model) }
    #expect(error?.description.contains("has the name of a cloud model") == true)
  }

  @Test(arguments: [
    ("", "not usable JSON: there is nothing"), ("[]", "must be a JSON object"), ("{", "not usable JSON"),
    (#"{"error":"model 'x' not found"}"#, "the server answered with an error: model 'x' not found"),
    (#"{"models":[]}"#, "`details` is missing"),
    (#"{"details":{},"details":{}}"#, "not usable JSON: a key that the same object already has"),
  ])
  func `what is no answer to show is refused`(text: String, part: String) {
    let error = #expect(throws: ImportProblem.self) { try show(text) }
    #expect(error?.description.contains(part) == true, "\(String(describing: error))")
  }
}

extension BaseModel {
  fileprivate var label: String? { id ?? name }
}
