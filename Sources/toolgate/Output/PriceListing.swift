// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy

/// Rows of the price book for people or programs. Figures are for a million tokens; a price of long input has a line of
/// its own for each tier, with the tokens above which it holds.
struct PriceListing: Rendering {
  let rows: [PriceRow]
  /// On which `state` is told.
  let day: CivilDay

  func rendered(_ format: ListFormat) -> String { format == .table ? table : listing.rendered(format) }

  /// What fits on a screen.
  private var table: String {
    var table = Listing("version", "seller", "tier", "above", "input", "cache_read", "output", "currency", "state")
    for (row, above, rates) in lines {
      table.rows.append([
        row.version.text, row.seller.description, row.tier.rawValue, above, million(rates, .inputUncached),
        million(rates, .inputCacheRead), million(rates, .outputText), row.currency.code, state(row),
      ])
    }
    return table.rendered(.table)
  }

  private var listing: Listing {
    var listing = Listing(
      columns: ["version", "id", "seller", "tier", "models", "above", "currency", "per"]
        + TokenCounts.Bucket.allCases.map(\.name)
        + ["valid_from", "valid_to", "state", "verified", "source", "checked_on", "approved_by"])
    for (row, above, rates) in lines {
      listing.rows.append(
        [
          row.version.text, row.id.text, row.seller.description, row.tier.rawValue,
          row.models.map(\.description).joined(separator: " "), above, row.currency.code, "1000000",
        ] + TokenCounts.Bucket.allCases.map { million(rates, $0) } + [
          row.validFrom.description, row.validTo?.description, state(row), row.isUnverified ? "no" : "yes", row.source,
          row.checkedOn.description, row.approvedBy,
        ])
    }
    return listing
  }

  private var lines: [(row: PriceRow, above: String?, rates: Price.Rates)] {
    rows.flatMap { row in
      [(row, nil, row.rates)] + row.contextTiers.map { (row, "\($0.above)", $0.rates) }
    }
  }

  private func million(_ rates: Price.Rates, _ bucket: TokenCounts.Bucket) -> String {
    Money.decimal(Int128(rates[bucket]) * 1_000_000)
  }

  private func state(_ row: PriceRow) -> String {
    if day < row.validFrom { return "from \(row.validFrom)" }
    guard let end = row.validTo else { return "in force" }
    return day < end ? "until \(end)" : "ended \(end)"
  }
}
