// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Families whose members do not have one licence. The facts are those of the reviewed certificates in
/// `Policies/models`, as of 2026-11; each names its trap so that nobody has to fall into it again.
struct ModelFamily: Sendable {
  /// In lower-case letters, as it stands in names.
  let word: String
  let trap: String

  static let all: [ModelFamily] = [
    ModelFamily(word: "apertus", trap: "an acceptable use policy behind the gate, which changed while the tag stayed"),
    ModelFamily(word: "aya", trap: "CC-BY-NC-4.0 with an acceptable use policy beside it"),
    ModelFamily(word: "command-r", trap: "CC-BY-NC-4.0 with an acceptable use policy beside it"),
    ModelFamily(
      word: "deepseek",
      trap: "early versions are under the DeepSeek licence, R1 is MIT, distillations keep their base's terms"),
    ModelFamily(word: "falcon", trap: "7B and 40B of 2023 are Apache-2.0, later ones have TII's own terms"),
    ModelFamily(
      word: "gemma",
      trap: "1 to 3 are under Google's terms, of which two versions share one tag; 4 is tagged Apache-2.0"),
    ModelFamily(word: "gpt-oss", trap: "a usage policy lies beside the Apache-2.0 licence"),
    ModelFamily(word: "jina", trap: "embedding models from v3 on are CC-BY-NC-4.0"),
    ModelFamily(
      word: "llama",
      trap: "each generation has its own licence: 2 and 3.0 forbid training on outputs, 3.1 on ask for a name"),
    ModelFamily(word: "mistral", trap: "Apache-2.0, the research licence and the non-production licence all occur"),
    ModelFamily(word: "nllb", trap: "CC-BY-NC-4.0"),
    ModelFamily(word: "opus-mt", trap: "the project says CC-BY-4.0, the hub tag apache-2.0"),
    ModelFamily(word: "qwen", trap: "Qwen2.5 3B is research only and 72B has the Qwen licence in an Apache-2.0 family"),
    ModelFamily(word: "stablelm", trap: "some are under the Stability Community licence"),
  ]
}
