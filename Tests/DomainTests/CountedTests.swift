// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct CountedTests {
  @Test func onlyOneIsOne() {
    #expect(
      [0, 1, 2, 11, 21, -1].map { $0.counted("call") } == [
        "0 calls", "1 call", "2 calls", "11 calls", "21 calls", "-1 calls",
      ])
    #expect(Int64(1).counted("leaf is", "leaves are") == "1 leaf is")
    #expect(Int64(3).counted("leaf is", "leaves are") == "3 leaves are")
  }
}
