// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What is known of a model at the instant of a call.
package struct ModelFacts: Sendable {
  package var model: ModelID
  package var certificate: Certificate?
  package var trust: Trust
  package var contract: ContractID?
  package var terms: ProviderTerms?
  /// What the call asks for.
  package var tier: ServiceTier
  /// In force for this tier at the instant of the call.
  package var price: Price?

  package init(
    model: ModelID, certificate: Certificate?, trust: Trust, contract: ContractID?, terms: ProviderTerms?,
    tier: ServiceTier = .standard, price: Price?
  ) {
    self.model = model
    self.certificate = certificate
    self.trust = trust
    self.contract = contract
    self.terms = terms
    self.tier = tier
    self.price = price
  }
}

/// One reason to refuse a call: a name, what the refusal is called outside, and a function without side effects.
package struct Rule: Sendable {
  package struct Call: Sendable {
    package let facts: ModelFacts
    package let project: ProjectName
    package let purpose: Purpose?
  }

  package let id: String
  package let code: GatewayError.Code
  /// Nil: no objection. Else one sentence that says what to do.
  package let objection: @Sendable (Call) -> String?

  package init(id: String, code: GatewayError.Code, objection: @escaping @Sendable (Call) -> String?) {
    self.id = id
    self.code = code
    self.objection = objection
  }

  /// In the order in which they are asked. The only place that knows them all.
  package static let all: [Rule] = [needsCertificate, contractedNeedsTerms, contractedNeedsPrice, localNeedsPrice]

  package static let needsCertificate = Rule(id: "configured-model-needs-certificate", code: .policyDenied) { call in
    call.facts.certificate == nil
      ? "the model `\(call.facts.model)` has no certificate; an administrator must add one to Policies/models" : nil
  }

  package static let contractedNeedsTerms = Rule(id: "contracted-needs-provider-terms", code: .policyDenied) { call in
    guard call.facts.trust == .contracted, call.facts.terms == nil else { return nil }
    let contract = call.facts.contract.map { "`\($0)`" } ?? "none"
    return "the model `\(call.facts.model)` goes to a provider whose terms are not on file (contract: \(contract)); "
      + "an administrator must add them to Policies/providers"
  }

  package static let contractedNeedsPrice = Rule(id: "contracted-needs-price", code: .unpricedModel) { call in
    guard call.facts.trust == .contracted, call.facts.price == nil else { return nil }
    guard call.facts.tier == .standard else {
      return "the model `\(call.facts.model)` has no price in force for the service tier "
        + "`\(call.facts.tier.rawValue)`; leave service_tier out"
    }
    return "the model `\(call.facts.model)` has no price in force; an administrator must add one to Policies/prices"
  }

  /// A local model's price may be 0, but it is written down.
  package static let localNeedsPrice = Rule(id: "local-needs-price", code: .unpricedModel) { call in
    guard call.facts.trust == .local, call.facts.price == nil else { return nil }
    return "the local model `\(call.facts.model)` has no price in force, not even 0; an administrator must add one to "
      + "Policies/prices"
  }
}
