// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

extension Assessor {
  private static let everyFreedom = LicenseClauses.Restriction.Freedom.allCases

  /// The licence of the weights or, where there are none, of the code.
  mutating func judgeTerms() {
    guard let license = certificate.licenseChoice ?? certificate.license else {
      restrict(Self.everyFreedom)
      limit(.unknown, .licenseMissing, "weights.license", "no licence of the weights is recorded")
      return
    }
    let parts = book.parts(of: license)
    clauses = book.clauses(of: license)
    if case .closed = certificate.weights {
      restrict(Self.everyFreedom)
      limit(.fails, .closedWeights, "weights.release", "the weights are closed; only the provider has them")
    }
    if !parts.contains(where: { $0.kind == .license }) {
      isRestricted = true
      restrict(Self.everyFreedom)
      limit(
        .unknown, .licenseMissing, "weights.license",
        "\(license) stands beside a licence and is none, and no licence is named with it")
    }
    for part in parts where part.kind == .license { judge(part) }
    for part in parts where part.kind == .extraTerms { judgeExtraPart(part) }
    noteDuties(parts)
  }

  /// One licence: what it takes away, and whether it is open at all.
  private mutating func judge(_ part: LicenseBook.Part) {
    let name = book.name(part.id)
    let restrictions = part.clauses.restrictions
    for restriction in restrictions {
      isRestricted = true
      restrict(restriction.freedoms)
      // What nobody has written down is one reason, not one for each clause.
      guard let verdict = restriction.limit, part.hasEntry else { continue }
      let isKnown = verdict == .fails
      limit(
        verdict, isKnown ? restriction.code : .licenseUnclear, "weights.license", "\(name) \(restriction.text)")
    }
    if !part.hasEntry, !part.clauses.isOSIApproved {
      isRestricted = true
      limit(
        .unknown, .licenseUnread, "weights.license",
        "what \(part.id) asks for does not stand in Policies/licenses; somebody must read it and add an entry")
    } else if !isOpen(part) {
      isRestricted = true
      let isContent = part.clauses.isFreeContent
      limit(
        .unknown, isContent ? .freeContentNotCounted : .licenseNotOpen, "weights.license",
        isContent
          ? "\(name) is free content, which this installation does not count as open for weights"
          : "\(name) is neither OSI-approved nor free content")
    }
  }

  /// The code of a program without weights needs an OSI-approved licence, whatever is decided for weights.
  private func isOpen(_ part: LicenseBook.Part) -> Bool {
    guard certificate.isReleased else { return part.clauses.isOSIApproved }
    return part.clauses.isOSIApproved || part.clauses.isFreeContent && switches.weightsFreeContent
  }

  /// A policy that is written into the expression needs a judgement below `extra_terms`.
  private mutating func judgeExtraPart(_ part: LicenseBook.Part) {
    let isListed = certificate.extraTerms.contains { terms in
      terms.license?.licenses.contains { $0.description == part.id } == true
    }
    if !isListed { unjudged(book.name(part.id)) }
  }

  mutating func judgeExtraTerms() {
    for terms in certificate.extraTerms {
      if let license = terms.license { add(book.clauses(of: license)) }
      switch terms.judgement.value {
      case .compatible?:
        needQuote(terms.judgement.evidence, "extra_terms.judgement")
        notice(.extraTerms, "extra_terms", "\(terms.name) applies beside the licence and was judged compatible")
      case .incompatible?:
        isRestricted = true
        restrict(Self.everyFreedom)
        limit(
          .fails, .extraTermsIncompatible, "extra_terms", "\(terms.name) was judged incompatible with the licence")
      case nil: unjudged(terms.name)
      }
    }
  }

  private mutating func unjudged(_ name: String) {
    isRestricted = true
    restrict([.use, .modify, .share])
    limit(
      .unknown, .extraTermsUnjudged, "extra_terms",
      "\(name) applies beside the licence, and nobody has judged whether the two go together")
  }

  mutating func restrict(_ freedoms: [LicenseClauses.Restriction.Freedom]) {
    for freedom in freedoms {
      switch freedom {
      case .use: self.freedoms.use = false
      case .study: self.freedoms.study = false
      case .modify: self.freedoms.modify = false
      case .share: self.freedoms.share = false
      }
    }
  }

  /// What a user or the gateway must do, without harm to the verdict.
  private mutating func noteDuties(_ parts: [LicenseBook.Part]) {
    for part in parts {
      let name = book.name(part.id)
      func add(_ code: Assessment.Code, _ message: String) { notice(code, "weights.license", "\(name) \(message)") }
      switch part.clauses.namingDuty {
      case .display: add(.namingDuty, "asks that its name be shown")
      case .modelName: add(.namingDuty, "asks that models made from it carry its name")
      case .displayAndModelName:
        add(.namingDuty, "asks that its name be shown, and that models made from it or its answers carry it")
      case .none, .unknown: break
      }
      if part.clauses.nonCompete == .derivativeTaint {
        add(.derivativeTaint, "reaches models that are trained on its answers")
      }
      if part.clauses.usePolicy != .none, part.clauses.isUsePolicyMutable != false {
        add(.usePolicyMutable, "has a use policy that may change without a new version; its text is watched")
      }
      switch part.clauses.flowDown {
      case .notice: add(.flowDown, "asks that its text and notices be handed on")
      case .termsCopy: add(.flowDown, "asks that a copy of its terms be handed on")
      case .shareAlike: add(.flowDown, "asks that what is adapted from it keep it")
      case .useRestrictions: add(.flowDown, "asks that its restrictions bind every user")
      case .none, .unknown: break
      }
    }
  }
}
