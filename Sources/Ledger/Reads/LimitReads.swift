// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

extension Ledger {
  /// Every scope's own limits, without the configuration's defaults.
  ///
  /// - Returns: with `directoryVersion` of the same moment, which grows with each change of a limit or a stop too.
  package func limits() throws -> (scopes: [LimitScope: Limits], version: Int64) {
    try read { desk in
      let limits = try desk.limits().map { ($0.scope, $0.limits) }
      return (Dictionary(uniqueKeysWithValues: limits), try Self.directoryVersion(desk.database))
    }
  }

  /// The emergency stops in force, the widest first.
  ///
  /// - Returns: with `directoryVersion` of the same moment, as `limits` does.
  package func stops() throws -> (stops: [EmergencyStop], version: Int64) {
    try read { desk in (try desk.stops(), try Self.directoryVersion(desk.database)) }
  }

  /// What each scope has used on each day from `first` on, by currency: from the roll-up alone, so that it costs the same
  /// however many calls there were.
  ///
  /// Each call counts once for each of its five scopes. The order is that of the days; what was not used has no sum. A
  /// sum of tokens that does not fit stands at the greatest number, so that no budget seems free.
  package func usedSums(from first: CivilDay) throws -> [UsedSum] {
    try pool.read { try Self.usedSums($0, from: first) }
  }

  static func usedSums(_ db: Database, from first: CivilDay) throws -> [UsedSum] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT day, project_id, model, backend, currency, token_id, cost_unit, cost_pico, \(LedgerSchema.buckets { $0 })
        FROM usage_day WHERE day >= ? ORDER BY day, project_id, model, backend, currency, token_id
        """,
      arguments: [first.description])
    var sums = UsedSums()
    while let row = try rows.next() { try sums.add(row) }
    return sums.all
  }
}

private struct UsedSums {
  private struct Key: Hashable {
    let scope: LimitScope, day: CivilDay, currency: Currency
  }

  private var places: [Key: Int] = [:]
  private var sums: [(key: Key, pico: Int128, tokens: Int128)] = []

  mutating func add(_ row: Row) throws {
    guard let day = CivilDay(row["day"] as String), let currency = Currency(row["currency"] as String),
      let model = ModelID(row["model"] as String), let backend = BackendID(row["backend"] as String)
    else { throw LedgerProblem.damaged("a row of usage by day has no valid key") }
    let pico = Int128(row["cost_unit"] as Int64) * Int128(Money.picoPerUnit) + Int128(row["cost_pico"] as Int64)
    let tokens = TokenCounts.Bucket.allCases.reduce(Int128(0)) { $0 + Int128(row[$1.name] as Int64) }
    let scopes: [LimitScope] = [
      .global, .backend(backend), .model(model), .project(ProjectID(row: row["project_id"])),
      .token(TokenRow(row: row["token_id"])),
    ]
    for scope in scopes {
      let key = Key(scope: scope, day: day, currency: currency)
      let place = places[key] ?? sums.count
      if place == sums.count {
        places[key] = place
        sums.append((key, 0, 0))
      }
      sums[place].pico += pico
      sums[place].tokens += tokens
    }
  }

  var all: [UsedSum] {
    sums.map { sum in
      UsedSum(
        scope: sum.key.scope, day: sum.key.day, currency: sum.key.currency, pico: sum.pico,
        tokens: Int64(clamping: sum.tokens))
    }
  }
}
