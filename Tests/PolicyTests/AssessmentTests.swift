// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing

/// What follows from a certificate beside its verdict: tier, freedoms, notices, clauses.
@Suite struct `An assessment` {
  private static let strict = PolicySwitches(weightsFreeContent: false)

  @Test(arguments: [
    ("CC-BY-4.0", LicenseTier.t1, LicenseTier.t4), ("Apache-2.0", .t1, .t1), ("Apache-2.0 AND CC-BY-4.0", .t1, .t4),
    ("Apache-2.0 OR CC-BY-4.0", .t1, .t1), ("CC-BY-NC-4.0", .t4, .t4),
  ])
  func `counts free content as open for weights only while the switch is on`(
    license: String, tier: LicenseTier, strictTier: LicenseTier
  ) {
    let certificate = Sample.certificate(license: license)
    #expect(Sample.assess(certificate).tier == tier)
    let assessment = Sample.assess(certificate, switches: Self.strict)
    #expect(assessment.tier == strictTier)
    #expect(assessment.codes.contains("free_content_not_counted") == (strictTier == .t4 && tier == .t1))
  }

  /// The switch is about weights: paper and card may always be free content.
  @Test func `takes a description under free content whatever the switch says`() {
    #expect(Sample.assess(Sample.certificate(), switches: Self.strict).verdict == .meets)
  }

  @Test func `lets free content pass down only while it counts`() {
    let base = Sample.certificate("b/b", license: "CC-BY-4.0")
    let derived = Sample.certificate { $0.baseModel = base.id }
    #expect(Sample.assess(derived, bases: [base]).tier == .t1)
    #expect(Sample.assess(derived, bases: [base], switches: Self.strict).tier == .t4)
  }

  @Test(arguments: [
    (DataTier.d3, 2, LicenseTier.t1), (.d2, 2, .t2), (.d1, 2, .t2), (.d3, 1, .t2), (.d3, 0, .t2), (.d0, 2, .t3),
  ])
  func `puts the first tier behind open data and two signatures`(data: DataTier, signatures: Int, tier: LicenseTier) {
    let certificate = Sample.certificate { $0.data.tier = data }
    #expect(Sample.assess(certificate, signatures: signatures).tier == tier)
  }

  @Test(arguments: [
    ("Apache-2.0", [true, true, true, true]), ("LicenseRef-plain", [true, true, true, true]),
    ("CC-BY-NC-4.0", [false, true, false, false]), ("LicenseRef-ban", [false, true, false, true]),
    ("LicenseRef-use", [false, true, false, false]), ("Elastic-2.0", [false, true, false, false]),
  ])
  func `says which of the four freedoms are left`(license: String, freedoms: [Bool]) {
    #expect(Sample.assess(Sample.certificate(license: license)).freedoms.all == freedoms)
  }

  @Test func `leaves no freedom with closed weights, and none but study with unjudged terms`() {
    #expect(Sample.assess(Sample.closed()).freedoms.all == [false, false, false, false])
    let unjudged = Sample.certificate { $0.extraTerms = [Sample.terms(nil)] }
    #expect(Sample.assess(unjudged).freedoms.all == [false, true, false, false])
    let incompatible = Sample.certificate { $0.extraTerms = [Sample.terms(.incompatible)] }
    #expect(Sample.assess(incompatible).freedoms.all == [false, false, false, false])
    #expect(Sample.assess(Sample.certificate(license: nil)).freedoms.all == [false, false, false, false])
  }

  /// A verdict that fails for its components takes no freedom.
  @Test func `keeps the freedoms of open weights without data`() {
    let certificate = Sample.certificate { $0.data = DataInformation(tier: .d0) }
    #expect(Sample.assess(certificate).freedoms.all == [true, true, true, true])
  }

  @Test(arguments: [
    ("Apache-2.0", ["flow_down: Licence Apache-2.0 asks that its text and notices be handed on"]),
    ("GPL-2.0-only", ["flow_down: Licence GPL-2.0-only asks that what is adapted from it keep it"]),
    ("BSD-2-Clause", []),
    (
      "LicenseRef-taint",
      [
        "derivative_taint: Licence LicenseRef-taint reaches models that are trained on its answers",
        "use_policy_mutable: Licence LicenseRef-taint has a use policy that may change without a new version; its text "
          + "is watched",
        "flow_down: Licence LicenseRef-taint asks that its restrictions bind every user",
      ]
    ),
    (
      "LicenseRef-named AND MIT",
      [
        "naming_duty: Licence LicenseRef-named asks that its name be shown, and that models made from it or its answers "
          + "carry it",
        "flow_down: Licence LicenseRef-named asks that its text and notices be handed on",
        "flow_down: Licence MIT asks that its text and notices be handed on",
      ]
    ),
  ])
  func `tells what must be done and seen`(license: String, notices: [String]) {
    let assessment = Sample.assess(Sample.certificate(license: license))
    #expect(assessment.notices.map { "\($0.code): \($0.message)" } == notices)
  }

  @Test func `tells of terms beside the licence that were judged, and adds their clauses`() {
    let certificate = Sample.certificate { $0.extraTerms = [Sample.terms(.compatible)] }
    let assessment = Sample.assess(certificate)
    #expect(assessment.verdict == .meets && assessment.noticeCodes.contains("extra_terms"))
    #expect(assessment.clauses?.hasIndemnity == true && assessment.clauses?.usePolicy == .byReference)
    // One that is judged does not answer for another.
    let two = Sample.certificate { $0.extraTerms = [Sample.terms(.compatible), Sample.terms(nil, license: nil)] }
    #expect(Sample.assess(two).verdict == .unknown)
  }

  @Test func `has the clauses of all that applies, and none where no licence is recorded`() {
    #expect(Sample.assess(Sample.certificate(license: "MIT")).clauses == Sample.open)
    #expect(Sample.assess(Sample.certificate(license: nil)).clauses == nil)
    let unlicensed = Sample.certificate(license: nil) { $0.extraTerms = [Sample.terms(.compatible)] }
    #expect(Sample.assess(unlicensed).clauses?.nonCompete == .unknown)
  }

  @Test func `of a program can meet the definition with a licence of its code alone`() {
    let program = Sample.certificate { $0.weights = .none(code: Sample.license("MIT")) }
    #expect(Sample.assess(program).verdict == .meets)
    #expect(Sample.assess(program, signatures: 1).verdict == .likelyMeets)
  }

  @Test func `is the same for the same input`() {
    let certificate = Sample.certificate(license: "LicenseRef-taint AND CC-BY-NC-4.0") { $0.data.tier = nil }
    #expect(Sample.assess(certificate) == Sample.assess(certificate))
  }
}
