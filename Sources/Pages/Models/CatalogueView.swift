// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Policy

/// What the pages tell about: one state of the policies, and what this gateway serves.
package struct CatalogueView: Sendable {
  package let policies: Policies
  /// The models that tools can ask for, by their certificate.
  package let served: [CertificateID: [ModelFacts]]

  package init(policies: Policies, served: [CertificateID: [ModelFacts]]) {
    (self.policies, self.served) = (policies, served)
  }

  /// Of several names that a model is served under, the one that asks least of a project. A model that is not served is
  /// judged as if it ran here.
  func use(of model: AssessedModel, on day: CivilDay) -> DefaultUse {
    let id = model.certificate.id
    let uses = (served[id] ?? []).map { policies.rulebook.defaultUse(of: $0, on: day) }
    return uses.min { $0.outcome < $1.outcome }
      ?? policies.rulebook.defaultUse(of: ModelFacts(model: ModelID(id), assessed: model, trust: .local), on: day)
  }
}
