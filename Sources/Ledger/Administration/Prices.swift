// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

extension Administration {
  /// Writes the versions of prices that calls are about to be priced with. An intent may only name a price that is
  /// here, so this comes before serving and after each reload. What is there with the same figures is left alone.
  ///
  /// - Throws: `LedgerProblem.priceChanged` when a version is there with other figures: a version never changes.
  package func register(_ prices: [Price]) throws {
    let known = try self.prices()
    for price in prices {
      if let same = known[price.id] {
        guard same == price else { throw LedgerProblem.priceChanged(price.id) }
        continue
      }
      try database.execute(
        sql: """
          INSERT INTO price(id, currency, \(LedgerSchema.buckets { $0 }))
          VALUES (?, ?, \(LedgerSchema.buckets { _ in "?" }))
          """,
        arguments: [price.id.text, price.currency.code] + price.rates.arguments)
      for tier in price.contextTiers {
        try database.execute(
          sql: """
            INSERT INTO price_context(price_id, above, \(LedgerSchema.buckets { $0 }))
            VALUES (?, ?, \(LedgerSchema.buckets { _ in "?" }))
            """,
          arguments: [price.id.text, tier.above] + tier.rates.arguments)
      }
    }
  }

  package func price(_ id: PriceID) throws -> Price? {
    let tiers = try Price.contextTiers(database, of: id)
    return try Row.fetchOne(database, sql: "SELECT * FROM price WHERE id = ?", arguments: [id.text]).map {
      try Price($0, contextTiers: tiers)
    }
  }

  /// Every version that a call was or may have been priced with.
  package func prices() throws -> [PriceID: Price] {
    let tiers = try Price.contextTiers(database)
    let prices = try Row.fetchAll(database, sql: "SELECT * FROM price").map { row in
      let id = PriceID(row["id"] as String)
      return try Price(row, contextTiers: id.flatMap { tiers[$0] } ?? [])
    }
    return Dictionary(uniqueKeysWithValues: prices.map { ($0.id, $0) })
  }
}

extension Price {
  fileprivate init(_ row: Row, contextTiers: [ContextTier]) throws {
    guard let id = PriceID(row["id"] as String), let currency = Currency(row["currency"] as String) else {
      throw LedgerProblem.damaged("a price has no valid name and currency")
    }
    self.init(id: id, currency: currency, rates: Rates(row) { $0 }, contextTiers: contextTiers)
  }

  fileprivate static func contextTiers(_ db: Database, of id: PriceID) throws -> [ContextTier] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM price_context WHERE price_id = ? ORDER BY above", arguments: [id.text]
    ).map(ContextTier.init)
  }

  /// The tiers of every price that has some.
  static func contextTiers(_ db: Database) throws -> [PriceID: [ContextTier]] {
    var tiers: [PriceID: [ContextTier]] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT * FROM price_context ORDER BY price_id, above") {
      guard let id = PriceID(row["price_id"] as String) else {
        throw LedgerProblem.damaged("a price has no valid name")
      }
      tiers[id, default: []].append(ContextTier(row))
    }
    return tiers
  }
}

extension Price.ContextTier {
  fileprivate init(_ row: Row) {
    self.init(above: row["above"], rates: Price.Rates(row) { $0 })
  }
}

extension Price.Rates {
  /// - Parameter column: under which name the row has a bucket's rate.
  init(_ row: Row, column: (_ bucket: String) -> String) {
    self.init(repeating: 0)
    for bucket in TokenCounts.Bucket.allCases { self[bucket] = row[column(bucket.name)] }
  }

  fileprivate var arguments: StatementArguments {
    StatementArguments(TokenCounts.Bucket.allCases.map { self[$0] })
  }
}
