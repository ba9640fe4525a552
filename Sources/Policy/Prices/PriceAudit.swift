// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
internal import StrictYAML

/// What is wrong with a price book that loads, and what soon will be. Overlaps are not here: with them it does not load.
package struct PriceAudit: Sendable {
  /// Calls are refused, or would be priced with what was changed behind the ledger's back.
  package private(set) var faults: [String] = []
  /// Somebody should look.
  package private(set) var warnings: [String] = []

  private let book: PriceBook
  private let today: CivilDay

  /// How many days before the end of a version it is warned about.
  private static let notice = 30

  /// - Parameters:
  ///   - registered: the versions that the ledger knows; empty where there is no ledger yet.
  package init(_ book: PriceBook, settings: Settings, registered: [PriceID: Price], at now: Instant) {
    self.book = book
    today = CivilDay(containing: now)
    findGaps()
    let used = checkModels(settings, at: now)
    findEnds()
    findUnverified(used: used)
    compare(with: registered)
  }

  private mutating func findGaps() {
    for versions in Dictionary(grouping: book.rows, by: \.id).values.sorted(by: { $0[0].id < $1[0].id }) {
      let ordered = versions.sorted { $0.validFrom < $1.validFrom }
      for (former, next) in zip(ordered, ordered.dropFirst()) {
        guard let end = former.validTo, end < next.validFrom else { continue }
        faults.append(
          told(next, "there is no price from \(end) until this one begins on \(next.validFrom); close the gap"))
      }
    }
  }

  /// - Returns: the rows in force that price a configured model, each with one such model.
  private mutating func checkModels(_ settings: Settings, at now: Instant) -> [PriceID: ModelID] {
    var used: [PriceID: ModelID] = [:]
    let embedded = settings.embedded ? [EmbeddedModel.backend] : []
    for backend in embedded + settings.backends {
      for model in backend.models {
        var inForce: [ServiceTier: PriceRow] = [:]
        for tier in ServiceTier.allCases {
          inForce[tier] = book.candidates(for: model, backend: backend, tier: tier).first { $0.isValid(at: now) }
        }
        if let row = inForce[.standard] { compare(row, with: settings.limits.projectDefault, of: model.id) }
        for row in inForce.values { used[row.version] = min(used[row.version] ?? model.id, model.id) }
        guard inForce[.standard] == nil else { continue }
        let next = book.candidates(for: model, backend: backend).map(\.validFrom).filter { $0 > today }.min()
        faults.append(
          "the model `\(model.id)` of backend `\(backend.id)` has no price in force"
            + (next.map { "; the next one begins on \($0)" } ?? "; add one to Policies/prices"))
      }
    }
    return used
  }

  /// What it allows cannot be compared, so that the call is refused (invariant I10). Projects may have budgets of their own.
  private mutating func compare(_ row: PriceRow, with limits: Limits, of model: ModelID) {
    let others = [limits.budgetDay, limits.budgetMonth].compactMap(\.?.currency).filter { $0 != row.currency }
    guard let other = others.first, !row.price.isFree else { return }
    warnings.append(
      told(
        row,
        "prices the model `\(model)` in \(row.currency), and `limits.default` has a budget in \(other): projects without a "
          + "budget in \(row.currency) cannot call it"))
  }

  private mutating func findEnds() {
    let last = CivilDay(daysSince1970: today.daysSince1970 + Self.notice)
    for row in book.rows {
      guard let end = row.validTo, today < end, end <= last else { continue }
      let next = book.rows.first { other in
        other.seller == row.seller && other.tier == row.tier && other.isValid(at: end.start)
          && other.models.contains(where: row.models.contains)
      }
      warnings.append(told(row, "ends on \(end); " + (next.map { "`\($0.version)` follows" } ?? "nothing follows")))
    }
  }

  private mutating func findUnverified(used: [PriceID: ModelID]) {
    var others = 0
    for row in book.rows {
      if case .provider = row.seller, row.price.isFree { warnings.append(told(row, "is free; is that so?")) }
      if row.checkedOn > today { warnings.append(told(row, "was checked on \(row.checkedOn), which has not come")) }
      guard row.isUnverified else { continue }
      guard let model = used[row.version] else {
        others += 1
        continue
      }
      warnings.append(
        told(row, "prices the model `\(model)` and is unverified; compare it with its source, then strike that word"))
    }
    guard others > 0 else { return }
    warnings.append(
      others.counted("more price is", "more prices are")
        + " unverified; no configured model uses \(others == 1 ? "it" : "them") today")
  }

  private mutating func compare(with registered: [PriceID: Price]) {
    for row in book.rows {
      guard let known = registered[row.version], known != row.price else { continue }
      faults.append(told(row, PriceImport.changed))
    }
    for id in Set(registered.keys).subtracting(book.rows.map(\.version)).sorted() {
      warnings.append("the ledger has the version `\(id)`, which no file has any more")
    }
  }

  private func told(_ row: PriceRow, _ message: String) -> String {
    book.place(of: row).problem("`\(row.version)` \(message)").description
  }
}
