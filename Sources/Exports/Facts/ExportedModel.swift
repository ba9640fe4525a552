// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// A model with what the formats need to know beyond its certificate.
struct ExportedModel {
  let certificate: Certificate
  let assessment: Assessment
  let standing: CertificateStanding
  /// Nil: it does not end.
  let ends: CivilDay?
  /// Nil where the weights do not lie on the hub under the certificate's id.
  let hub: HubPlace?
  /// What publisher or provider say; nil: not recorded.
  let declared: LicenseExpression?
  /// What holds by our judgement; nil: cannot be said.
  let concluded: LicenseExpression?
  /// The services that it is known to be answered by.
  let contracts: [ContractID]

  init(_ model: AssessedModel, policies: Policies, on day: CivilDay) {
    certificate = model.certificate
    assessment = model.assessment
    standing = model.standing(on: day)
    ends = model.ends
    hub = HubPlace(model.certificate)
    declared = model.certificate.license
    concluded = ConcludedLicense.of(model, policies: policies)
    contracts = Self.contracts(of: model.certificate, policies: policies)
  }

  /// Wikimedia's own services stand in `served_as`. A closed model's terms are those of whoever sells it.
  private static func contracts(of certificate: Certificate, policies: Policies) -> [ContractID] {
    let serving = certificate.servedAs.compactMap { ContractID(String($0.prefix { $0 != ":" })) }
    var found = serving.filter { policies.providers[$0] != nil }
    if case .closed(let terms) = certificate.weights {
      let addresses = terms.identifiers.compactMap { policies.licenses.entry($0)?.text?.url }
      found += policies.providers.values.filter { $0.terms.map { addresses.contains($0.url) } ?? false }.map(\.id)
    }
    return Set(found).sorted()
  }

  /// No learned parameters: not a machine-learning model to those who define formats for them.
  var isProgram: Bool {
    if case .none = certificate.weights { true } else { false }
  }

  /// The word of the certificate counts today.
  var isCertified: Bool {
    if case .inForce = standing { true } else { false }
  }

  /// Who publishes it, as far as its id says.
  var owner: String? {
    let parts = certificate.id.text.split(separator: "/")
    return parts.count == 2 ? String(parts[0]) : nil
  }

  /// A commit, a dated name or a version; nil: nothing proves which one is served.
  var revision: String? {
    if case .pinned(let text) = certificate.revision { text } else { nil }
  }
}

extension LicenseExpression {
  /// The ids in it, each once, in the order in which they stand.
  var identifiers: [String] {
    var found: [String] = []
    for case .license(let id, _, _) in licenses where !found.contains(id) { found.append(id) }
    return found
  }
}
