// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Ledger
import Testing
import ToolgateTesting

@Suite struct ConformanceTests {
  @Test(arguments: LedgerConformance.Rule.allCases)
  func sqliteLedgerConforms(_ rule: LedgerConformance.Rule) throws {
    let temporary = try TemporaryLedger()
    let writer = try LedgerWriter(temporary.ledger)
    #expect(try LedgerConformance(ledger: writer, calls: temporary.calls).check(rule) == [])
    writer.stop()
    #expect(try temporary.ledger.verify().findings == [])
  }

  /// One row a transaction and all in one must answer alike.
  @Test(arguments: [1, 3, 64])
  func anyBatchSizeConforms(_ batch: Int) throws {
    let temporary = try TemporaryLedger()
    let writer = try LedgerWriter(temporary.ledger, batch: batch)
    #expect(
      try LedgerConformance(ledger: writer, calls: temporary.calls).check(.badRowsDoNotSinkTheirNeighbours) == [])
    writer.stop()
  }
}
