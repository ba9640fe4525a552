// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// The models that are served until the next reload: the configuration's, as far as the policies know them.
package struct ServedCatalogue: Sendable {
  /// In the order of the configuration, the built-in one first.
  package let models: [ServedModel]
  /// Of the policies it was made from; written into every record.
  package let policyRevision: ContentDigest
  package let rulebook: Rulebook
  /// Alias → the model behind it.
  package let aliases: [ModelID: ModelID]
  private let byID: [ModelID: Int]

  /// Also by an alias.
  package subscript(_ id: ModelID) -> ServedModel? { byID[aliases[id] ?? id].map { models[$0] } }

  private init(
    models: [ServedModel], aliases: [ModelID: ModelID], policyRevision: ContentDigest, rulebook: Rulebook
  ) {
    self.models = models
    self.aliases = aliases
    self.policyRevision = policyRevision
    self.rulebook = rulebook
    byID = Dictionary(models.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Returns: What is served, and one line for each configured model or alias that is not, for the log of the start.
  package static func build(
    settings: Settings, policies: Policies
  ) -> (catalogue: ServedCatalogue, refused: [String]) {
    var models: [ServedModel] = []
    var refused: [String] = []
    func add(_ model: ModelSettings, _ route: ServedModel.Route, _ backend: BackendSettings) {
      if let assessed = policies.catalogue[model.certificate] {
        guard assessed.recordedBytes <= AssessedModel.mostRecordedBytes else {
          refused.append(
            "the model `\(model.id)` of backend `\(backend.id)` is not served: every record has the flags and licences of "
              + "its certificate and of what it was made from, and these have \(assessed.recordedBytes) bytes; at most "
              + "\(AssessedModel.mostRecordedBytes) fit")
          return
        }
        models.append(
          ServedModel(model, route: route, backend: backend, assessed: assessed, policies: policies))
      } else {
        refused.append(
          "the model `\(model.id)` of backend `\(backend.id)` is not served: its certificate `\(model.certificate)` "
            + "does not stand in Policies/models; add it there or remove the model from the configuration")
      }
    }
    if settings.embedded { add(EmbeddedModel.settings, .embedded, EmbeddedModel.backend) }
    for (index, backend) in settings.backends.enumerated() {
      for model in backend.models { add(model, .backend(index), backend) }
    }
    var aliases: [ModelID: ModelID] = [:]
    for alias in settings.aliases {
      guard let model = models.first(where: { $0.id == alias.model }) else {
        refused.append("the alias `\(alias.id)` is not served, since its model `\(alias.model)` is not")
        continue
      }
      if model.licenseClass.isWithin(alias.widest) {
        aliases[alias.id] = model.id
      } else {
        refused.append(
          "the alias `\(alias.id)` is not served: it promises at most \(alias.widest), and `\(model.id)` has "
            + "\(model.licenseClass); put another model behind it")
      }
    }
    return (
      ServedCatalogue(models: models, aliases: aliases, policyRevision: policies.revision, rulebook: policies.rulebook),
      refused
    )
  }
}
