// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ModelImport
import Testing

private func card(_ text: String) throws(ImportProblem) -> ModelDraft {
  try ModelCard(ByteArraySource(Array(text.utf8), name: "README.md")).draft
}

private func refusal(_ text: String) -> String? {
  do {
    _ = try card(text)
    return nil
  } catch {
    return error.description
  }
}

@Suite struct ModelCardTests {
  @Test func `the known keys are read with their lines and the others passed over`() throws {
    let draft = try card(
      """
      ---
      license: other
      license_name: qwen-research
      license_link: https://huggingface.co/Qwen/Qwen2.5-3B/blob/main/LICENSE
      language: [en, "no", zh-Hant]
      base_model: Qwen/Qwen2.5-3B
      base_model_relation: quantized
      datasets:
        - maker/texts
        - Some Book Corpus
      tags:
      - chat
      pipeline_tag: text-generation
      library_name: transformers
      extra_gated_prompt: >-
        You agree to the policy.
      extra_gated_fields: {Name: text}
      model-index:
        - name: x
          results: [{value: 1}]
      unheard_of: {a: [1, 2]}
      ---
      # Text, which may hold anything: *a &b
      """)
    #expect(
      draft.licenses.map(\.value) == [
        LicenseClaim(
          tag: "other", name: "qwen-research", link: "https://huggingface.co/Qwen/Qwen2.5-3B/blob/main/LICENSE")
      ])
    #expect(draft.licenses[0].origin == Origin(file: "README.md", key: "license, line 2"))
    #expect(draft.languages.map(\.value) == ["en", "no", "zh-Hant"])
    #expect(draft.baseModels.map(\.value) == [BaseModel(id: "Qwen/Qwen2.5-3B")])
    #expect(draft.derivations.map(\.value) == [.quantized])
    #expect(
      draft.datasets.map(\.value) == [
        Dataset(name: "maker/texts", url: "https://huggingface.co/datasets/maker/texts"),
        Dataset(name: "Some Book Corpus"),
      ])
    #expect(draft.tasks.map(\.value) == ["text-generation"])
    #expect(draft.gates.count == 2)
    #expect(draft.gates[0].value.contains("You agree to the policy."))
    #expect(draft.gates[0].value.contains("SHA-256"))
  }

  @Test func `lists of licences and bases are all kept and several bases are a merge`() throws {
    let draft = try card("---\nlicense:\n- mit\n- apache-2.0\nbase_model: [a/b, c/d]\n---\n")
    #expect(draft.licenses.map(\.value.tag) == ["mit", "apache-2.0"])
    #expect(draft.baseModels.map(\.value.id) == ["a/b", "c/d"])
    #expect(draft.derivations.map(\.value) == [.merge])
  }

  @Test(arguments: ["---\n---\n", "---\n---", "\u{FEFF}---\r\nlicense: mit\r\n---\r\ntext", "--- \n# nothing\n---\n"])
  func `short and odd front matter is read`(text: String) throws {
    _ = try card(text)
  }

  @Test(arguments: [
    ("# A model\n", "README.md:1:1: no front matter: a model card begins with a line `---`, keys and `---`"),
    ("", "README.md:1:1: no front matter: a model card begins with a line `---`, keys and `---`"),
    ("---\nlicense: mit\n", "README.md:1:1: the front matter that begins here has no closing line `---`"),
    ("---\n- a\n---\n", "README.md:2:1: must be a map of keys and values"),
    ("---\nlicense: mit\nlicense: gpl\n---\n", "README.md:3:1: the key `license` already stands in line 2; keep one"),
    ("---\nlicense: m\u{1}t\n---\n", "README.md:2:11: the text holds a control character; remove it"),
    ("---\na: &x 1\nb: *x\n---\n", "README.md:2:4: anchors and aliases are not allowed (`&x`); write the value out"),
  ])
  func `what is no front matter is refused in one line`(text: String, message: String) {
    #expect(refusal(text) == message)
  }

  @Test func `aliases cannot make a bomb`() {
    var text = "---\na0: &a0 [x, x, x, x, x, x, x, x]\n"
    for level in 1..<40 {
      text +=
        "a\(level): &a\(level) [" + [String](repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
    }
    #expect(refusal(text + "---\n")?.contains("aliases") == true)
  }

  @Test func `lists nested ten thousand deep are refused`() {
    #expect(refusal("---\na: " + String(repeating: "[", count: 10_000) + "\n---\n") != nil)
  }

  @Test func `a front matter of 100 MB is refused without being read whole`() {
    let source = EndlessCard(size: 100_000_000)
    let error = #expect(throws: ImportProblem.self) { try ModelCard(source) }
    #expect(error?.description.contains("has more than 1 MiB without a closing line") == true)
    #expect(source.count < 2 << 20)
  }

  @Test func `the text below the front matter is not read`() throws {
    let source = EndlessCard(size: 100_000_000, front: "---\nlicense: mit\n---\n")
    #expect(try ModelCard(source).draft.licenses.map(\.value.tag) == ["mit"])
    #expect(source.count <= 64 << 10)
  }

  @Test func `a mark that is cut by the end of a step is found`() throws {
    for padding in (65_500)...(65_540) {
      let text = "---\nlicense: mit\n#" + String(repeating: "x", count: padding - 20) + "\n---\nrest"
      #expect(try card(text).licenses.count == 1, "padding \(padding)")
    }
  }

  @Test(arguments: 0..<4) func `mutated cards never crash`(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let valid = Array("---\nlicense: [mit]\nbase_model: a/b\ntags: {x: [1, \"y\"]}\nd: |\n  text\n---\n".utf8)
    for _ in 0..<300 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        bytes[Int.random(in: 4..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      do {
        _ = try ModelCard(ByteArraySource(bytes, name: "README.md"))
      } catch {
        #expect(!error.description.contains("\n"))
      }
    }
  }
}

/// A front matter and then one endless line.
private final class EndlessCard: ByteSource {
  let name = "README.md"
  let size: Int64
  private let front: [UInt8]
  private(set) var count = 0

  init(size: Int64, front: String = "---\nlicense: mit\ntext: ") {
    (self.size, self.front) = (size, Array(front.utf8))
  }

  func read(at offset: Int64, count: Int) throws(ImportProblem) -> [UInt8] {
    let wanted = Int(min(Int64(count), max(0, size - offset)))
    self.count += wanted
    return (0..<wanted).map { index in
      let at = Int(offset) + index
      return at < front.count ? front[at] : UInt8(ascii: "a")
    }
  }
}
