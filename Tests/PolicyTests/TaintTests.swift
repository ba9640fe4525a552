// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing
import ToolgateTesting

/// What a model is made from stays in it.
@Suite struct `A derived model` {
  /// Seeded graphs without circles: each model rests on some of those before it.
  private static func graph(_ count: Int, using random: inout SeededGenerator) -> [Certificate] {
    (0..<count).map { number in
      var certificate = Sample.random("m/\(number)", using: &random)
      guard number > 0 else { return certificate }
      if Bool.random(using: &random) {
        certificate.baseModel = Sample.id("m/\(Int.random(in: 0..<number, using: &random))")
      }
      if Int.random(in: 0..<3, using: &random) == 0 {
        certificate.distilledFrom = [Sample.id("m/\(Int.random(in: 0..<number, using: &random))")]
      }
      return certificate
    }
  }

  private static func assess(_ certificates: [Certificate]) -> [CertificateID: Assessment] {
    var graph = CertificateGraph(
      certificates, book: Sample.book, switches: PolicySwitches(),
      signatures: Dictionary(uniqueKeysWithValues: certificates.map { ($0.id, 2) }))
    return graph.assess().assessments
  }

  @Test func `is no better than its base, and inherits all of it`() throws {
    var random = SeededGenerator(seed: 3)
    var (derived, improved) = (0, 0)
    for _ in 0..<60 {
      let certificates = Self.graph(12, using: &random)
      let assessments = Self.assess(certificates)
      for certificate in certificates {
        guard let base = certificate.baseModel.flatMap({ assessments[$0] }) else { continue }
        let own = try #require(assessments[certificate.id])
        derived += 1
        #expect(own.verdict <= base.verdict && own.tier.rank >= base.tier.rank)
        #expect(zip(own.freedoms.all, base.freedoms.all).allSatisfy { $0 == false || $1 })
        #expect(Set(base.flags).isSubset(of: own.flags) && Set(base.notices).isSubset(of: own.notices))
        #expect(try #require(own.clauses).isNoBetter(than: base.clauses ?? .unknown))
        #expect(Set(base.licenses).isSubset(of: own.licenses) && (own.mayBindAnswers || !base.mayBindAnswers))
        if let data = own.dataTier { #expect(try data <= #require(base.dataTier)) }
        let alone = Sample.assess(
          {
            var certificate = certificate
            (certificate.baseModel, certificate.distilledFrom) = (nil, [])
            return certificate
          }())
        if own.verdict < alone.verdict { improved += 1 }
      }
    }
    // The graphs are of a kind that shows something.
    #expect(derived > 200 && improved > 20)
  }

  @Test(arguments: [nil, .compatible, .incompatible] as [ExtraTerms.Judgement?])
  func `takes on what stands beside its teacher's licence, unless that was found compatible`(
    judgement: ExtraTerms.Judgement?
  ) {
    let teacher = Sample.certificate("a/teacher") { $0.extraTerms = [Sample.terms(judgement, license: nil)] }
    let student = Sample.certificate { $0.distilledFrom = [Sample.id("a/teacher")] }
    let found = Sample.assess(student, bases: [teacher])
    #expect((found.verdict == .meets) == (judgement == .compatible))
    #expect((found.tier == .t1) == (judgement == .compatible))
  }

  /// The terms stay in force over what is made from a model, so its answers may be bound however many steps lie between.
  @Test(arguments: 0...3)
  func `takes on what stands beside the licence of whatever its teacher was made from`(steps: Int) {
    var models = [Sample.certificate("a/0") { $0.extraTerms = [Sample.terms(nil, license: nil)] }]
    for step in 0..<steps {
      models.append(Sample.certificate("a/\(step + 1)") { $0.baseModel = Sample.id("a/\(step)") })
    }
    models.append(Sample.certificate("a/student") { $0.distilledFrom = [Sample.id("a/\(steps)")] })
    let found = Self.assess(models)[Sample.id("a/student")]
    #expect(found?.tier == .t4 && found?.verdict == .unknown)
  }

  @Test(arguments: [true, false])
  func `gets no better by one more base or teacher`(isBase: Bool) throws {
    var random = SeededGenerator(seed: isBase ? 4 : 5)
    for _ in 0..<60 {
      let certificates = Self.graph(8, using: &random)
      let before = Self.assess(certificates)
      var changed = certificates
      let origin = Sample.id(["m/0", "m/1", "m/2", "no/body"].randomElement(using: &random)!)
      for index in changed.indices where index > 2 {
        if isBase {
          changed[index].baseModel = changed[index].baseModel ?? origin
        } else {
          changed[index].distilledFrom.append(origin)
        }
      }
      for (id, after) in Self.assess(changed) {
        let before = try #require(before[id])
        #expect(after.verdict <= before.verdict && after.tier.rank >= before.tier.rank)
        #expect(zip(after.freedoms.all, before.freedoms.all).allSatisfy { $0 == false || $1 })
        if let clauses = before.clauses { #expect(try #require(after.clauses).isNoBetter(than: clauses)) }
      }
    }
  }

  /// Terms of a teacher that reach its answers reach the model that was trained on them.
  @Test(arguments: [
    ("Apache-2.0", true), ("CC-BY-4.0", true), ("LicenseRef-named", true), ("LicenseRef-plain", true),
    ("LicenseRef-ban", false), ("LicenseRef-taint", false), ("CC-BY-NC-4.0", false), ("Elastic-2.0", false),
    ("MIT AND LicenseRef-taint", false),
  ])
  func `takes on the terms of a teacher unless they leave its answers free`(license: String, isFree: Bool) {
    let teacher = Sample.certificate("t/t", license: license)
    let pupil = Sample.certificate("a/m") { $0.distilledFrom = [teacher.id] }
    let assessment = Sample.assess(pupil, bases: [teacher])
    #expect((assessment.verdict == .meets && assessment.tier == .t1) == isFree)
    #expect(assessment.noticeCodes.contains("distilled") == isFree)
    #expect(assessment.codes.contains("distilled_verdict") == !isFree)
    #expect(assessment.clauses?.isNonCommercial == (license == "Elastic-2.0" ? nil : license == "CC-BY-NC-4.0"))
  }

  @Test(arguments: [LicenseClauses.OutputTerms.usePolicy, .unclear, .unknown, .banTraining, .researchOnly])
  func `takes on every limit on answers, also one that is no ban`(terms: LicenseClauses.OutputTerms) {
    var book = Sample.book
    book.insert(
      LicenseEntry(
        id: "LicenseRef-answers", name: "Answers", clauses: Sample.restricted { $0.outputTerms = terms },
        sources: ["test"]))
    let license = LicenseExpression.license(id: "LicenseRef-answers", orLater: false, exception: nil)
    let teacher = Sample.certificate("t/t") { $0.weights = .released(license: license, text: nil) }
    let pupil = Sample.certificate { $0.distilledFrom = [teacher.id] }
    let taught = Assessment.of(teacher, book: book, signatures: 2)
    let assessment = Assessment.of(pupil, book: book, bases: [teacher.id: taught], signatures: 2)
    #expect(assessment.codes.contains("distilled_verdict") && assessment.clauses?.outputTerms == terms)
    #expect(assessment.tier == .t4)
  }

  @Test func `tells of the name that a free teacher asks for`() {
    let teacher = Sample.certificate("t/t", license: "LicenseRef-named")
    let pupil = Sample.certificate { $0.distilledFrom = [teacher.id] }
    #expect(Sample.assess(pupil, bases: [teacher]).noticeCodes.isSuperset(of: ["distilled", "naming_duty"]))
  }

  @Test func `of a model without a licence has no tier either`() {
    let base = Sample.certificate("b/b", license: nil)
    let derived = Sample.certificate { $0.baseModel = base.id }
    #expect(Sample.assess(derived, bases: [base]).tier == nil)
  }

  @Test func `of closed weights is a closed one`() {
    let derived = Sample.certificate { $0.distilledFrom = [Sample.id("a/closed")] }
    let assessment = Sample.assess(derived, bases: [Sample.closed()])
    #expect(assessment.tier == .t5 && assessment.verdict == .fails)
  }

  @Test func `without a signed base is not signed itself`() {
    let base = Sample.certificate("b/b")
    let derived = Sample.certificate { $0.baseModel = base.id }
    var graph = CertificateGraph(
      [base, derived], book: Sample.book, switches: PolicySwitches(), signatures: [derived.id: 2])
    let assessment = graph.assess().assessments[derived.id]
    #expect(assessment?.verdict == .likelyMeets)
    #expect(
      assessment?.reasons.map(\.message) == [
        "its base b/b is no better than likely_meets: nobody has signed; `meets` needs two certifiers"
      ])
  }

  @Test func `names its base and the cause, and only that there is a deeper one`() {
    let chain = [
      Sample.certificate("a/0", license: "LicenseRef-use"),
      Sample.certificate("a/1") { $0.baseModel = Sample.id("a/0") },
      Sample.certificate("a/2") { $0.baseModel = Sample.id("a/1") },
    ]
    #expect(
      Sample.assess(chain[1], bases: [chain[0]]).reasons.map(\.message) == [
        "its base a/0 is no better than fails: Licence LicenseRef-use has a list of uses that it forbids"
      ])
    #expect(
      Sample.assess(chain[2], bases: Array(chain[0...1])).reasons.map(\.message) == [
        "its base a/1 is no better than fails: what it was made from is no better"
      ])
  }
}
