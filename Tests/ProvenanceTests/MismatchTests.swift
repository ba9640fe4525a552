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
    ("small", "org/small:latest"),
  ])
  func theSameNameWithAPathOrAVersionIsNoMismatch(resolved: String, returned: String) {
    #expect(!Self.record(resolved, returned).isMismatch)
  }

  @Test(arguments: [("small", "large"), ("small-2", "small"), ("org/small", "small"), ("small", "smal"), ("small", "")])
  func anotherNameIsAMismatch(resolved: String, returned: String) {
    #expect(Self.record(resolved, returned).isMismatch)
  }

  @Test(arguments: [("small", nil), (nil, "small"), (nil, nil)] as [(String?, String?)])
  func whatIsNotKnownIsNoMismatch(resolved: String?, returned: String?) {
    #expect(!Self.record(resolved, returned).isMismatch)
  }

  private static func record(_ resolved: String?, _ returned: String?) -> ProvenanceRecord {
    var record = Records.full
    (record.resolvedModel, record.returnedModel) = (resolved, returned)
    return record
  }
}
