// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct TokenCountsTests {
  @Test func bucketsAreDisjointAndKeepTheLedgersOrder() {
    #expect(
      TokenCounts.Bucket.allCases.map(\.name) == [
        "input_uncached", "input_cache_read", "input_cache_write", "input_audio", "input_image", "output_text",
        "output_reasoning", "output_audio",
      ])
    for bucket in TokenCounts.Bucket.allCases {
      #expect(bucket.isInput == bucket.name.hasPrefix("input_"))
      var tokens = TokenCounts()
      tokens[bucket] = 5
      for other in TokenCounts.Bucket.allCases { #expect(tokens[other] == (other == bucket ? 5 : 0)) }
      #expect(tokens.input == (bucket.isInput ? 5 : 0))
      #expect(tokens.output == (bucket.isInput ? 0 : 5))
      #expect(tokens.total == 5)
    }
  }

  @Test func aNegativeCountIsNone() {
    #expect(TokenCounts(input: -1, output: .min) == TokenCounts())
  }

  @Test func sumsSaturate() {
    var tokens = TokenCounts(input: .max, output: .max)
    tokens[.inputAudio] = 1
    #expect(tokens.input == .max)
    #expect(tokens.total == .max)
  }
}
