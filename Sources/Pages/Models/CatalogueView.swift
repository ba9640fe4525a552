// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Policy

/// What the pages tell about: one state of the policies, and what this gateway makes of it.
package struct CatalogueView: Sendable {
  package let policies: Policies
  /// The models that tools can ask for, by their certificate.
  package let served: [CertificateID: [ModelID]]
  /// What the rules decide for a project for which nothing else is written down; nil: by the tier.
  package let ruling: @Sendable (AssessedModel) -> Ruling?
  /// A file about models; nil when there is none in this form. Nil as a whole: nothing can be exported.
  package let export: (@Sendable (ExportFormat, [AssessedModel]) -> [UInt8]?)?

  package init(
    policies: Policies, served: [CertificateID: [ModelID]],
    ruling: @escaping @Sendable (AssessedModel) -> Ruling? = { _ in nil },
    export: (@Sendable (ExportFormat, [AssessedModel]) -> [UInt8]?)? = nil
  ) {
    self.policies = policies
    self.served = served
    self.ruling = ruling
    self.export = export
  }

  func ruling(of model: AssessedModel, on day: CivilDay) -> Ruling {
    ruling(model) ?? Ruling(byTierOf: model, on: day)
  }
}

package enum ExportFormat: String, CaseIterable, Sendable {
  case cyclonedx, spdx, mot

  /// Model Openness Tool records hold one model each.
  var holdsMany: Bool { self != .mot }

  var contentType: String {
    switch self {
    case .cyclonedx: "application/vnd.cyclonedx+json; version=1.7"
    case .spdx: "application/spdx+json"
    case .mot: "application/yaml"
    }
  }

  var fileEnding: String {
    switch self {
    case .cyclonedx: "cdx.json"
    case .spdx: "spdx.json"
    case .mot: "mot.yaml"
    }
  }
}
