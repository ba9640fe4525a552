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
    for price in prices {
      if let known = try self.price(price.id) {
        guard known == price else { throw LedgerProblem.priceChanged(price.id) }
        continue
      }
      let rates = TokenCounts.Bucket.allCases.map { price.rates[$0] }
      try database.execute(
        sql: """
          INSERT INTO price(id, currency, \(LedgerSchema.buckets { $0 }))
          VALUES (?, ?, \(LedgerSchema.buckets { _ in "?" }))
          """,
        arguments: [price.id.text, price.currency.code] + StatementArguments(rates))
    }
  }

  package func price(_ id: PriceID) throws -> Price? {
    try Row.fetchOne(database, sql: "SELECT * FROM price WHERE id = ?", arguments: [id.text]).map(Price.init)
  }
}

extension Price {
  init(_ row: Row) throws {
    guard let id = PriceID(row["id"] as String), let currency = Currency(row["currency"] as String) else {
      throw LedgerProblem.damaged("a price has no valid name and currency")
    }
    var rates = TokenCounts.Vector<Int64>(repeating: 0)
    for bucket in TokenCounts.Bucket.allCases { rates[bucket] = row[bucket.name] }
    self.init(id: id, currency: currency, rates: rates)
  }
}
