// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// Which models are listed, and in which order: the query of `/models`.
struct CatalogueQuery: Equatable {
  var filter: String
  var column: Column
  var isDescending: Bool

  enum Column: String, CaseIterable {
    case model, licence, verdict, tier, data, served, use
  }

  init(filter: String = "", column: Column = .model, isDescending: Bool = false) {
    (self.filter, self.column, self.isDescending) = (filter, column, isDescending)
  }

  /// What is not understood is as if it were not there.
  init(_ query: [String: String]) {
    let filter = query["q"] ?? ""
    self.init(
      filter: String(String(filter.prefix(200)).split(whereSeparator: \.isWhitespace).joined(separator: " ")),
      column: query["sort"].flatMap(Column.init) ?? .model, isDescending: query["order"] == "desc")
  }

  var parameters: [(name: String, value: String)] {
    (filter.isEmpty ? [] : [("q", filter)]) + [("sort", column.rawValue), ("order", isDescending ? "desc" : "asc")]
  }

  /// What a click on a column's heading asks for: the other direction of the one that is sorted by.
  func sorted(by column: Column) -> CatalogueQuery {
    CatalogueQuery(filter: filter, column: column, isDescending: column == self.column && !isDescending)
  }

  /// Ascending is from the best to the worst, and what is not known comes last. Two that are equal stand in the order of
  /// their names.
  func apply(to view: CatalogueView, on day: CivilDay) -> [CatalogueRow] {
    let words = filter.lowercased().split(separator: " ")
    let rows = view.policies.catalogue.models.map { CatalogueRow($0, view: view, day: day) }
      .filter { row in words.allSatisfy { row.searched.contains($0) } }
    let ranked = rows.map { (row: $0, key: $0.key(column)) }
    return ranked.sorted { a, b in
      if a.key != b.key { return isDescending ? b.key < a.key : a.key < b.key }
      return a.row.name < b.row.name
    }.map(\.row)
  }
}

/// One line of the catalogue.
struct CatalogueRow {
  let model: AssessedModel
  let standing: CertificateStanding
  let use: DefaultUse
  let served: [ModelID]
  /// For sorting: in small letters.
  let name: String
  let searched: String

  init(_ model: AssessedModel, view: CatalogueView, day: CivilDay) {
    let certificate = model.certificate
    self.model = model
    standing = model.standing(on: day)
    use = view.use(of: model, on: day)
    served = (view.served[certificate.id] ?? []).map(\.model)
    name = "\(certificate.name.lowercased()) \(certificate.id.text)"
    let parts =
      [certificate.id.text, certificate.name, certificate.family ?? "", certificate.license?.description ?? ""]
      + certificate.tasks + certificate.languages + model.assessment.flags + served.map(\.text)
      + [
        model.assessment.verdict.rawValue, model.assessment.tier?.rawValue ?? "", model.dataTier?.rawValue ?? "",
      ]
    searched = parts.joined(separator: " ").lowercased()
  }

  struct Key: Comparable {
    let number: Int
    var text = ""

    static func < (a: Key, b: Key) -> Bool { (a.number, a.text) < (b.number, b.text) }
  }

  func key(_ column: CatalogueQuery.Column) -> Key {
    switch column {
    case .model: Key(number: 0, text: name)
    case .licence:
      model.certificate.license.map { Key(number: 0, text: $0.description.lowercased()) } ?? Key(number: 1)
    case .verdict: Key(number: -Openness.allCases.firstIndex(of: model.assessment.verdict)!)
    case .tier: Key(number: model.assessment.tier.map { LicenseTier.allCases.firstIndex(of: $0)! } ?? .max)
    case .data: Key(number: model.dataTier.map { -DataTier.allCases.firstIndex(of: $0)! } ?? .max)
    case .served: served.first.map { Key(number: 0, text: $0.text) } ?? Key(number: 1)
    case .use: Key(number: DefaultUse.Outcome.allCases.firstIndex(of: use.outcome)!)
    }
  }
}
