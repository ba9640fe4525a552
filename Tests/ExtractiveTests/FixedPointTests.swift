// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Extractive
import Testing

@Suite struct FixedPointTests {
  @Test func squareRootIsExact() {
    for value: Int64 in Array(0...5_000) + [1 << 40, (1 << 40) - 1, (1 << 62) - 1, .max] {
      let root = FixedPoint.squareRoot(value)
      #expect(root * root <= value)
      #expect((root + 1).multipliedReportingOverflow(by: root + 1).overflow || (root + 1) * (root + 1) > value)
    }
    #expect(FixedPoint.squareRoot(-4) == 0)
  }

  @Test func logarithmHasKnownValues() {
    for exponent: Int64 in 0...62 { #expect(FixedPoint.log2(1 << exponent) == exponent << 16) }
    #expect(FixedPoint.log2(3) == 103_872)  // 1.58496 · 65 536
    #expect(FixedPoint.log2(10) == 217_705)  // 3.32193 · 65 536
    #expect(FixedPoint.log2(0) == 0)
    #expect(FixedPoint.log2(-1) == 0)
    for value: Int64 in 1...5_000 { #expect(FixedPoint.log2(value) <= FixedPoint.log2(value + 1)) }
  }
}
