// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// The words of certificates. Colour only repeats what a word says.
extension Markup {
  mutating func verdict(_ verdict: Openness) {
    element("span", ["class": "badge \(verdict.rawValue)"]) { $0.say("verdict-\(verdict.rawValue)") }
  }

  mutating func tier(_ tier: LicenseTier?) {
    guard let tier else { return element("span", ["class": "badge fails"]) { $0.say("tier-none") } }
    element("span", ["class": "nowrap"]) { $0.say("tier-\(tier.rawValue)") }
  }

  mutating func dataTier(_ tier: DataTier?) {
    guard let tier else { return notKnown() }
    element("span", ["class": "nowrap"]) { $0.say("data-\(tier.rawValue)") }
  }

  /// An SPDX expression as it is; where it is explained the ids are links.
  mutating func licence(_ license: LicenseExpression?) {
    if let license { code(license.description) } else { notKnown() }
  }

  mutating func use(_ use: DefaultUse) {
    element("strong", ["class": "use \(use.outcome.rawValue)"]) { $0.say("use-\(use.outcome.rawValue)") }
    element("div", ["class": "small"]) { why in
      why.say("why-rule", .markup { $0.english(use.ruling.reason) }, .code(use.ruling.rule))
      if let guideline = use.ruling.guideline {
        why.text(" ")
        why.outside(guideline.url) { $0.name(guideline.name) }
      }
    }
  }

  mutating func standing(_ standing: CertificateStanding) {
    switch standing {
    case .inForce(let signatures): say("standing-in-force", .number(signatures))
    case .notYet(let day): say("standing-not-yet", .markup { $0.day(day) })
    case .expired(let day): say("standing-expired", .markup { $0.day(day) })
    case .suspended(let reason): say("standing-suspended", .markup { $0.english(reason) })
    case .revoked(let day, let reason):
      say("standing-revoked", .markup { $0.day(day) }, .markup { $0.english(reason) })
    }
  }

  /// A standing that keeps a model from being used, where nobody can overlook it.
  mutating func alarm(_ standing: CertificateStanding) {
    if case .inForce = standing { return }
    element("p", ["class": "alarm"]) {
      $0.element("strong") { $0.say("alarm") }
      $0.text(" ")
      $0.standing(standing)
    }
  }

  /// A yes or no with where it is written.
  mutating func answer(_ answer: Answer<Bool>) {
    if let value = answer.value { say(value ? "yes" : "no") } else { notKnown() }
    evidence(answer.evidence)
  }

  mutating func evidence(_ evidence: Evidence?) {
    guard let evidence else { return }
    element("div", ["class": "small"]) { $0.outside(evidence.url) }
    if let quote = evidence.quote {
      element("blockquote", ["cite": evidence.url, "dir": "auto"]) { $0.text(quote) }
    }
  }
}
