// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Ledger

/// One limit of one scope: what is set, what holds, and what was used of it.
package struct LimitStanding: Hashable, Sendable {
  package let scope: String
  package let name: LimitName
  package let own: LimitValue?
  package let standard: LimitValue?
  /// For budgets and tokens of a period: what was settled in the present one, UTC; calls under way are not in it.
  package let used: String?
  /// Of the last change of the scope's own limits.
  package let task: String?

  package var effective: LimitValue? { own ?? standard }
}

extension LimitStanding {
  /// The limits of one scope, each of them; or of all projects and of what else has limits, as far as they are set or
  /// something was used.
  package static func all(
    _ scope: FoundScope?, in ledger: Ledger, projectDefault: Limits, at now: Instant
  ) throws -> [LimitStanding] {
    let sums = try ledger.usedSums(from: Period(monthOf: now).first)
    return try ledger.read { desk in
      let own = try desk.limits()
      let projects = try desk.projects().map { LimitScope.project($0.id) }
      let scopes = scope.map { [$0.scope] } ?? own.map(\.scope).filter { !projects.contains($0) } + projects
      return try scopes.flatMap { place in
        let set = own.first { $0.scope == place }
        let isProject =
          if case .project = place { true } else { false }
        let book = Used(sums.filter { $0.scope == place }, at: now)
        let title = try desk.name(of: place)
        return LimitName.allCases.filter { isProject || !$0.isOfProjects }.map { name in
          LimitStanding(
            scope: title, name: name, own: set?.limits[name], standard: isProject ? projectDefault[name] : nil,
            used: book.text(name), task: set?.task)
        }.filter { scope != nil || $0.effective != nil }
      }
    }
  }

  private struct Used {
    private let day, month: (money: [Currency: Int128], tokens: Int128)

    init(_ sums: [UsedSum], at now: Instant) {
      let today = CivilDay(containing: now)
      let last = Period(monthOf: now).last
      func total(_ isWanted: (UsedSum) -> Bool) -> (money: [Currency: Int128], tokens: Int128) {
        sums.filter(isWanted).reduce(into: ([:], 0)) {
          $0.money[$1.currency, default: 0] += $1.pico
          $0.tokens += Int128($1.tokens)
        }
      }
      day = total { $0.day == today }
      month = total { $0.day <= last }
    }

    func text(_ name: LimitName) -> String? {
      switch name {
      case .budgetDay: money(day.money)
      case .budgetMonth: money(month.money)
      case .tokensDay: "\(day.tokens)"
      case .tokensMonth: "\(month.tokens)"
      case .requestsPerMinute, .tokensPerMinute, .concurrency, .weight, .backends: nil
      }
    }

    private func money(_ sums: [Currency: Int128]) -> String {
      let texts = sums.sorted { $0.key.code < $1.key.code }.map { "\(Money.decimal($0.value)) \($0.key)" }
      return texts.isEmpty ? "0.00" : texts.joined(separator: " + ")
    }
  }
}
