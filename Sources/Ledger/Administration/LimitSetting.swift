// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

/// The limits of one scope, and what they were set for.
package struct ScopedLimits: Sendable {
  package let scope: LimitScope
  package let limits: Limits
  /// The Phabricator task of the last change.
  package let task: String?
  package let setAt: Instant
}

extension Administration {
  /// Changes some limits of a scope; the others stay as they are. What changes nothing writes nothing.
  ///
  /// - Throws: `LedgerProblem.malformed` for a value out of its range, or for `weight` and `backends` of anything but a
  ///   project.
  /// - Returns: the scope's own limits before and after.
  package func setLimits(
    _ change: LimitsChange, of scope: LimitScope, at now: Instant, on grounds: Grounds
  ) throws -> (before: Limits, after: Limits) {
    let (before, after) = try preview(change, of: scope)
    guard before != after else { return (before, after) }
    try write(after, of: scope, task: grounds.task?.text, at: now)
    try audit(
      .setLimits, name(of: scope), from: .object(["limits": before.json]), to: .object(["limits": after.json]),
      at: now, on: grounds)
    return (before, after)
  }

  /// What `setLimits` would change.
  func preview(_ change: LimitsChange, of scope: LimitScope) throws -> (before: Limits, after: Limits) {
    if let name = change.refused { throw LedgerProblem.malformed("\(name.rawValue) is out of its range") }
    let before = try limits(of: scope)
    let after = change.applied(to: before)
    if case .project = scope { return (before, after) }
    if let name = LimitName.allCases.first(where: { $0.isOfProjects && after[$0] != nil }) {
      throw LedgerProblem.malformed("\(name.rawValue) can be set for projects only")
    }
    return (before, after)
  }

  /// The scope's own limits, without the defaults.
  package func limits(of scope: LimitScope) throws -> Limits {
    let key = try key(of: scope)
    return try Row.fetchOne(
      database, sql: "SELECT * FROM scope_limit WHERE scope = ? AND subject = ?", arguments: [key.kind, key.subject]
    ).map { try Limits($0) } ?? Limits()
  }

  /// Every scope that has limits of its own.
  package func limits() throws -> [ScopedLimits] {
    try scopedRows(of: "scope_limit").map { row in
      ScopedLimits(
        scope: try LimitScope(row), limits: try Limits(row), task: row["task"],
        setAt: Instant(microseconds: row["set_at"]))
    }
  }

  func write(_ limits: Limits, of scope: LimitScope, task: String?, at now: Instant) throws {
    let key = try key(of: scope)
    guard !limits.isEmpty else {
      try database.execute(
        sql: "DELETE FROM scope_limit WHERE scope = ? AND subject = ?", arguments: [key.kind, key.subject])
      return
    }
    try database.execute(
      sql: """
        INSERT INTO scope_limit(scope, subject, requests_per_minute, tokens_per_minute, concurrency, budget_day_pico,
          budget_day_currency, budget_month_pico, budget_month_currency, tokens_day, tokens_month, weight, backends,
          task, set_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET
          requests_per_minute = excluded.requests_per_minute, tokens_per_minute = excluded.tokens_per_minute,
          concurrency = excluded.concurrency, budget_day_pico = excluded.budget_day_pico,
          budget_day_currency = excluded.budget_day_currency, budget_month_pico = excluded.budget_month_pico,
          budget_month_currency = excluded.budget_month_currency, tokens_day = excluded.tokens_day,
          tokens_month = excluded.tokens_month, weight = excluded.weight, backends = excluded.backends,
          task = excluded.task, set_at = excluded.set_at
        """,
      arguments: [
        key.kind, key.subject, limits.requestsPerMinute, limits.tokensPerMinute, limits.concurrency,
        limits.budgetDay?.pico, limits.budgetDay?.currency.code, limits.budgetMonth?.pico,
        limits.budgetMonth?.currency.code, limits.tokensDay, limits.tokensMonth, limits.weight,
        limits.backends.map { LimitValue.json($0).text }, task, now.microseconds,
      ])
  }
}

extension Limits {
  /// Reads a row of `scope_limit`.
  init(_ row: Row) throws {
    func money(_ name: String) throws -> Money? {
      guard let pico = row["\(name)_pico"] as Int64? else { return nil }
      guard let currency = (row["\(name)_currency"] as String?).flatMap({ Currency($0) }) else {
        throw LedgerProblem.damaged("a \(name) has no valid currency")
      }
      return Money(pico: pico, currency)
    }
    self.init()
    requestsPerMinute = row["requests_per_minute"]
    tokensPerMinute = row["tokens_per_minute"]
    concurrency = row["concurrency"]
    budgetDay = try money("budget_day")
    budgetMonth = try money("budget_month")
    tokensDay = row["tokens_day"]
    tokensMonth = row["tokens_month"]
    weight = row["weight"]
    if let text = row["backends"] as String? { backends = try Limits(json: #"{"backends":\#(text)}"#).backends }
    for name in LimitName.allCases {
      if let value = self[name], !name.accepts(value) {
        throw LedgerProblem.damaged("the limit \(name.rawValue) of \(row["scope"] as String) is out of its range")
      }
    }
  }
}
