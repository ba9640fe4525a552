// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What becomes of one call.
package enum Decision: Sendable {
  case permit(Permit)
  case refuse(Refusal)

  package var isAllowed: Bool {
    if case .permit = self { true } else { false }
  }

  /// The rule that decided.
  package var rule: String {
    switch self {
    case .permit(let permit): permit.ruling.rule
    case .refuse(let refusal): refusal.rule
    }
  }

  /// Proof that the policies allow the call. Only `Decision.of` makes one, so that the stage cannot be skipped.
  package struct Permit: Sendable {
    package let ruling: Ruling
    /// What the call will be priced with: a permit without a price does not exist.
    package let price: Price

    fileprivate init(_ ruling: Ruling, price: Price) {
      (self.ruling, self.price) = (ruling, price)
    }
  }

  package struct Refusal: Error, Hashable, Sendable {
    package let rule: String
    package let code: GatewayError.Code
    /// One sentence that says what to do; may leave the process.
    package let reason: String

    package var error: GatewayError { GatewayError(code, "\(reason) (rule \(rule))", shouldRetry: false) }
  }

  /// What is under the floor is refused before anything is said of prices, and what has no price before the rules.
  ///
  /// - Parameters:
  ///   - price: in force for the tier that the call asks for; nil: none is.
  package static func of(_ ruling: Ruling, price: Price?, tier: ServiceTier, model: ModelID, trust: Trust) -> Decision {
    if ruling.isFloor { return .refuse(Refusal(ruling)) }
    guard let price else { return .refuse(Floor.priceObjection(model, trust, tier)) }
    return ruling.isAllowed ? .permit(Permit(ruling, price: price)) : .refuse(Refusal(ruling))
  }
}

extension Decision.Refusal {
  fileprivate init(_ ruling: Ruling) {
    self.init(rule: ruling.rule, code: .policyDenied, reason: ruling.sentence)
  }
}
