// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Reports
import Wire

enum ListFormat: String, CaseIterable, ExpressibleByArgument {
  case table, json, csv
}

struct FormatOption: ParsableArguments {
  @Option(name: .long, help: "table, json or csv.")
  var format: ListFormat = .table
}

/// What a command tells as people or programs want it.
protocol Rendering {
  func rendered(_ format: ListFormat) -> String
}

func tell(_ what: some Rendering, as format: ListFormat) {
  // CSV brings the end of its last line along (RFC 4180).
  tell(what.rendered(format), terminator: format == .csv ? "" : "\n")
}

/// Rows under named columns, for people or programs. An empty cell is null in JSON.
struct Listing: Rendering {
  let columns: [String]
  var rows: [[String?]] = []

  init(_ columns: String...) {
    self.init(columns: columns)
  }

  init(columns: [String]) {
    self.columns = columns
  }

  func rendered(_ format: ListFormat) -> String {
    switch format {
    case .table: table
    case .json: json
    case .csv: CSV.listing(columns: columns, rows: rows)
    }
  }

  private var table: String {
    let cells = [columns] + rows.map { $0.map { $0 ?? "-" } }
    let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { row in
      zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
        .joined(separator: "  ").trimmingTrailingSpaces
    }.joined(separator: "\n")
  }

  private var json: String {
    var json = JSONWriter()
    json.array { json in
      for row in rows {
        json.object { json in
          for (column, cell) in zip(columns, row) { json.member(column, orNull: cell) }
        }
      }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}

extension String {
  var trimmingTrailingSpaces: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
