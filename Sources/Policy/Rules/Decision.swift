// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What the policies say about one call.
package enum Decision: Sendable {
  case permit(Permit)
  case refuse(Refusal)

  package var isAllowed: Bool {
    if case .permit = self { true } else { false }
  }

  /// The rule that decided.
  package var rule: String {
    switch self {
    case .permit(let permit): permit.rule
    case .refuse(let refusal): refusal.rule
    }
  }

  package var reason: String {
    switch self {
    case .permit: "no rule refuses it"
    case .refuse(let refusal): refusal.reason
    }
  }

  /// Proof that every rule was asked. Only `Rulebook` makes one, so that the stage cannot be skipped.
  package struct Permit: Sendable {
    package let rule: String
    /// What the call will be priced with: a permit without a price does not exist.
    package let price: Price

    fileprivate init(rule: String, price: Price) {
      self.rule = rule
      self.price = price
    }
  }

  package struct Refusal: Error, Hashable, Sendable {
    package let rule: String
    package let code: GatewayError.Code
    /// One sentence that says what to do; may leave the process.
    package let reason: String

    package var error: GatewayError { GatewayError(code, "\(reason) (rule \(rule))", shouldRetry: false) }
  }
}

/// The rules in force, asked in their order; the first that refuses decides.
package struct Rulebook: Sendable {
  package let rules: [Rule]

  package init(rules: [Rule] = Rule.all) {
    self.rules = rules
  }

  /// Pure: the same facts give the same decision.
  package func decide(_ facts: ModelFacts, project: ProjectName, purpose: Purpose?) -> Decision {
    let call = Rule.Call(facts: facts, project: project, purpose: purpose)
    for rule in rules {
      if let objection = rule.objection(call) {
        return .refuse(Decision.Refusal(rule: rule.id, code: rule.code, reason: objection))
      }
    }
    guard let price = facts.price else {
      // No list of rules, however short, lets an unpriced call through (invariant I10).
      return .refuse(
        Decision.Refusal(
          rule: "no-price-no-call", code: .unpricedModel, reason: "the model `\(facts.model)` has no price in force"))
    }
    return .permit(Decision.Permit(rule: "default", price: price))
  }
}
