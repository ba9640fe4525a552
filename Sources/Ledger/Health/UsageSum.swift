// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB

/// The key of a row of `usage_day`, as text.
struct UsageKey: Hashable, CustomStringConvertible {
  let day: String
  let project: Int64
  let model: String
  let backend: String
  let currency: String
  let token: Int64

  var description: String { "\(day) project \(project) \(model) \(backend) \(currency) token \(token)" }
}

/// The figures of a row of `usage_day`, wide enough for any sum.
struct UsageSum: Equatable {
  private var figures: [Int128]

  private static let names =
    ["calls", "failed", "estimated", "recovered"] + TokenCounts.Bucket.allCases.map(\.name) + ["cost"]

  init() {
    figures = Array(repeating: 0, count: Self.names.count)
  }

  mutating func add(_ call: SettledRow) {
    let single: [Int128] =
      [
        1, call.outcome == "failed" ? 1 : 0, call.usageSource == "estimated" ? 1 : 0,
        call.outcome == "recovered" ? 1 : 0,
      ]
      + call.tokens.map { Int128($0) } + [Int128(call.costPico)]
    for index in figures.indices { figures[index] += single[index] }
  }

  /// The first figure that differs.
  func difference(from expected: UsageSum) -> String {
    guard let index = figures.indices.first(where: { figures[$0] != expected.figures[$0] }) else { return "equal" }
    return "\(Self.names[index]) is \(figures[index]), its settlements make \(expected.figures[index])"
  }
}

extension UsageKey {
  init(_ row: Row) {
    self.init(
      day: row["day"], project: row["project_id"], model: row["model"], backend: row["backend"],
      currency: row["currency"], token: row["token_id"])
  }
}

extension UsageSum {
  init(_ row: Row) {
    figures = Self.names.dropLast().map { Int128(row[$0] as Int64) }
    figures.append(Int128(row["cost_unit"] as Int64) * Int128(Money.picoPerUnit) + Int128(row["cost_pico"] as Int64))
  }
}
