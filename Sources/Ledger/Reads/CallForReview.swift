// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

/// A settled call whose cost somebody should compare with what the provider charged: it is an estimate, what was held
/// for a call that a crash cut off, or nothing, for a call that failed where a contracted backend may have been at work.
package struct CallForReview: Hashable, Sendable {
  package let requestID: RequestID
  /// When it began.
  package let at: Instant
  package let project: ProjectName
  package let model: String
  package let backend: String
  package let outcome: String
  package let usageSource: String
  /// The most that it can have cost.
  package let hold: Money
  /// What was charged for it here.
  package let cost: Money
}

extension Ledger {
  /// Each call of a span of days that is marked for review, by the day on which it began, in the order of the ledger.
  ///
  /// - Throws: `LedgerProblem.noSuchProject` for a filter that names none.
  package func forEachCallForReview(
    in period: Period, project: ProjectName? = nil, _ body: (CallForReview) throws -> Void
  ) throws {
    try pool.read { db in
      let filter = try project.map { try Administration(database: db).requireProject($0).id.row }
      let end = CivilDay(daysSince1970: period.last.daysSince1970 + 1).start
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT request_id, intent.at AS at, project.name AS project, model, backend, outcome, usage_source, hold_pico,
            cost_pico, intent.currency AS currency
          FROM settlement JOIN intent USING (seq) JOIN project ON project.id = project_id
          WHERE needs_review AND intent.at >= ?1 AND intent.at < ?2 AND (?3 IS NULL OR project_id = ?3)
          ORDER BY seq
          """,
        arguments: [period.first.start.microseconds, end.microseconds, filter])
      while let row = try rows.next() { try body(CallForReview(row)) }
    }
  }
}

extension CallForReview {
  fileprivate init(_ row: Row) throws {
    guard let id = RequestID(blob: row["request_id"]), let project = ProjectName(row["project"] as String),
      let currency = Currency(row["currency"] as String)
    else { throw LedgerProblem.damaged("a call that is marked for review has no valid key") }
    self.init(
      requestID: id, at: Instant(microseconds: row["at"]), project: project, model: row["model"],
      backend: row["backend"], outcome: row["outcome"], usageSource: row["usage_source"],
      hold: Money(pico: row["hold_pico"], currency), cost: Money(pico: row["cost_pico"], currency))
  }
}
