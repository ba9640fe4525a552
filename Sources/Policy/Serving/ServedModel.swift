// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// One model as the data plane needs it: everything that does not change until the next reload, ready to be written.
package struct ServedModel: Sendable {
  package let id: ModelID
  package let route: Route
  package let backend: BackendID
  /// The backend's kind.
  package let engine: String
  package let upstream: String
  package let operations: [Operation]
  /// Tokens of input and output together.
  package let context: Int64
  package let maxOutput: Int64
  package let trust: Trust
  package let contract: ContractID?
  package let terms: ProviderTerms?
  /// Where it runs: what the configuration says of the address goes before what the provider says of its service.
  package let region: HostRegion?
  /// The certificate and what follows from it.
  package let assessed: AssessedModel
  /// Of the certificate of the model that it was made from; nil: it names none, or that one has none.
  package let baseDigest: ContentDigest?
  /// `x-toolgate-license`: an SPDX expression, visible ASCII; SPDX's word `NOASSERTION` where none is recorded.
  package let license: String
  /// `x-toolgate-model`: what tools ask for, `@`, the certificate's revision.
  package let stamp: String
  private let prices: PricesInForce

  package enum Route: Hashable, Sendable {
    /// The built-in model.
    case embedded
    /// The place of the backend in `Settings.backends`.
    case backend(Int)
  }

  package var certificate: Certificate { assessed.certificate }
  package var openness: Openness { assessed.assessment.verdict }
  package var licenseTier: LicenseTier? { assessed.assessment.tier }
  /// Nil: nobody has assessed it.
  package var dataTier: DataTier? { assessed.dataTier }

  init(_ model: ModelSettings, route: Route, backend: BackendSettings, assessed: AssessedModel, policies: Policies) {
    id = model.id
    self.route = route
    self.backend = backend.id
    engine = backend.kind
    upstream = model.upstream
    operations = model.operations
    context = model.context
    maxOutput = model.maxOutput
    trust = backend.trust
    contract = backend.contract
    terms = backend.contract.flatMap { policies.providers[$0] }
    region = backend.region ?? terms?.region
    self.assessed = assessed
    baseDigest = assessed.certificate.baseModel.flatMap { policies.catalogue[$0]?.certificate.digest }
    license = assessed.certificate.license?.description ?? "NOASSERTION"
    stamp = "\(model.id)@\(assessed.certificate.revision)"
    prices = PricesInForce(policies.prices, for: model, backend: backend)
  }

  /// The price in force; nil: refuse with 402.
  package func price(_ tier: ServiceTier = .standard, at instant: Instant) -> Price? {
    prices.price(tier, at: instant)
  }

  package var licenseClass: LicenseClass { LicenseClass(tier: licenseTier, host: facts.host) }

  /// What the rules are asked about.
  package var facts: ModelFacts {
    ModelFacts(model: id, assessed: assessed, trust: trust, contract: contract, terms: terms)
  }
}
