// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import ToolgateTesting

@Suite struct SeededGeneratorTests {
  /// The first numbers for the seed 1234567 as other implementations of SplitMix64 give them.
  @Test func givesTheNumbersOfSplitMix64() {
    var generator = SeededGenerator(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }
}
