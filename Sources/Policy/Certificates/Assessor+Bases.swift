// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// A model is never better than what it was made from: neither a merge nor a distillation takes a clause away.
extension Assessor {
  mutating func judgeBases() {
    if let base = certificate.baseModel { inherit(from: base, .base) }
    for teacher in certificate.distilledFrom {
      guard let assessment = bases[teacher], let terms = assessment.clauses, terms.leavesAnswersFree,
        !assessment.mayBindAnswers
      else {
        inherit(from: teacher, .teacher)
        continue
      }
      notice(.distilled, "distilled_from", "it was trained on answers of \(teacher), whose terms allow that")
      if terms.outputTerms == .naming { inherit(assessment.notices.filter { $0.code == .namingDuty }) }
    }
  }

  private mutating func inherit(from id: CertificateID, _ origin: Origin) {
    guard let base = bases[id] else {
      limit(
        .unknown, origin.uncertified, origin.field,
        "\(origin.words) \(id) has no certificate, so nothing is known of its terms")
      add(.unknown)
      inheritedTiers.append(.t4)
      restrict([.use, .modify, .share])
      mayBindAnswers = true
      if origin == .base { mostData = nil }
      return
    }
    if base.verdict < .meets {
      let message = "\(origin.words) \(id) is no better than \(base.verdict.rawValue): \(Self.cause(of: base))"
      limit(base.verdict, origin.verdict, origin.field, message)
    }
    add(base.clauses ?? .unknown)
    inheritedTiers.append(base.tier)
    freedoms = Assessment.Freedoms(
      use: freedoms.use && base.freedoms.use, study: freedoms.study && base.freedoms.study,
      modify: freedoms.modify && base.freedoms.modify, share: freedoms.share && base.freedoms.share)
    flags += base.flags.filter { !flags.contains($0) }
    licenses += base.licenses.filter { !licenses.contains($0) }
    mayBindAnswers = mayBindAnswers || base.mayBindAnswers
    if origin == .base { mostData = base.dataTier.flatMap { tier in mostData.map { min($0, tier) } } }
    inherit(base.notices)
  }

  private mutating func inherit(_ others: [Assessment.Reason]) { notices += others.filter { !notices.contains($0) } }

  /// Of what a base itself inherited only that it did: a long chain must not repeat itself in every message.
  private static func cause(of base: Assessment) -> String {
    let own = base.reasons.first { $0.limit == base.verdict && !$0.code.isInherited }
    return own?.message ?? "what it was made from is no better"
  }

  /// To its own; where no licence is recorded those are unknown, whatever else applies.
  mutating func add(_ others: LicenseClauses) { clauses = (clauses ?? .unknown).worst(with: others) }
}

/// What a model may have been made from, and how that is told.
private enum Origin {
  case base, teacher

  var field: String { self == .base ? "base_model" : "distilled_from" }
  var words: String { self == .base ? "its base" : "its teacher" }
  var uncertified: Assessment.Code { self == .base ? .baseUncertified : .distilledUncertified }
  var verdict: Assessment.Code { self == .base ? .baseVerdict : .distilledVerdict }
}

extension LicenseClauses {
  /// Whoever trains on answers takes on nothing but a duty to name: every other word on answers, and silence where
  /// nobody has read the terms, may reach the new model.
  fileprivate var leavesAnswersFree: Bool {
    nonCompete == .none && (outputTerms == .none || outputTerms == .naming)
  }
}
