// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

extension UsageReport {
  /// For a terminal: words on the left, figures on the right, a line of totals for each currency.
  package func table() -> String {
    let words = question.grouping.map(\.rawValue)
    let heads = words + ["calls", "failed", "input", "output", "cost", "currency", "estimated", "recovered"]
    var lines = [heads] + rows.map { cells($0.group, $0) }
    if !words.isEmpty {
      lines += totals.map { total in
        cells(["total"] + Array(repeating: "", count: words.count - 1), total)
      }
    }
    let widths = heads.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      var text = ""
      for (column, cell) in line.enumerated() {
        let gap = String(repeating: " ", count: widths[column] - cell.count)
        text += (column == 0 ? "" : "  ") + (column < words.count ? cell + gap : gap + cell)
      }
      while text.hasSuffix(" ") { text.removeLast() }
      return text + "\n"
    }.joined()
  }

  private func cells(_ group: [String], _ row: Row) -> [String] {
    let figures = row.figures
    return group + [
      "\(figures.calls)", "\(figures.failed)", "\(figures.tokens.input)", "\(figures.tokens.output)",
      Money.decimal(figures.costPico), row.currency.code, "\(figures.estimated)", "\(figures.recovered)",
    ]
  }
}
