// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
internal import StrictYAML

/// What every model costs at every instant. Priced by look-up, never by guess: no row, no price.
package struct PriceBook: Sendable {
  package let rows: [PriceRow]
  /// Who stands behind a contract, so that a provider's list price finds its contracts.
  private let providers: [ContractID: String]
  /// Where each version stands, for what is said about it.
  private let places: [PriceID: PolicyPlace]

  package init(rows: [PriceRow], providers: [ContractID: String] = [:], places: [PriceID: PolicyPlace] = [:]) {
    self.rows = rows
    self.providers = providers
    self.places = places
  }

  package func place(of row: PriceRow) -> PolicyPlace {
    places[row.version] ?? PolicyPlace(file: "prices", place: .start)
  }

  /// The price in force, or nil: then the call must be refused with 402.
  package func price(
    for model: ModelSettings, backend: BackendSettings, tier: ServiceTier = .standard, at instant: Instant
  ) -> Price? {
    candidates(for: model, backend: backend, tier: tier).first { $0.isValid(at: instant) }?.price
  }

  /// The rows that may price the model's calls of a tier at some time, best first.
  ///
  /// A row that the model names comes alone. Else a contract's row comes before its provider's, a name before a
  /// beginning of names, a longer beginning before a shorter, and the backend's own name of the model before the
  /// certificate's. A row for local backends never prices a contracted one, and a row of one tier never another's calls.
  package func candidates(
    for model: ModelSettings, backend: BackendSettings, tier: ServiceTier = .standard
  ) -> [PriceRow] {
    let sold = rows.filter { $0.covers(tier) && rank($0.seller, backend) != nil }
    if let name = model.price { return sold.filter { $0.id == name || $0.version == name } }
    let ranked = sold.compactMap { row -> (row: PriceRow, key: (Int, Int, Int))? in
      guard let seller = rank(row.seller, backend) else { return nil }
      let keys = row.models.compactMap { pattern -> (Int, Int, Int)? in
        if pattern.matches(model.upstream) { return (seller, -pattern.specificity, 0) }
        if pattern.matches(model.certificate.text) { return (seller, -pattern.specificity, 1) }
        return nil
      }
      return keys.min(by: <).map { (row, $0) }
    }
    return ranked.sorted { $0.key < $1.key }.map(\.row)
  }

  /// The rows that may price a model, best first: one of the configuration, in any of its tiers, or else whatever a
  /// provider calls so. A row for every model of a seller says nothing of one name and is then left out.
  package func rows(for id: ModelID, settings: Settings) -> [PriceRow] {
    let embedded = settings.embedded ? [EmbeddedModel.backend] : []
    for backend in embedded + settings.backends {
      guard let model = backend.models.first(where: { $0.id == id }) else { continue }
      var found: [PriceRow] = []
      for row in ServiceTier.allCases.flatMap({ candidates(for: model, backend: backend, tier: $0) })
      where !found.contains(row) { found.append(row) }
      return found
    }
    return rows.filter { row in row.models.contains { $0.matches(id.text) && $0.specificity > 0 } }
  }

  /// 0 is best; nil: this seller does not sell what the backend offers.
  private func rank(_ seller: PriceRow.Seller, _ backend: BackendSettings) -> Int? {
    switch (seller, backend.trust) {
    case (.local, .local): 0
    case (.contract(let id), .contracted): id == backend.contract ? 0 : nil
    case (.provider(let name), .contracted): backend.contract.flatMap { providers[$0] } == name ? 1 : nil
    default: nil
    }
  }
}
