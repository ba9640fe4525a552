// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

/// What a project has spent in a calendar month, UTC, against its budget for a month.
package struct BudgetStanding: Hashable, Sendable {
  package let project: ProjectName
  package let month: Period
  /// Settled; what calls under way hold is not in it.
  package let spentPico: Int128
  package let budget: Money

  /// A budget can be lowered below what is spent already; nothing else lets a sum beyond it.
  package var isOver: Bool { spentPico > Int128(budget.pico) }
}

extension Ledger {
  /// Limits and stops against what the audit log says of them: who changes a table by hand is found out.
  static func verifyControl(_ db: Database, _ audited: AuditedState, _ result: inout LedgerVerification) throws {
    let desk = Administration(database: db)
    var audited = audited
    do {
      for row in try desk.limits() {
        let name = try desk.name(of: row.scope)
        let told = audited.limits.removeValue(forKey: name)
        if told?.limits != row.limits { result.found("limits of \(name): \(Self.differ(told?.row))") }
      }
      for (name, told) in audited.limits.sorted(by: { $0.key < $1.key }) where !told.limits.isEmpty {
        result.found("limits of \(name): \(Self.differ(told.row))")
      }
      for stop in try desk.stops() {
        let name = try desk.name(of: stop.scope)
        let told = audited.stops.removeValue(forKey: name)
        if told?.json != stop.json.text { result.found("stop of \(name): \(Self.differ(told?.row))") }
      }
      for (name, told) in audited.stops.sorted(by: { $0.key < $1.key }) where told.json != nil {
        result.found("stop of \(name): \(Self.differ(told.row))")
      }
    } catch let problem as LedgerProblem {
      result.found("\(problem)")
    }
  }

  private static func differ(_ row: Int64?) -> String {
    row.map { "what is in force is not what audit row \($0) says" } ?? "no audit row says that they were set"
  }

  /// By name, those projects that have a budget of their own, or have spent of the one that projects have by default.
  static func budgets(_ db: Database, at now: Instant, standard: Money?) throws -> [BudgetStanding] {
    let desk = Administration(database: db)
    let month = Period(monthOf: now)
    let sums = try usedSums(db, from: month.first).filter { $0.day <= month.last }
    return try desk.projects().compactMap { project in
      let scope = LimitScope.project(project.id)
      let own = try desk.limits(of: scope).budgetMonth
      guard let budget = own ?? standard else { return nil }
      let spent = sums.reduce(Int128(0)) { sum, used in
        used.scope == scope && used.currency == budget.currency ? sum + used.pico : sum
      }
      guard own != nil || spent > 0 else { return nil }
      return BudgetStanding(project: project.name, month: month, spentPico: spent, budget: budget)
    }
  }
}
