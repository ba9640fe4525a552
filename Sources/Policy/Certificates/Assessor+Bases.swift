// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// A model is never better than what it was made from: neither a merge nor a distillation takes a clause away.
extension Assessor {
  mutating func judgeBases() {
    if let base = certificate.baseModel { inherit(from: base, field: "base_model", code: "base", what: "its base") }
    for teacher in certificate.distilledFrom {
      guard let assessment = bases[teacher] else {
        inherit(from: teacher, field: "distilled_from", code: "distilled", what: "its teacher")
        continue
      }
      switch assessment.clauses?.nonCompete ?? .unknown {
      case .ban, .derivativeTaint, .unknown:
        inherit(from: teacher, field: "distilled_from", code: "distilled", what: "its teacher")
      case .none:
        notice("distilled", "distilled_from", "it was trained on answers of \(teacher), whose terms allow that")
      }
    }
  }

  private mutating func inherit(from id: CertificateID, field: String, code: String, what: String) {
    guard let base = bases[id] else {
      limit(
        .unknown, "\(code)_uncertified", field, "\(what) \(id) has no certificate, so nothing is known of its terms")
      merge(.unknown)
      inheritedTiers.append(.t4)
      restrict([.use, .modify, .share])
      return
    }
    if base.verdict < .meets {
      let why = base.reasons.first.map { ": \($0.message)" } ?? ""
      limit(base.verdict, "\(code)_verdict", field, "\(what) \(id) is no better than \(base.verdict.rawValue)\(why)")
    }
    merge(base.clauses ?? .unknown)
    inheritedTiers.append(base.tier)
    freedoms = Assessment.Freedoms(
      use: freedoms.use && base.freedoms.use, study: freedoms.study && base.freedoms.study,
      modify: freedoms.modify && base.freedoms.modify, share: freedoms.share && base.freedoms.share)
    flags += base.flags.filter { !flags.contains($0) }
    notices += base.notices.filter { !notices.contains($0) }
  }

  private mutating func merge(_ inherited: LicenseClauses) {
    clauses = clauses.map { $0.worst(with: inherited) } ?? inherited
  }
}
