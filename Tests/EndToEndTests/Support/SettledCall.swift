// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import GRDB
import Ledger
import Serving

/// A call's settlement as it stands in the file.
struct SettledCall {
  let outcome: String
  let status: Int
  let errorCode: String?
  let source: String
  let input: Int64
  let output: Int64
  let needsReview: Bool

  static func read(_ home: Home, _ id: RequestID) throws -> SettledCall? {
    let ledger = try home.openLedger()
    defer { try? ledger.close() }
    let blob = withUnsafeBytes(of: id.bits.bigEndian) { Data($0) }
    return try ledger.read { desk in
      try Row.fetchOne(
        desk.database,
        sql: "SELECT settlement.* FROM settlement JOIN intent USING (seq) WHERE request_id = ?", arguments: [blob])
    }.map(SettledCall.init)
  }

  /// All settlements, in the order of their intents.
  static func all(_ home: Home) throws -> [SettledCall] {
    let ledger = try home.openLedger()
    defer { try? ledger.close() }
    return try ledger.read { desk in
      try Row.fetchAll(desk.database, sql: "SELECT * FROM settlement ORDER BY seq")
    }.map(SettledCall.init)
  }

  private init(_ row: Row) {
    outcome = row["outcome"]
    status = row["status"]
    errorCode = row["error_code"]
    source = row["usage_source"]
    let input: Int64 = row["input_uncached"]
    self.input = input + (row["input_cache_read"] as Int64)
    output = (row["output_text"] as Int64) + (row["output_reasoning"] as Int64)
    needsReview = row["needs_review"]
  }
}
