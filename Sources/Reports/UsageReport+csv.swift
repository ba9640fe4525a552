// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

extension UsageReport {
  /// For a spreadsheet: one line a row, each bucket of tokens by itself, no totals.
  package func csv() -> String {
    var csv = CSV()
    csv.line(
      (question.grouping.map(\.rawValue) + ["calls", "failed", "estimated", "recovered"]
        + TokenCounts.Bucket.allCases.map(\.name) + ["cost", "currency"]).map { .words($0) })
    for row in rows {
      let figures = row.figures
      var cells = row.group.map { CSV.Cell.words($0) }
      cells += [figures.calls, figures.failed, figures.estimated, figures.recovered].map { .figure("\($0)") }
      cells += TokenCounts.Bucket.allCases.map { .figure("\(figures.tokens[$0])") }
      cells += [.figure(Money.decimal(figures.costPico)), .words(row.currency.code)]
      csv.line(cells)
    }
    return csv.text
  }
}
