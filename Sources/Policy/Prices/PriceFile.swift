// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import StrictYAML

/// One file of `Policies/prices`, schema `toolgate-prices/1`.
enum PriceFile {
  struct Item {
    let row: PriceRow
    let place: PolicyPlace
  }

  /// - Returns: The rows that are sound; the others are in the problems.
  static func read(_ file: PolicyFiles.File) -> (items: [Item], problems: [YAMLProblem]) {
    let report = YAMLReport(file: file.name)
    let items = YAMLFile.read(bytes: file.bytes, report: report) { map in
      _ = map.required("schema", .exactly("toolgate-prices/1"))
      return map.maps("prices") { item in
        PriceRow(item).map { Item(row: $0, place: PolicyPlace(file: file.name, place: item.place(of: "id"))) }
      }.compactMap(\.self)
    }
    return (items ?? [], report.errors)
  }
}
