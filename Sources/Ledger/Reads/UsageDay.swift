// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

/// What one project used of one model on one backend on one day in one currency: a row of the roll-up, over all tokens
/// or with one.
package struct UsageDay: Hashable, Sendable {
  package let day: CivilDay
  package let project: ProjectName
  package let model: String
  package let backend: String
  /// By its public id; nil: over all of them.
  package let token: String?
  package let currency: Currency
  package let calls: Int64
  /// Calls that failed before the backend's first byte; nothing was charged.
  package let failed: Int64
  /// Calls whose tokens were estimated.
  package let estimated: Int64
  /// Calls that were settled by rule after a crash.
  package let recovered: Int64
  package let tokens: TokenCounts
  package let costPico: Int128
}

extension Ledger {
  /// Each row of the roll-up in a span of days, in the order of days, without holding them all in memory.
  ///
  /// - Parameter byToken: whether tokens are told apart.
  /// - Throws: `LedgerProblem.noSuchProject` for a filter that names none.
  package func forEachUsageDay(
    in period: Period, project: ProjectName? = nil, byToken: Bool = false, _ body: (UsageDay) throws -> Void
  ) throws {
    let token = byToken ? "(SELECT public_id FROM token WHERE token.id = token_id)" : "NULL"
    let each = "day, project_id, model, backend, currency" + (byToken ? ", token_id" : "")
    try pool.read { db in
      let filter = try project.map { try Administration(database: db).requireProject($0).id.row }
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT day, project.name AS project, model, backend, currency, \(token) AS token, sum(calls) AS calls,
            sum(failed) AS failed, sum(estimated) AS estimated, sum(recovered) AS recovered,
            \(LedgerSchema.buckets { "sum(\($0)) AS \($0)" }),
            sum(cost_unit) AS cost_unit, sum(cost_pico) AS cost_pico
          FROM usage_day JOIN project ON project.id = project_id
          WHERE day BETWEEN ?1 AND ?2 AND (?3 IS NULL OR project_id = ?3)
          GROUP BY \(each)
          ORDER BY \(each)
          """,
        arguments: [period.first.description, period.last.description, filter])
      while let row = try rows.next() { try body(UsageDay(row)) }
    }
  }
}

extension UsageDay {
  fileprivate init(_ row: Row) throws {
    guard let day = CivilDay(row["day"] as String), let project = ProjectName(row["project"] as String),
      let currency = Currency(row["currency"] as String)
    else { throw LedgerProblem.damaged("a row of usage by day has no valid key") }
    var tokens = TokenCounts()
    for bucket in TokenCounts.Bucket.allCases { tokens[bucket] = row[bucket.name] }
    self.init(
      day: day, project: project, model: row["model"], backend: row["backend"], token: row["token"],
      currency: currency, calls: row["calls"], failed: row["failed"], estimated: row["estimated"],
      recovered: row["recovered"],
      tokens: tokens,
      costPico: Int128(row["cost_unit"] as Int64) * Int128(Money.picoPerUnit) + Int128(row["cost_pico"] as Int64))
  }
}
