// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing

/// Cases in which a tag, a name or a sibling says something else than the terms do.
@Suite struct `Licence traps` {
  private let policies = `Shipped verdicts`.shipped

  private func model(_ id: String) throws -> AssessedModel { try #require(policies.catalogue[Sample.id(id)]) }

  private func assess(
    _ id: String, signatures: Int = 2, _ change: (inout Certificate) -> Void
  ) throws -> Assessment {
    var certificate = try model(id).certificate
    change(&certificate)
    let bases = certificate.origins.compactMap { id in policies.catalogue[id].map { (id, $0.assessment) } }
    return Assessment.of(
      certificate, book: policies.licenses, bases: Dictionary(uniqueKeysWithValues: bases), signatures: signatures)
  }

  private func clauses(_ license: String) throws -> LicenseClauses {
    try #require(policies.licenses.entry(license)).clauses
  }

  /// The tag says `apache-2.0`, a gate adds a policy with an indemnity.
  @Test(arguments: ["swiss-ai/Apertus-8B-Instruct-2509", "swiss-ai/Apertus-70B-Instruct-2509"])
  func `Apertus is open only once somebody has judged its acceptable use policy`(id: String) throws {
    let shipped = try model(id)
    #expect(shipped.certificate.license?.description == "Apache-2.0 AND LicenseRef-Apertus-AUP-1.0")
    #expect(shipped.assessment.verdict == .unknown && shipped.assessment.tier == .t4)
    #expect(shipped.assessment.codes.contains("extra_terms_unjudged"))
    #expect(shipped.assessment.clauses?.hasIndemnity == true)
    let compatible = try assess(id) {
      $0.extraTerms[0].judgement = Sample.yes(.compatible)
      $0.giveEvidence()
    }
    #expect(compatible.verdict == .meets && compatible.tier == .t2)
    #expect(compatible.noticeCodes.contains("extra_terms") && compatible.clauses?.hasIndemnity == true)
    let incompatible = try assess(id) { $0.extraTerms[0].judgement = Sample.yes(.incompatible) }
    #expect(incompatible.verdict == .fails && incompatible.tier == .t4)
    // The policy stands in the expression, so leaving it out of the extra terms does not make it go away.
    let hidden = try assess(id) { $0.extraTerms = [] }
    #expect(hidden.verdict == .unknown && hidden.tier == .t4 && hidden.codes.contains("extra_terms_unjudged"))
  }

  /// It changed on 2026-07-14 while the tag did not.
  @Test func `both versions of the Apertus policy have entries of their own, and may change`() throws {
    for id in ["LicenseRef-Apertus-AUP-1.0", "LicenseRef-Apertus-AUP-1.5"] {
      let entry = try #require(policies.licenses.entry(id))
      #expect(entry.kind == .extraTerms && entry.clauses.isUsePolicyMutable == true)
    }
    let texts = try model("swiss-ai/Apertus-8B-Instruct-2509").watchedTexts(in: policies.licenses).map(\.url)
    #expect(texts.contains { $0.contains("Apertus") })
  }

  @Test func `a policy that may change has an address to watch`() {
    let mutable = policies.licenses.entries.values.filter {
      $0.clauses.usePolicy != .none && $0.clauses.isUsePolicyMutable != false
    }
    #expect(mutable.count > 10)
    // Nobody has found where the second version of the Apertus policy stands.
    #expect(mutable.filter { $0.text == nil }.map(\.id) == ["LicenseRef-Apertus-AUP-1.5"])
  }

  @Test func `Qwen2.5-3B is under a research licence although its siblings are open`() throws {
    let small = try model("Qwen/Qwen2.5-3B-Instruct")
    #expect(small.assessment.tier == .t4 && small.assessment.codes.contains("non_commercial"))
    #expect(small.assessment.freedoms.use == false)
    for sibling in ["Qwen/Qwen2.5-1.5B-Instruct", "Qwen/Qwen2.5-7B-Instruct"] {
      let sibling = try model(sibling)
      #expect(sibling.certificate.license?.description == "Apache-2.0" && sibling.assessment.tier == .t3)
      #expect(sibling.assessment.freedoms == Assessment.Freedoms(use: true, study: true, modify: true, share: true))
    }
    // The 72B size has a third licence, with a limit of users.
    #expect(try clauses("LicenseRef-scancode-qwen-2024").userThreshold?.limit == 100_000_000)
  }

  @Test func `Gemma up to 3 is restricted, 4 is under Apache-2.0`() throws {
    for old in ["google/gemma-2-2b-it", "google/gemma-2-9b", "google/gemma-3-4b-it"] {
      let assessment = try model(old).assessment
      #expect(assessment.tier == .t4 && assessment.clauses?.hasRemoteKill == true, "\(old)")
      #expect(assessment.clauses?.nonCompete == .derivativeTaint && assessment.noticeCodes.contains("derivative_taint"))
    }
    for new in ["google/gemma-4-E4B-it", "google/gemma-4-26B-A4B"] {
      let model = try model(new)
      #expect(model.assessment.tier == .t3 && model.certificate.license?.description == "Apache-2.0", "\(new)")
    }
    // The repository had no licence file, so the words of the release are open.
    #expect(try model("google/gemma-4-E4B-it").assessment.codes.contains("release_unknown"))
  }

  @Test func `the tag gemma means two versions, and a person decides`() {
    #expect(
      entries(taggedWith: "gemma") == [
        "LicenseRef-scancode-gemma-tou-2024-04-01", "LicenseRef-scancode-gemma-tou-2025-03-24",
      ])
    #expect(entries(taggedWith: "llama3.1").count == 1)
    // Whoever meets one of these must read the file that `license_link` leads to: they name no one licence.
    for tag in [
      "other", "unknown", "openrail", "openrail++", "creativeml-openrail-m", "cc", "bsd", "gpl", "lgpl", "gfdl",
    ] {
      #expect(entries(taggedWith: tag).isEmpty, "\(tag)")
    }
  }

  /// Ids of the entries that a `license:` tag of Hugging Face may mean.
  private func entries(taggedWith tag: String) -> [String] {
    policies.licenses.entries.values.filter { $0.hubTags.contains(tag) }.map(\.id).sorted()
  }

  @Test func `CoPE-A-9B keeps the terms of Gemma 2 beside its own`() throws {
    let model = try model("zentropi-ai/cope-a-9b")
    #expect(model.certificate.baseModel?.text == "google/gemma-2-9b")
    #expect(
      model.certificate.license?.licenses.map(\.description) == [
        "LicenseRef-zentropi-openrail-m", "LicenseRef-scancode-gemma-tou-2025-03-24",
      ])
    #expect(model.assessment.tier == .t4 && model.assessment.codes.isSuperset(of: ["use_policy", "base_verdict"]))
    // Merging the adapter, and naming only its licence, takes nothing away.
    let merged = try assess("zentropi-ai/cope-a-9b") {
      $0.weights = .released(
        license: .license(id: "LicenseRef-zentropi-openrail-m", orLater: false, exception: nil), text: nil)
    }
    #expect(merged.tier == .t4 && merged.verdict == .fails && merged.clauses?.hasRemoteKill == true)
  }

  @Test func `a distillation of Llama keeps the terms of Llama under a tag that says MIT`() throws {
    let llama = try model("deepseek-ai/DeepSeek-R1-Distill-Llama-8B")
    #expect(llama.assessment.tier == .t4 && llama.assessment.codes.contains("user_threshold"))
    let tagged = try assess("deepseek-ai/DeepSeek-R1-Distill-Llama-8B") {
      $0.weights = .released(license: .license(id: "MIT", orLater: false, exception: nil), text: nil)
    }
    #expect(tagged.tier == .t4 && tagged.verdict == .fails && tagged.clauses?.userThreshold?.limit == 700_000_000)
    #expect(tagged.noticeCodes.contains("naming_duty"))
    // That of Qwen is clean: base and teacher allow it.
    let qwen = try model("deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B")
    #expect(qwen.assessment.tier == .t3 && qwen.assessment.clauses?.restrictions.isEmpty == true)
    #expect(qwen.assessment.noticeCodes.contains("distilled") && !qwen.assessment.codes.contains("distilled_verdict"))
  }

  @Test(arguments: ["facebook/nllb-200-distilled-600M", "facebook/nllb-200-3.3B", "wikimedia-mint/nllb-wikipedia"])
  func `NLLB is for non-commercial use only, also where MinT serves it`(id: String) throws {
    let model = try model(id)
    #expect(model.certificate.license?.description == "CC-BY-NC-4.0" && model.assessment.tier == .t4)
    #expect(model.assessment.reasons.first?.code == .nonCommercial && !model.assessment.freedoms.use)
  }

  @Test func `OPUS-MT has the stricter of its two statements`() throws {
    for id in ["Helsinki-NLP/opus-mt-en-fr", "Helsinki-NLP/opus-mt-sv-fi"] {
      let model = try model(id)
      #expect(model.certificate.license?.description == "CC-BY-4.0")
      #expect(model.assessment.flags.contains("licence_tag_conflict") && model.assessment.tier == .t3)
      let strict = try #require(`Shipped verdicts`.strict.catalogue[Sample.id(id)])
      #expect(strict.assessment.tier == .t4 && strict.assessment.codes.contains("free_content_not_counted"))
    }
  }

  /// MinT's table says CC0.
  @Test func `IndicTrans2 is under MIT as the project says, and the conflict is shown`() throws {
    let model = try model("ai4bharat/indictrans2-en-indic-1B")
    #expect(model.certificate.license?.description == "MIT")
    #expect(model.assessment.flags.contains("licence_tag_conflict"))
  }

  @Test func `Aya has an acceptable use addendum beside its non-commercial licence`() throws {
    let aya = try model("CohereLabs/aya-expanse-8b")
    #expect(aya.assessment.codes.isSuperset(of: ["non_commercial", "extra_terms_unjudged"]))
    #expect(aya.certificate.extraTerms.map(\.license?.description) == ["LicenseRef-Cohere-Labs-AUP"])
    let judged = try assess("CohereLabs/aya-expanse-8b") { $0.extraTerms[0].judgement = Sample.yes(.compatible) }
    #expect(judged.verdict == .fails && judged.tier == .t4)
  }

  /// OSAID says nothing on pirated books, so the verdict does not either.
  @Test func `pirated books show as flags, for rules to look at`() throws {
    for id in ["EleutherAI/pythia-1.4b", "EleutherAI/pythia-6.9b"] {
      let assessment = try model(id).assessment
      #expect(assessment.flags.contains("trained_on_books3") && assessment.verdict == .likelyMeets)
    }
    let maybe = policies.catalogue.models.filter { $0.assessment.flags.contains("may_contain_books3") }
    #expect(maybe.count == 4 && maybe.allSatisfy { !$0.assessment.flags.contains("trained_on_books3") })
    // A model made from one shows it too.
    let derived = Sample.certificate { $0.baseModel = Sample.id("EleutherAI/pythia-1.4b") }
    let base = try model("EleutherAI/pythia-1.4b").assessment
    let assessment = Assessment.of(derived, book: policies.licenses, bases: [Sample.id("EleutherAI/pythia-1.4b"): base])
    #expect(assessment.flags.contains("trained_on_books3"))
  }

  @Test func `gpt-oss has a usage policy beside Apache-2.0, and its fine-tunes have it too`() throws {
    for id in ["openai/gpt-oss-20b", "openai/gpt-oss-120b", "openai/gpt-oss-safeguard-20b"] {
      let model = try model(id)
      #expect(model.assessment.tier == .t3 && model.assessment.noticeCodes.contains("extra_terms"), "\(id)")
      #expect(model.assessment.flags.contains("extra_usage_policy_file"), "\(id)")
    }
    let unjudged = try assess("openai/gpt-oss-20b") { $0.extraTerms[0].judgement = Answer() }
    #expect(unjudged.tier == .t4 && unjudged.codes.contains("extra_terms_unjudged"))
  }

  @Test func `what Lift Wing serves without a recorded licence has no tier, whatever else is answered`() throws {
    let model = try model("Qwen/Qwen3.8-27B")
    #expect(model.certificate.servedAs == ["liftwing:llm-qwen38-27b"] && model.certificate.license == nil)
    #expect(model.assessment.tier == nil && model.assessment.reasons.first?.code == .licenseMissing)
    let answered = Sample.certificate(license: nil)
    #expect(Sample.assess(answered).tier == nil && Sample.assess(answered).verdict == .unknown)
  }

  @Test func `Jina v5 is non-commercial although Lift Wing serves it`() throws {
    let model = try model("jinaai/jina-embeddings-v5-text-nano-retrieval")
    #expect(model.certificate.servedAs == ["liftwing:jina-embeddings"] && model.assessment.tier == .t4)
    #expect(model.assessment.codes.contains("non_commercial"))
  }

  /// A served name, a file and a hub id may differ.
  @Test func `without a digest nothing is pinned, and the record will say so`() {
    for model in policies.catalogue.models where model.certificate.isReleased {
      let isPinned = model.certificate.revision != .unverifiedRemote
      #expect(isPinned == !model.certificate.files.isEmpty, "\(model.certificate.id)")
      #expect(isPinned || model.certificate.revision.description == "unverified_remote")
    }
    #expect(Set(policies.catalogue.models.map(\.certificate.digest)).count == policies.catalogue.models.count)
  }

  @Test func `Llama 3.0 is not 3.1`() throws {
    for banned in ["LicenseRef-scancode-llama-2-license-2023", "LicenseRef-llama-3"] {
      let clauses = try clauses(banned)
      #expect(clauses.nonCompete == .ban && clauses.outputTerms == .banTraining, "\(banned)")
    }
    for version in ["3.1", "3.2", "3.3"] {
      let clauses = try clauses("LicenseRef-scancode-llama-\(version)-license-2024")
      #expect(clauses.nonCompete == .none && clauses.outputTerms == .naming, "\(version)")
      #expect(clauses.namingDuty == .displayAndModelName && clauses.userThreshold?.limit == 700_000_000)
    }
    let old = try assess("meta-llama/Llama-3.1-8B") {
      $0.weights = .released(license: .license(id: "LicenseRef-llama-3", orLater: false, exception: nil), text: nil)
    }
    #expect(old.codes.contains("non_compete"))
    #expect(try !model("meta-llama/Llama-3.1-8B").assessment.codes.contains("non_compete"))
    // From 3.2 on Europe is left out of the models that see, from 4 on of all.
    #expect(try clauses("LicenseRef-scancode-llama-3.1-license-2024").regionExclusions.isEmpty)
    #expect(try clauses("LicenseRef-scancode-llama-3.2-license-2024").regionExclusions.map(\.region) == ["EU"])
    #expect(try !clauses("LicenseRef-scancode-llama-4-cla-2025").regionExclusions.isEmpty)
  }

  /// The tag of the hub names the family, the entry a version.
  @Test func `each version of Llama has a tag of its own`() {
    let tags = ["llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "llama4"]
    let ids = tags.map { entries(taggedWith: $0) }
    #expect(ids.allSatisfy { $0.count == 1 } && Set(ids).count == tags.count)
  }
}
