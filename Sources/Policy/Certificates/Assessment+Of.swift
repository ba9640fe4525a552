// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

extension Assessment {
  /// Works out what follows from a certificate. Pure: the same input gives the same assessment.
  ///
  /// - Parameters:
  ///   - bases: The assessments of the models that it was made from, as far as they have one. A base without one is
  ///     unknown, and so is what was made from it.
  ///   - signatures: Valid ones, each of another person.
  package static func of(
    _ certificate: Certificate, book: LicenseBook, bases: [CertificateID: Assessment] = [:],
    switches: PolicySwitches = PolicySwitches(), signatures: Int = 0
  ) -> Assessment {
    var assessor = Assessor(certificate: certificate, book: book, bases: bases, switches: switches)
    return assessor.assess(signatures: signatures)
  }
}

/// One run of `Assessment.of`: collects reasons while it goes through the certificate.
struct Assessor {
  let certificate: Certificate
  let book: LicenseBook
  let bases: [CertificateID: Assessment]
  let switches: PolicySwitches

  var reasons: [Assessment.Reason] = []
  var notices: [Assessment.Reason] = []
  /// Fields with an answer and no quoted sentence behind it.
  var unquoted: [String] = []
  /// The weights or what they were made from are under terms that are not open.
  var isRestricted = false
  var freedoms = Assessment.Freedoms(use: true, study: true, modify: true, share: true)
  var clauses: LicenseClauses?
  var inheritedTiers: [LicenseTier?] = []
  var flags: [String] = []
  var licenses: [String] = []
  /// The best that the bases leave.
  var mostData: DataTier? = .d3
  var mayBindAnswers = false

  init(
    certificate: Certificate, book: LicenseBook, bases: [CertificateID: Assessment], switches: PolicySwitches
  ) {
    self.certificate = certificate
    self.book = book
    self.bases = bases
    self.switches = switches
    flags = certificate.flags
    licenses = certificate.license?.licenses.map(\.identifier) ?? []
  }

  mutating func assess(signatures: Int) -> Assessment {
    judgeTerms()
    judgeExtraTerms()
    switch certificate.weights {
    case .none:
      judgeCode([.inference, .support, .architecture])
    case .released:
      judgeRelease()
      judgeCode(CodeComponent.allCases)
      judgeHyperparameters()
      judgeData()
    case .closed:
      if certificate.data.tier == .d0 { judgeDataTier() }
    }
    judgeOpenData()
    judgeBases()
    judgePin()
    judgeStanding(signatures: signatures)
    let sorted = reasons.enumerated().sorted { a, b in (a.element.limit, a.offset) < (b.element.limit, b.offset) }
      .map(\.element)
    let verdict = sorted.first?.limit ?? .meets
    return Assessment(
      verdict: verdict, tier: tier(verdict), reasons: sorted, notices: notices, freedoms: freedoms, clauses: clauses,
      flags: flags, licenses: licenses, dataTier: dataTier,
      mayBindAnswers: mayBindAnswers || reasons.contains { $0.code.isOfExtraTerms })
  }

  /// A tier that the certificate's own inventory contradicts is not taken at its word.
  private var dataTier: DataTier? {
    guard let own = certificate.data.tier, let mostData else { return nil }
    return min(own == .d3 && reasons.contains { $0.code == .dataTierContradicted } ? .d2 : own, mostData)
  }

  mutating func limit(_ verdict: Openness, _ code: Assessment.Code, _ field: String, _ message: String) {
    reasons.append(Assessment.Reason(code: code, field: field, message: message, limit: verdict))
  }

  mutating func notice(_ code: Assessment.Code, _ field: String, _ message: String) {
    notices.append(Assessment.Reason(code: code, field: field, message: message, limit: .meets))
  }

  /// An answer without a quote is asserted, not shown.
  mutating func needQuote(_ evidence: Evidence?, _ field: String) {
    if evidence?.quote == nil { unquoted.append(field) }
  }

  private mutating func judgeStanding(signatures: Int) {
    guard certificate.isReleased else { return judgeSignatures(signatures) }
    if let first = unquoted.first {
      let others = unquoted.count == 1 ? "" : " and \(unquoted.count - 1) more answers"
      limit(.likelyMeets, .noQuote, first, "the answer to `\(first)`\(others) has no quoted sentence as evidence")
    }
    judgeSignatures(signatures)
  }

  private mutating func judgeSignatures(_ signatures: Int) {
    guard signatures < 2 else { return }
    let found = signatures == 0 ? "nobody has signed" : "only one certifier has signed"
    limit(.likelyMeets, .signatures, "signatures", "\(found); `meets` needs two certifiers")
  }

  private func tier(_ verdict: Openness) -> LicenseTier? {
    var tier: LicenseTier
    if case .closed = certificate.weights {
      tier = .t5
    } else if certificate.license == nil {
      return nil
    } else if isRestricted {
      tier = .t4
    } else if verdict < .likelyMeets {
      tier = .t3
    } else {
      tier = verdict == .meets && dataTier == .d3 ? .t1 : .t2
    }
    for inherited in inheritedTiers {
      guard let inherited else { return nil }
      tier = max(tier, inherited)
    }
    return tier
  }
}

extension LicenseExpression {
  /// The id of a single licence, without `+` and exception.
  fileprivate var identifier: String { if case .license(let id, _, _) = self { id } else { description } }
}

extension Certificate {
  /// Anybody may fetch the weights.
  package var isReleased: Bool {
    if case .released = weights { true } else { false }
  }
}
