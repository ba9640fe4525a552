// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What a check of the whole ledger counted and found.
package struct LedgerVerification: Sendable {
  package var intents = 0
  package var settlements = 0
  package var records = 0
  /// Of the transparency log: one for each record, and those of governance.
  package var leaves = 0
  /// Intents without a settlement: calls under way while a server runs; after a crash, what the next start recovers.
  package var open = 0
  package var usageRows = 0
  package var auditRows = 0
  /// Where projects stand against their budgets for the month.
  package var budgets: [BudgetStanding] = []
  /// One line each, at most `limit` of them.
  package private(set) var findings: [String] = []
  /// Findings beyond the limit, which are only counted.
  package private(set) var further = 0

  package var isSound: Bool { findings.isEmpty }

  /// A ledger that is broken everywhere should not fill the screen.
  package static let limit = 200

  mutating func found(_ line: String) {
    if findings.count < Self.limit { findings.append(line) } else { further += 1 }
  }
}
