// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// What no rule can allow: a model of which something must be known and is not (invariant I10).
enum Floor {
  /// Nil: no objection.
  static func objection(to inquiry: Inquiry) -> Ruling? {
    let model = inquiry.model.model
    guard let assessed = inquiry.model.assessed else {
      return .floor(
        "configured-model-needs-certificate",
        "the model `\(model)` has no certificate; an administrator must add one to Policies/models")
    }
    switch assessed.standing(on: inquiry.day) {
    case .inForce: break
    case .notYet(let day):
      return .floor(
        "certificate-not-yet",
        "the certificate of the model `\(model)` is not in force before \(day), the day of its assessment; an "
          + "administrator must look at that day")
    case .expired(let day):
      return .floor(
        "certificate-expired",
        "the certificate of the model `\(model)` ended on \(day); two certifiers must look at it again")
    case .suspended(let reason):
      return .floor(
        "certificate-suspended",
        "the certificate of the model `\(model)` is suspended: \(reason); somebody must read the text again")
    case .revoked(let day, let reason):
      return .floor("certificate-revoked", "the certificate of the model `\(model)` was revoked on \(day): \(reason)")
    }
    guard assessed.assessment.tier != nil else {
      return .floor(
        "no-licence",
        "no licence of the weights of the model `\(model)` is recorded; somebody must find and read it first")
    }
    guard inquiry.model.trust == .contracted else { return nil }
    guard let terms = inquiry.model.terms else {
      let contract = inquiry.model.contract.map { "`\($0)`" } ?? "none"
      return .floor(
        "contracted-needs-provider-terms",
        "the model `\(model)` goes to a provider whose terms are not on file (contract: \(contract)); "
          + "an administrator must add them to Policies/providers")
    }
    if let reason = terms.suspension {
      return .floor(
        "provider-terms-changed",
        "the terms `\(terms.id)`, under which the model `\(model)` is called, are suspended: \(reason); "
          + "somebody must read it again")
    }
    return nil
  }

  /// Why there is no call without a price, and how to come to one.
  static func priceObjection(_ model: ModelID, _ trust: Trust, _ tier: ServiceTier) -> Decision.Refusal {
    switch trust {
    case .contracted where tier != .standard:
      return Decision.Refusal(
        rule: "contracted-needs-price", code: .unpricedModel,
        reason: "the model `\(model)` has no price in force for the service tier `\(tier.rawValue)`; "
          + "leave service_tier out")
    case .contracted:
      return Decision.Refusal(
        rule: "contracted-needs-price", code: .unpricedModel,
        reason: "the model `\(model)` has no price in force; an administrator must add one to Policies/prices")
    case .local:
      return Decision.Refusal(
        rule: "local-needs-price", code: .unpricedModel,
        reason: "the local model `\(model)` has no price in force, not even 0; "
          + "an administrator must add one to Policies/prices")
    }
  }
}
