// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Provenance
import Testing

@Suite struct MismatchTests {
  @Test(arguments: [
    ("small", "small"),
    ("small", "Small"),
    ("SMALL", "small"),
    ("small", "small-2026-01-31"),
    ("small", "/models/small.gguf"),
    ("SmolLM2-135M-Instruct", "/models/smollm2-135m-instruct-q8_0.gguf"),
    ("small", "org/small:latest"), ("small", "small-20260131"), ("gpt-4", "gpt-4-0613"),
    ("small", "small-IQ2_XXS.gguf"),
    ("small", "small-UD-Q4_K_XL"), ("small", "small.i1-Q4_K_M.gguf"), ("gpt-oss-20b", "gpt-oss-20b-mxfp4"),
    ("small", "small-4bit"), ("small", "small-q4f16_1"), ("small", "small-Q8_0-00001-of-00003.gguf"),
    ("small", "small:2026-01-31-fp8"), ("small", "small-bnb-4bit"), ("nllb-200", "org/nllb-200"),
  ])
  func theSameNameWithAPathOrAVersionIsNoMismatch(resolved: String, returned: String) {
    #expect(!Self.record(resolved, returned).isMismatch)
  }

  @Test(arguments: [
    ("small", "large"), ("small-2", "small"), ("org/small", "small"), ("small", "smal"), ("small", ""),
    ("llama-3", "llama-3.1"), ("gpt-4", "gpt-4.1"), ("qwen2", "qwen2.5"), ("deepseek-v3", "deepseek-v3.2"),
    ("phi", "phi-2"),
    ("nllb-200", "nllb-200-600m"), ("gpt-4o", "gpt-4o-mini"), ("small", "small-m"), ("small", "small-k"),
    ("small", "small-0"),
    ("small", "small-1399"), ("small", "small-2026-13-01"), ("small", "small-20261301"), ("small", "small-2026-01"),
    ("small", "small-q9"), ("small", "small-of-00001"), ("small", "small-2026-01-31-mini"), ("small", "small-ud"),
    ("small", "smallq4"),
  ])
  func anotherNameIsAMismatch(resolved: String, returned: String) {
    #expect(Self.record(resolved, returned).isMismatch)
  }

  @Test(arguments: [("small", nil), (nil, "small"), (nil, nil)] as [(String?, String?)])
  func whatIsNotKnownIsNoMismatch(resolved: String?, returned: String?) {
    #expect(!Self.record(resolved, returned).isMismatch)
  }

  @Test func aNameThatCannotBeShownIsAMismatch() {
    var record = Self.record("small", nil)
    record.returnedModel = .unpresentable
    #expect(record.isMismatch && record.returnedModel.name == nil)
    record.resolvedModel = nil
    #expect(!record.isMismatch, "of a recovered call nothing is known")
  }

  private static func record(_ resolved: String?, _ returned: String?) -> ProvenanceRecord {
    var record = Records.full
    (record.resolvedModel, record.returnedModel) = (resolved, returned.map { .named($0) } ?? .unnamed)
    return record
  }
}
