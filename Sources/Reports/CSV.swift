// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Comma-separated values by RFC 4180: lines end in CRLF, a cell with a comma, a quote or a line's end is quoted.
///
/// A cell of words that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe in front, since a
/// spreadsheet would take it for a formula (<https://owasp.org/www-community/attacks/CSV_Injection>). Figures are
/// written as they are: a sum that is negative must stay a number.
package struct CSV {
  enum Cell {
    case words(String)
    case figure(String)
  }

  private(set) var text = ""

  mutating func line(_ cells: [Cell]) {
    text += cells.map(Self.render).joined(separator: ",") + "\r\n"
  }

  /// A table of words under named columns; a cell that is nil stays empty.
  package static func listing(columns: [String], rows: [[String?]]) -> String {
    var csv = CSV()
    csv.line(columns.map(Cell.words))
    for row in rows { csv.line(row.map { .words($0 ?? "") }) }
    return csv.text
  }

  private static func render(_ cell: Cell) -> String {
    switch cell {
    case .figure(let figure): figure
    case .words(let words): quoted(guarded(words))
    }
  }

  private static func guarded(_ words: String) -> String {
    guard let first = words.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return words }
    return "'" + words
  }

  private static func quoted(_ words: String) -> String {
    // By scalars: a carriage return and a line feed are one character of Swift.
    guard words.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return words }
    return "\"" + words.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
