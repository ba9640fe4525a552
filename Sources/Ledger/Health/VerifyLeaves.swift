// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB

extension Ledger {
  /// Each record and each act of governance has exactly one leaf, and the leaves are numbered without a gap (invariant
  /// I8). What is in the published log beyond that is checked by `toolgate log verify`.
  static func verifyLeaves(_ db: Database, _ result: inout LedgerVerification) throws {
    func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: "SELECT count(*) FROM " + sql) ?? 0 }
    result.leaves = try count("leaf")
    let next = try Int(nextLeaf(db))
    if next != result.leaves {
      result.found("log: \(result.leaves.counted("leaf is", "leaves are")) numbered up to \(next - 1)")
    }
    let faults = [
      (
        "provenance records whose leaf is not theirs",
        "provenance LEFT JOIN leaf ON number = leaf WHERE leaf.seq IS NOT provenance.seq"
      ),
      ("leaves of calls that have another leaf", "leaf JOIN provenance USING (seq) WHERE leaf IS NOT number"),
      ("leaves without their record", "leaf WHERE seq IS NOT NULL AND seq NOT IN (SELECT seq FROM provenance)"),
      (
        "acts of governance without exactly one leaf",
        "governance WHERE (SELECT count(*) FROM leaf WHERE governance_id = governance.id) <> 1"
      ),
    ]
    for (what, sql) in faults {
      let found = try count(sql)
      if found > 0 { result.found("log: \(what): \(found)") }
    }
    let triggers = try Set(String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
    for (name, _) in LedgerSchema.logTriggers where !triggers.contains(name) {
      result.found("log: the trigger \(name) that guards the log is missing")
    }
  }
}
