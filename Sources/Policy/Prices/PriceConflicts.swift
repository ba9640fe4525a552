// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

extension PriceBook {
  /// Pairs of rows that would both price the same model at the same time: equal seller and pattern, or equal id, with
  /// overlapping days. The second of a pair is the later one of the list.
  static func conflicts(in rows: [PriceRow]) -> [(first: Int, second: Int, what: String)] {
    var conflicts: [(first: Int, second: Int, what: String)] = []
    for second in rows.indices {
      for first in rows[..<second].indices where rows[first].overlaps(rows[second]) {
        if rows[first].id == rows[second].id {
          conflicts.append((first, second, "the id `\(rows[second].id)`"))
        } else if rows[first].seller == rows[second].seller,
          let pattern = rows[second].models.first(where: rows[first].models.contains)
        {
          conflicts.append((first, second, "the model `\(pattern)`"))
        }
      }
    }
    return conflicts
  }
}
