// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Policy

/// What is decided on a model for a project for which nothing else is written down.
package struct Ruling: Sendable {
  /// From the best to the worst.
  package enum Outcome: String, CaseIterable, Comparable, Sendable {
    case allowed
    /// A project has to ask for it.
    case optIn = "opt-in"
    /// Only a recorded exception lets a project use it.
    case exception
    case denied

    package static func < (a: Outcome, b: Outcome) -> Bool {
      allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
    }
  }

  package enum Reason: Sendable {
    case tier(LicenseTier)
    case noLicense
    case standing(CertificateStanding)
    /// A rule, with its sentence in English.
    case rule(id: String, sentence: String)
  }

  package let outcome: Outcome
  package let reason: Reason

  package init(_ outcome: Outcome, because reason: Reason) {
    (self.outcome, self.reason) = (outcome, reason)
  }

  /// By the tier alone: T1 and T2 for everybody, T3 for who asks, the others by exception; without a licence or with a
  /// certificate that is not in force for nobody.
  package init(byTierOf model: AssessedModel, on day: CivilDay) {
    let standing = model.standing(on: day)
    guard case .inForce = standing else {
      self.init(.denied, because: .standing(standing))
      return
    }
    switch model.assessment.tier {
    case .t1?, .t2?: self.init(.allowed, because: .tier(model.assessment.tier!))
    case .t3?: self.init(.optIn, because: .tier(.t3))
    case .t4?, .t5?: self.init(.exception, because: .tier(model.assessment.tier!))
    case nil: self.init(.denied, because: .noLicense)
    }
  }
}
