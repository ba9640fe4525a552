// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing

/// One certificate for each reason. `Sample.certificate()` has none of them, so each change alone brings its reason.
@Suite struct `Reasons of a verdict` {
  struct Case: Sendable, CustomTestStringConvertible {
    let code: String
    let field: String
    let limit: Openness
    let tier: LicenseTier?
    let change: @Sendable (inout Certificate) -> Void
    var testDescription: String { "\(code) at \(field)" }

    init(
      _ code: String, _ field: String, _ limit: Openness, tier: LicenseTier? = .t3,
      _ change: @escaping @Sendable (inout Certificate) -> Void
    ) {
      (self.code, self.field, self.limit, self.tier, self.change) = (code, field, limit, tier, change)
    }
  }

  private static func licensed(_ license: String) -> @Sendable (inout Certificate) -> Void {
    { $0.weights = .released(license: Sample.license(license), text: nil) }
  }

  private static let terms: [Case] = [
    Case("license_missing", "weights.license", .unknown, tier: nil) {
      $0.weights = .released(license: nil, text: nil)
    },
    Case("closed_weights", "weights.release", .fails, tier: .t5) {
      $0.weights = .closed(terms: Sample.license("LicenseRef-plain"))
    },
    Case("non_commercial", "weights.license", .fails, tier: .t4, licensed("CC-BY-NC-4.0")),
    Case("license_unclear", "weights.license", .unknown, tier: .t4, licensed("CC-BY-NC-4.0")),
    Case("use_policy", "weights.license", .fails, tier: .t4, licensed("LicenseRef-use")),
    Case("remote_kill", "weights.license", .fails, tier: .t4, licensed("LicenseRef-taint")),
    Case("non_compete", "weights.license", .fails, tier: .t4, licensed("LicenseRef-ban")),
    Case("license_not_open", "weights.license", .unknown, tier: .t4, licensed("LicenseRef-plain")),
    Case("license_unread", "weights.license", .unknown, tier: .t4, licensed("MIT AND Elastic-2.0")),
    Case("extra_terms_unjudged", "extra_terms", .unknown, tier: .t4) { $0.extraTerms = [Sample.terms(nil)] },
    Case("extra_terms_unjudged", "extra_terms", .unknown, tier: .t4, licensed("MIT AND LicenseRef-policy")),
    Case("extra_terms_incompatible", "extra_terms", .fails, tier: .t4) {
      $0.extraTerms = [Sample.terms(.incompatible)]
    },
    // A policy that was judged compatible is compatible with a licence: alone it grants nothing.
    Case("license_missing", "weights.license", .unknown, tier: .t4) {
      licensed("LicenseRef-policy")(&$0)
      $0.extraTerms = [Sample.terms(.compatible)]
    },
  ]

  private static let components: [Case] =
    CodeComponent.allCases.flatMap { component in
      let field = "code.\(component.rawValue)"
      let absent = component == .training ? "no_training_code" : "no_code"
      return [
        Case(absent, field, .fails) { $0.code[component] = CodeAnswer(present: Sample.yes(.no)) },
        Case("code_unknown", field, .unknown) { $0.code[component] = nil },
        Case("code_unknown", field, .unknown) { $0.code[component] = CodeAnswer(present: Answer()) },
        Case("code_partial", field, .likelyMeets, tier: .t2) {
          $0.code[component] = CodeAnswer(present: Sample.yes(.partial))
        },
        Case("code_not_osi", field, .fails) {
          $0.code[component] = CodeAnswer(present: Sample.yes(.yes), license: Sample.license("CC-BY-4.0"))
        },
        Case("code_license_unknown", field, .unknown) { $0.codeLicense = nil },
      ]
    } + [
      Case("no_release", "weights.explicit_release", .fails) { $0.explicitRelease = Sample.yes(false) },
      Case("release_unknown", "weights.explicit_release", .unknown) { $0.explicitRelease = Answer() },
      Case("no_hyperparameters", "code.hyperparameters", .fails) { $0.hyperparameters = Sample.yes(false) },
      Case("hyperparameters_unknown", "code.hyperparameters", .unknown) { $0.hyperparameters = Answer() },
    ]

  private static let data: [Case] = [
    Case("undisclosed_data", "data.tier", .fails) { $0.data = DataInformation(tier: .d0) },
    Case("data_tier_contradicted", "data.tier", .likelyMeets, tier: .t2) { $0.data.inventory[0].kind = .unshareable },
    Case("data_tier_contradicted", "data.tier", .likelyMeets, tier: .t2) { $0.data.inventory[0].kind = .obtainable },
    Case("data_tier_contradicted", "data.tier", .likelyMeets, tier: .t2) {
      $0.data.inventory[0].license = Sample.license("CC-BY-NC-4.0")
    },
    Case("data_tier_contradicted", "data.tier", .likelyMeets, tier: .t2) {
      $0.data.inventory[0].license = Sample.license("MIT AND LicenseRef-plain")
    },
    Case("data_tier_contradicted", "data.tier", .likelyMeets, tier: .t2) {
      $0.data.license = Sample.license("Elastic-2.0")
    },
    Case("data_tier_contradicted", "data.tier", .likelyMeets, tier: .t2) {
      $0.weights = .none(code: Sample.license("MIT"))
      $0.data.inventory[0].kind = .unshareable
    },
    Case("data_tier_unknown", "data.tier", .unknown) { $0.data.tier = nil },
    Case("data_inventory_missing", "data.inventory", .unknown) { $0.data.inventory = [] },
    Case("data_class_unknown", "data.inventory", .unknown) { $0.data.inventory[0].kind = nil },
    Case("data_place_missing", "data.inventory", .likelyMeets, tier: .t2) { $0.data.inventory[0].url = nil },
    Case("data_stage_missing", "data.inventory", .likelyMeets, tier: .t2) { $0.data.inventory[0].stage = nil },
    Case("data_stages_unknown", "data.stages", .likelyMeets, tier: .t2) { $0.data.stages = Answer() },
    Case("data_stage_uncovered", "data.stages", .fails) { $0.data.stages = Sample.yes([.pretrain, .sft]) },
    Case("data_stage_uncovered", "data.stages", .fails) { $0.data.stages = Sample.yes([.preference]) },
    Case("data_stage_unplaced", "data.stages", .unknown) {
      $0.data.stages = Sample.yes([.pretrain, .sft])
      $0.data.inventory.append(DataSource(name: "Other", kind: .open, url: "https://example.org/other"))
    },
    Case("no_data_processing", "data.processing", .fails) { $0.data.processing = Sample.yes(false) },
    Case("data_processing_unknown", "data.processing", .unknown) { $0.data.processing = Answer() },
    Case("data_labelling_unknown", "data.labelling", .unknown) { $0.data.labelling = Answer() },
    Case("data_incomplete", "data.complete", .fails) { $0.data.complete = Sample.yes(false) },
    Case("data_completeness_unknown", "data.complete", .unknown) { $0.data.complete = Answer() },
    Case("information_license_unknown", "data.information_license", .unknown) { $0.data.informationLicense = nil },
    Case("information_not_open", "data.information_license", .fails) {
      $0.data.informationLicense = Sample.license("CC-BY-NC-4.0")
    },
  ]

  private static let evidence: [Case] = [
    Case("no_quote", "weights.explicit_release", .likelyMeets, tier: .t2) { $0.explicitRelease.evidence = nil },
    Case("no_quote", "code.training", .likelyMeets, tier: .t2) {
      $0.code[.training]?.present.evidence = Evidence(url: "https://example.org")
    },
    Case("no_quote", "code.hyperparameters", .likelyMeets, tier: .t2) { $0.hyperparameters.evidence = nil },
    Case("no_quote", "data.stages", .likelyMeets, tier: .t2) { $0.data.stages.evidence = nil },
    Case("no_quote", "data.processing", .likelyMeets, tier: .t2) { $0.data.processing.evidence = nil },
    Case("no_quote", "data.labelling", .likelyMeets, tier: .t2) { $0.data.labelling.evidence = nil },
    Case("no_quote", "data.complete", .likelyMeets, tier: .t2) { $0.data.complete.evidence = nil },
    Case("no_quote", "extra_terms.judgement", .likelyMeets, tier: .t2) {
      $0.extraTerms = [Sample.terms(.compatible)]
      $0.extraTerms[0].judgement.evidence = nil
    },
  ]

  private static let pin: [Case] =
    [
      Case("revision_not_pinned", "revision", .likelyMeets, tier: .t2) { $0.revision = .unverifiedRemote },
      Case("revision_not_pinned", "revision", .likelyMeets, tier: .t2) { $0.revision = .pinned("model-2026-07-18") },
      Case("revision_not_pinned", "revision", .likelyMeets, tier: .t2) {
        $0.weights = .none(code: Sample.license("MIT"))
        $0.revision = .unverifiedRemote
      },
      Case("weights_not_hashed", "files", .likelyMeets, tier: .t2) { $0.files = [] },
      Case("weights_not_hashed", "files", .likelyMeets, tier: .t2) { $0.files[0].size = 0 },
    ]
    + [
      "README.md", "LICENSE", "tokenizer.json", "safetensors", "weights.bin/config.json", "training_args.bin",
      "checkpoint/Optimizer.pt", "tokenizer.model.bin",
    ].map { path in
      Case("weights_not_hashed", "files", .likelyMeets, tier: .t2) { $0.files[0].path = path }
    }

  private static let origins: [Case] = [
    Case("base_uncertified", "base_model", .unknown, tier: .t4) { $0.baseModel = Sample.id("no/body") },
    Case("distilled_uncertified", "distilled_from", .unknown, tier: .t4) {
      $0.distilledFrom = [Sample.id("no/body")]
    },
    Case("base_verdict", "base_model", .fails, tier: .t4) { $0.baseModel = Sample.id("b/banned") },
    Case("distilled_verdict", "distilled_from", .fails, tier: .t4) { $0.distilledFrom = [Sample.id("b/banned")] },
  ]

  static let cases = terms + components + data + evidence + pin + origins

  @Test func `do not stand where every question is answered well`() {
    let assessment = Sample.assess(Sample.certificate())
    #expect(assessment.reasons.isEmpty && assessment.verdict == .meets && assessment.tier == .t1)
  }

  @Test(arguments: cases)
  func `stand where the certificate gives cause`(item: Case) throws {
    let banned = Sample.certificate("b/banned", license: "LicenseRef-ban")
    let assessment = Sample.assess(Sample.certificate("a/m", item.change), bases: [banned])
    let reason = try #require(assessment.reasons.first { $0.code.rawValue == item.code && $0.field == item.field })
    #expect(reason.limit == item.limit && !reason.message.isEmpty && !reason.message.contains("\n"))
    #expect(assessment.verdict == assessment.reasons.map(\.limit).min() && assessment.verdict <= item.limit)
    #expect(assessment.tier == item.tier)
    #expect(assessment.reasons.map(\.limit) == assessment.reasons.map(\.limit).sorted())
  }

  /// A reason that this suite has never seen is one that nobody has tested.
  @Test func `are all tested that any shipped certificate has`() {
    let tested = Set(Self.cases.map(\.code)).union(["signatures"])
      .union(["user_threshold", "region_exclusion", "output_terms", "free_content_not_counted"])
    let shipped = `Shipped verdicts`.shipped.catalogue.models.flatMap(\.assessment.reasons).map(\.code.rawValue)
    #expect(Set(shipped).subtracting(tested).isEmpty)
  }

  @Test func `say who has signed`() {
    for (signatures, message) in [(0, "nobody has signed"), (1, "only one certifier has signed")] {
      let assessment = Sample.assess(Sample.certificate(), signatures: signatures)
      #expect(assessment.verdict == .likelyMeets && assessment.tier == .t2)
      #expect(assessment.reasons.map(\.message) == ["\(message); `meets` needs two certifiers"])
    }
    #expect(Sample.assess(Sample.certificate(), signatures: 3).verdict == .meets)
  }

  @Test func `say what is not pinned, before who must sign`() {
    let unpinned = Sample.certificate {
      $0.revision = .unverifiedRemote
      $0.files = []
    }
    #expect(
      Sample.assess(unpinned, signatures: 0).reasons.map(\.message) == [
        "no commit says which revision was judged", "no file of the weights is recorded with its SHA-256",
        "nobody has signed; `meets` needs two certifiers",
      ])
    // A derived model rests on whatever stands behind the name of its base.
    let derived = Sample.certificate("a/derived") { $0.baseModel = unpinned.id }
    #expect(Sample.assess(derived, bases: [unpinned]).verdict == .likelyMeets)
  }

  @Test(arguments: ["model.gguf", "onnx/model.onnx", "pytorch_model-00001-of-00002.BIN"])
  func `do not stand beside any file of weights, whatever else was hashed`(path: String) {
    let certificate = Sample.certificate {
      $0.files[0].path = "README.md"
      $0.files.append(Certificate.ModelFile(path: path, size: 1, digest: Sample.file.digest))
    }
    #expect(Sample.assess(certificate).reasons.isEmpty)
  }

  @Test func `of closed weights do not ask for what only the provider could pin`() {
    var closed = Sample.closed()
    (closed.revision, closed.files) = (.unverifiedRemote, [])
    #expect(Sample.assess(closed).codes.isDisjoint(with: ["revision_not_pinned", "weights_not_hashed"]))
  }

  @Test func `name the first answer without a quote and how many more there are`() throws {
    let certificate = Sample.certificate {
      $0.explicitRelease.evidence = nil
      $0.data.complete.evidence = nil
      $0.data.processing.evidence = nil
    }
    let reason = try #require(Sample.assess(certificate).reasons.first)
    #expect(
      reason.message
        == "the answer to `weights.explicit_release` and 2 more answers has no quoted sentence as evidence")
  }

  @Test func `of undisclosed data are one, not one for each question`() {
    let assessment = Sample.assess(Sample.certificate { $0.data = DataInformation(tier: .d0) })
    #expect(assessment.codes == ["undisclosed_data"])
  }

  @Test func `do not stand against tier D3 where the data are open, nor against a lower one`() {
    let free: [@Sendable (inout Certificate) -> Void] = [
      { $0.data.inventory[0].kind = .public },
      { $0.data.inventory[0].license = Sample.license("CC-BY-4.0") },
      { $0.data.inventory[0].license = Sample.license("MIT OR CC-BY-NC-4.0") },
      { ($0.data.inventory[0].kind, $0.data.inventory[0].license) = (.obtainable, Sample.license("CC-BY-4.0")) },
      { ($0.data.inventory[0].kind, $0.data.license) = (.obtainable, Sample.license("CC-BY-4.0")) },
    ]
    for change in free {
      let assessment = Sample.assess(Sample.certificate("a/m", change))
      #expect(assessment.reasons.isEmpty && assessment.tier == .t1 && assessment.dataTier == .d3)
    }
    // OSAID takes data that cannot be shared, and so does tier D2.
    let mixed = Sample.certificate {
      $0.data.tier = .d2
      $0.data.inventory[0].kind = .unshareable
    }
    #expect(Sample.assess(mixed).verdict == .meets && Sample.assess(mixed).dataTier == .d2)
  }

  @Test func `against tier D3 name the first of the data, and the tier counts as D2 everywhere`() {
    let certificate = Sample.certificate {
      $0.data.inventory[0].kind = .unshareable
      $0.data.inventory.append(
        DataSource(
          name: "Songs", kind: .open, url: "https://example.org", license: Sample.license("CC-BY-NC-4.0"),
          stage: .pretrain))
    }
    let assessment = Sample.assess(certificate)
    #expect(
      assessment.reasons.map(\.message) == [
        "tier D3 is contradicted and counts as D2: Set cannot be shared, and 1 more"
      ])
    let model = AssessedModel(certificate: certificate, assessment: assessment, standing: .inForce(signatures: 2))
    #expect(model.dataTier == .d2)
  }

  @Test func `name each stage that no data are named for`() {
    let certificate = Sample.certificate { $0.data.stages = Sample.yes([.pretrain, .sft, .preference]) }
    #expect(
      Sample.assess(certificate).reasons.map(\.message) == [
        "no data are named for the stage sft", "no data are named for the stage preference",
      ])
  }

  @Test func `do not stand where data of every stage are named, nor ask for the only one again`() {
    let covered = Sample.certificate {
      $0.data.stages = Sample.yes([.pretrain, .preference])
      $0.data.tier = .d2
      $0.data.inventory.append(
        DataSource(name: "Choices", kind: .unshareable, stage: .preference))
    }
    #expect(Sample.assess(covered).reasons.isEmpty)
    // What has no stage of its own is of the only one that there was.
    let only = Sample.certificate { $0.data.inventory[0].stage = nil }
    #expect(Sample.assess(only).codes == ["data_stage_missing"])
    // Where nothing is named at all, that is reason enough.
    let empty = Sample.certificate { $0.data.inventory = [] }
    #expect(Sample.assess(empty).codes == ["data_inventory_missing"])
  }

  @Test func `of a program without weights ask only for its code`() {
    let program = Sample.certificate {
      $0.weights = .none(code: Sample.license("MIT"))
      $0.explicitRelease = Answer()
      $0.code[.training] = nil
      $0.code[.preprocessing] = nil
      $0.data = DataInformation(tier: .d3)
      // No weights to hash, and a version of a program that is shipped cannot move.
      $0.files = []
      $0.revision = .pinned("1.0.0")
    }
    let assessment = Sample.assess(program)
    #expect(assessment.reasons.isEmpty && assessment.verdict == .meets && assessment.tier == .t1)
    // Free content is no licence for code.
    var content = program
    content.weights = .none(code: Sample.license("CC-BY-4.0"))
    #expect(Sample.assess(content).verdict == .unknown && Sample.assess(content).tier == .t4)
  }
}
