// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// What every format writes from.
struct ExportedCatalogue {
  /// In the order of their ids, none twice.
  let models: [ExportedModel]
  /// Services that calls for these models may go to under contract, in the order of their ids.
  let providers: [ProviderTerms]
  let policies: Policies
  let instant: Instant

  init(models: [AssessedModel], policies: Policies, at instant: Instant) {
    let day = CivilDay(containing: instant)
    let selected = Catalogue(models).models
    self.models = selected.map { ExportedModel($0, policies: policies, on: day) }
    self.policies = policies
    self.instant = instant
    let isWhole = selected.count == policies.catalogue.models.count
    let related = Set(self.models.flatMap(\.contracts))
    providers = policies.providers.values.filter { isWhole || related.contains($0.id) }.sorted { $0.id < $1.id }
  }

  func model(_ id: CertificateID) -> ExportedModel? {
    policies.catalogue[id].map { ExportedModel($0, policies: policies, on: CivilDay(containing: instant)) }
  }

  func contains(_ id: CertificateID) -> Bool { models.contains { $0.certificate.id == id } }
}
