// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Testing
import ToolgateTesting

@Suite struct TokenBoundTests {
  @Test func inputIsBoundedByBytesImagesAndTheModelsContext() {
    #expect(TokenBound.input(bodyBytes: 0, images: 0, context: 8_192) == TokenBound.template)
    #expect(TokenBound.input(bodyBytes: 1_000, images: 0, context: 8_192) == 1_000 + TokenBound.template)
    #expect(
      TokenBound.input(bodyBytes: 10, images: 3, context: 1 << 20) == 10 + 3 * TokenBound.perImage + TokenBound.template
    )
    #expect(TokenBound.input(bodyBytes: 10_000_000, images: 16, context: 8_192) == 8_192)
  }

  @Test func theBoundGrowsWithTheRequestAndNeverPassesTheContext() {
    var random = SeededGenerator(seed: 71)
    for _ in 0..<5_000 {
      let context = Int64.random(in: 1...2_000_000, using: &random)
      let (bytes, images) = (Int.random(in: 0...10_000_000, using: &random), Int.random(in: 0...100, using: &random))
      let bound = TokenBound.input(bodyBytes: bytes, images: images, context: context)
      #expect(bound <= context)
      #expect(bound == context || bound > Int64(bytes))
      #expect(bound <= TokenBound.input(bodyBytes: bytes + 1, images: images, context: context))
      #expect(bound <= TokenBound.input(bodyBytes: bytes, images: images + 1, context: context))
    }
  }

  @Test(arguments: [(0 as Int64, 0 as Int64), (1, 1), (3, 1), (4, 2), (7, 2), (8, 3), (3_500, 1_000), (3_501, 1_001)])
  func anEstimateIsTwoTokensForSevenBytesRoundedUp(bytes: Int64, tokens: Int64) {
    #expect(TokenBound.estimate(bytes: bytes) == tokens)
  }

  @Test func anEstimateIsNeverMoreThanTheBytes() {
    for bytes in 0..<5_000 as Range<Int64> {
      let tokens = TokenBound.estimate(bytes: bytes)
      #expect(tokens <= bytes)
      #expect(tokens * 7 >= bytes * 2 && (tokens - 1) * 7 < bytes * 2)
    }
  }
}
