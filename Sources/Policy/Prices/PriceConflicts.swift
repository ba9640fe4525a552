// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

extension PriceBook {
  /// Pairs of rows that would both price the same calls at the same time: equal seller, pattern and tier, or equal id,
  /// with overlapping days. The second of a pair is the later one of the list.
  ///
  /// Rows of one id must not overlap whatever their tiers: the id and a day name a version in the ledger.
  static func conflicts(in rows: [PriceRow]) -> [(first: Int, second: Int, what: String)] {
    var conflicts: [(first: Int, second: Int, what: String)] = []
    for second in rows.indices {
      for first in rows[..<second].indices where rows[first].overlaps(rows[second]) {
        if rows[first].id == rows[second].id {
          conflicts.append((first, second, "the id `\(rows[second].id)`"))
        } else if rows[first].seller == rows[second].seller, rows[first].tier == rows[second].tier,
          let pattern = rows[second].models.first(where: rows[first].models.contains)
        {
          conflicts.append((first, second, "the model `\(pattern)`"))
        }
      }
    }
    return conflicts
  }
}
