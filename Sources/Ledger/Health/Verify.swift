// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
import GRDB

extension Ledger {
  /// Checks the file, each row against its neighbours, and each sum against its rows, all at one moment and while calls
  /// may go on. It reads everything once.
  ///
  /// - Parameters:
  ///   - now: tells the month whose sums are reported against budgets; nil: none are.
  ///   - budget: what a project may spend in a month that has no budget of its own; nil: as much as it likes.
  package func verify(at now: Instant? = nil, defaultBudget budget: Money? = nil) throws -> LedgerVerification {
    try pool.read { db in
      var result = LedgerVerification()
      try Self.verifyFile(db, &result)
      // In a damaged file a read can fail half-way; what was found until then is still worth telling.
      do {
        try Self.verifyCounts(db, &result)
        try Self.verifyLeaves(db, &result)
        let sums = try Self.verifySettlements(db, &result)
        try Self.verifyUsage(db, sums, &result)
        try Self.verifyControl(db, try Self.verifyAudit(db, &result), &result)
        if let now { result.budgets = try Self.budgets(db, at: now, standard: budget) }
      } catch let error as DatabaseError {
        result.found("the check broke off: \(error.message ?? error.resultCode.description)")
      }
      return result
    }
  }

  private static func verifyFile(_ db: Database, _ result: inout LedgerVerification) throws {
    for line in try String.fetchAll(db, sql: "PRAGMA integrity_check") where line != "ok" {
      result.found("integrity: \(line)")
    }
    for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check") {
      let rowID = (row[1] as Int64?).map { " row \($0)" } ?? ""
      result.found("reference: \(row[0] as String)\(rowID) points at a \(row[2] as String) that does not exist")
    }
  }

  private static func verifyCounts(_ db: Database, _ result: inout LedgerVerification) throws {
    func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: "SELECT count(*) FROM " + sql) ?? 0 }
    result.intents = try count("intent")
    result.settlements = try count("settlement")
    result.records = try count("provenance")
    result.open = try count("intent WHERE NOT EXISTS (SELECT 1 FROM settlement WHERE settlement.seq = intent.seq)")
    let early = try count(
      """
      intent WHERE seq <= (SELECT value FROM meta WHERE key = 'recovered_through')
        AND NOT EXISTS (SELECT 1 FROM settlement WHERE settlement.seq = intent.seq)
      """)
    if early > 0 {
      let what = early.counted("intent from before the last start has", "intents from before the last start have")
      result.found("\(what) no settlement")
    }
    let strays = try count("provenance WHERE seq NOT IN (SELECT seq FROM settlement)")
    if strays > 0 {
      result.found("\(strays.counted("provenance record has", "provenance records have")) no settlement")
    }
  }

  /// - Returns: the sums that the roll-up must have.
  private static func verifySettlements(
    _ db: Database, _ result: inout LedgerVerification
  ) throws -> [UsageKey: UsageSum] {
    var sums: [UsageKey: UsageSum] = [:]
    let contextTiers = try Price.contextTiers(db)
    let rows = try Row.fetchCursor(db, sql: settledCalls)
    while let row = try rows.next() {
      guard let call = try SettledRow(row, contextTiers: contextTiers) else {
        result.found("settlement \(row["s_seq"] as Int64) has no intent")
        continue
      }
      for fault in call.faults { result.found("\(call.intent.requestID): \(fault)") }
      sums[call.usageKey, default: UsageSum()].add(call)
    }
    return sums
  }

  private static func verifyUsage(
    _ db: Database, _ sums: [UsageKey: UsageSum], _ result: inout LedgerVerification
  ) throws {
    var missing = sums
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM usage_day")
    while let row = try rows.next() {
      result.usageRows += 1
      let key = UsageKey(row)
      let (written, summed) = (UsageSum(row), missing.removeValue(forKey: key))
      if summed == nil {
        result.found("usage \(key): there are no settlements for it")
      } else if let summed, summed != written {
        result.found("usage \(key): \(written.difference(from: summed))")
      }
    }
    for key in missing.keys.sorted(by: { $0.description < $1.description }) {
      result.found("usage \(key): the row is missing")
    }
  }

  private static let settledCalls = """
    SELECT intent.*, project.name AS project, settlement.seq AS s_seq, settlement.outcome, settlement.usage_source,
      settlement.cost_pico, settlement.currency AS s_currency, settlement.needs_review,
      \(LedgerSchema.buckets { "settlement.\($0)" }), price.id AS p_id, price.currency AS p_currency,
      \(LedgerSchema.buckets { "price.\($0) AS p_\($0)" }), provenance.record
    FROM settlement LEFT JOIN intent USING (seq) LEFT JOIN provenance USING (seq)
      LEFT JOIN price ON price.id = price_id LEFT JOIN project ON project.id = project_id
    ORDER BY settlement.seq
    """
}
