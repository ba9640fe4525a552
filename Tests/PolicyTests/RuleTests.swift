// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import StrictYAML
import Testing

/// The rules that come with the project, asked about the models that come with it.
@Suite struct `Shipped rules` {
  private static let policies = PolicyDirectory.load(path: shippedPolicies).policies!
  static let today = CivilDay("2026-12-01")!

  private func inquiry(
    _ certificate: String, contract: String? = nil, purpose: Purpose? = nil, wiki: String? = nil,
    namespace: TargetNamespace? = nil, project: String = "wikisum", on day: CivilDay = today
  ) throws -> Inquiry {
    let assessed = try #require(CertificateID(certificate).flatMap { Self.policies.catalogue[$0] })
    let contract = contract.flatMap { ContractID($0) }
    let facts = ModelFacts(
      model: ModelID("served")!, assessed: assessed, trust: contract == nil ? .local : .contracted,
      contract: contract, terms: contract.flatMap { Self.policies.providers[$0] })
    return Inquiry(
      facts,
      CallFacts(
        project: ProjectName(project)!, purpose: purpose, targetWiki: wiki.flatMap { WikiName($0) },
        namespace: namespace),
      day: day)
  }

  private func rulebook(exceptions: [PolicyException] = [], optIns: [OptIn] = []) -> Rulebook {
    Rulebook(
      rules: Self.policies.rulebook.rules, reminders: Self.policies.rulebook.reminders, exceptions: exceptions,
      optIns: optIns)
  }

  private static func exception(
    _ model: String, id: String = "e-1", purposes: Set<Purpose>? = nil, wikis: Set<WikiName>? = nil
  ) -> PolicyException {
    PolicyException(
      id: id, project: ProjectName("wikisum")!, model: CertificateID(model)!, rationale: "Tried out.",
      purposes: purposes, targetWikis: wikis, approver: "certifier-a", task: PhabricatorTask("T1")!,
      approvedOn: CivilDay("2026-11-01")!, expires: CivilDay("2026-12-24")!)
  }

  @Test(
    arguments: [
      ("toolgate/extractive-1", nil, "open-models"),
      ("HuggingFaceTB/SmolLM2-135M-Instruct", nil, "open-models"),
      ("Qwen/Qwen3-14B", nil, "open-weights-need-opt-in"),
      ("Qwen/Qwen3-14B", "liftwing", "open-weights-need-opt-in"),
      ("facebook/nllb-200-distilled-600M", nil, "restricted-terms"),
      ("meta-llama/Llama-2-7b-chat-hf", nil, "forbids-training"),
      ("meta-llama/Llama-3.1-8B-Instruct", nil, "restricted-terms"),
      ("Qwen/Qwen3.8-27B", nil, "no-licence"),
      ("openai/gpt-4o-mini", "openai-api", "forbids-training"),
      ("HuggingFaceTB/SmolLM2-135M-Instruct", "google-gemini-api-unpaid", "provider-trains-on-prompts"),
      ("HuggingFaceTB/SmolLM2-135M-Instruct", "google-vertex-ai", "provider-forbids-training"),
      ("HuggingFaceTB/SmolLM2-135M-Instruct", "google-gemini-api-paid", "provider-forbids-training"),
      ("HuggingFaceTB/SmolLM2-135M-Instruct", "azure-openai", "provider-forbids-training"),
      ("HuggingFaceTB/SmolLM2-135M-Instruct", "openrouter", "provider-may-train-on-prompts"),
      ("HuggingFaceTB/SmolLM2-135M-Instruct", "mistral-api", "open-models"),
      ("HuggingFaceTB/SmolLM2-135M-Instruct", "together-ai", "provider-forbids-training"),
    ] as [(String, String?, String)])
  func `each kind of model is decided by the rule for it`(model: String, contract: String?, rule: String) throws {
    let ruling = rulebook().rule(on: try inquiry(model, contract: contract))
    #expect(ruling.rule == rule)
    #expect(ruling.isAllowed == (rule == "open-models"))
    #expect(ruling.exception == nil)
  }

  @Test(arguments: [(Fact.model, "toolgate/*", "starred"), (.project, "wiki*", "all"), (.flag, "extractive_*", "all")])
  func `a star stands for any end of a model's id and of nothing else`(fact: Fact, word: String, rule: String) throws {
    let rulebook = Rulebook(rules: [
      Rule(id: "starred", decision: .deny, why: "W", conditions: [Rule.Condition(fact, [word])]),
      Rule(id: "all", decision: .allow, why: "W"),
    ])
    #expect(rulebook.rule(on: try inquiry("toolgate/extractive-1")).rule == rule)
  }

  @Test func `a provider of which nobody knows whether it trains on prompts is one that does`() throws {
    var inquiry = try inquiry("HuggingFaceTB/SmolLM2-135M-Instruct", contract: "mistral-api")
    inquiry.model.terms?.inputTraining = .unknown
    #expect(rulebook().rule(on: inquiry).rule == "provider-trains-on-prompts")
  }

  @Test(arguments: ["enwiki", "dewiki"], Purpose.allCases)
  func `article text of two wikis is not to be generated`(wiki: String, purpose: Purpose) throws {
    let denied: Set<Purpose> = [.generate, .rewrite, .summarize, .other]
    let misnamed: Set<Purpose> = [.talk, .code, .test]
    for namespace in [TargetNamespace.article, nil] {
      let ruling = rulebook().rule(
        on: try inquiry("toolgate/extractive-1", purpose: purpose, wiki: wiki, namespace: namespace))
      if namespace == .article, misnamed.contains(purpose) {
        #expect(ruling.rule == "article-text-by-another-name" && !ruling.isAllowed)
        continue
      }
      #expect(ruling.isAllowed == !denied.contains(purpose))
      #expect((ruling.rule == "\(wiki)-article-text") == denied.contains(purpose))
      #expect((ruling.guideline == nil) == ruling.isAllowed)
    }
    let elsewhere = try inquiry("toolgate/extractive-1", purpose: purpose, wiki: wiki, namespace: .talk)
    #expect(rulebook().rule(on: elsewhere).isAllowed)
    #expect(rulebook().rule(on: try inquiry("toolgate/extractive-1", purpose: purpose, wiki: "frwiki")).isAllowed)
  }

  @Test(arguments: [nil, Purpose.generate, .other, .copyedit])
  func `a call without a purpose counts as one that generates`(purpose: Purpose?) throws {
    var rules = rulebook().rules
    rules.insert(
      Rule(
        id: "no", decision: .deny, why: "No new text.", conditions: [Rule.Condition(.purpose, ["generate"])]), at: 0)
    let ruling = Rulebook(rules: rules).rule(on: try inquiry("toolgate/extractive-1", purpose: purpose, wiki: "frwiki"))
    #expect((ruling.rule == "no") == (purpose == nil || purpose == .generate))
  }

  @Test func `without a purpose article text counts as generated, and the guideline is named`() throws {
    let ruling = rulebook().rule(on: try inquiry("toolgate/extractive-1", wiki: "enwiki"))
    #expect(!ruling.isAllowed)
    #expect(ruling.sentence.contains("Wikipedia:Writing articles with large language models, 2026-03-20, https://"))
  }

  @Test func `an exception lets one project use one model, and its name is kept`() throws {
    let rulebook = rulebook(exceptions: [Self.exception("openai/gpt-4o-mini")])
    let ruling = rulebook.rule(on: try inquiry("openai/gpt-4o-mini", contract: "openai-api"))
    #expect(ruling.isAllowed && ruling.rule == "recorded-exception" && ruling.exception == "e-1")
    #expect(!rulebook.rule(on: try inquiry("openai/gpt-4o-mini", contract: "openai-api", project: "other")).isAllowed)
    #expect(!rulebook.rule(on: try inquiry("meta-llama/Llama-2-7b-chat-hf")).isAllowed)
  }

  @Test func `without a recorded licence no exception and no rule opens a model`() throws {
    let model = "Qwen/Qwen3.8-27B"
    let optIn = OptIn(
      project: ProjectName("wikisum")!, tiers: [.t3], task: PhabricatorTask("T1")!, since: CivilDay("2026-11-20")!)
    let ruling = rulebook(exceptions: [Self.exception(model)], optIns: [optIn]).rule(on: try inquiry(model))
    #expect(ruling.rule == "no-licence" && ruling.isFloor && !ruling.isAllowed)
    #expect(ruling.reason.contains("no licence of the weights of the model `served` is recorded"))
    let all = Rulebook(rules: [Rule(id: "all", decision: .allow, why: "All.")])
    #expect(try !all.rule(on: inquiry(model)).isAllowed && all.rule(on: inquiry("Qwen/Qwen3-14B")).isAllowed)
  }

  @Test func `an exception for a model that runs here is none for a company that runs it too`() throws {
    var exception = Self.exception("google/gemma-2-9b")
    func ruling(_ contract: String?) throws -> Ruling {
      rulebook(exceptions: [exception]).rule(on: try inquiry("google/gemma-2-9b", contract: contract))
    }
    #expect(try ruling(nil).rule == "recorded-exception" && ruling("liftwing").rule == "recorded-exception")
    #expect(try !ruling("groq").isAllowed)
    exception.contracts = [ContractID("groq")!]
    #expect(try ruling("groq").rule == "recorded-exception" && !ruling("together-ai").isAllowed)
    // What a tool sends is not handed to whoever trains on it, whatever was approved.
    exception.contracts = [ContractID("google-gemini-api-unpaid")!]
    #expect(try ruling("google-gemini-api-unpaid").rule == "provider-trains-on-prompts")
  }

  @Test func `an exception holds from its approval until the day before it expires`() throws {
    var exception = Self.exception("openai/gpt-4o-mini")
    exception.approvedOn = CivilDay("2026-12-02")!
    let rulebook = rulebook(exceptions: [exception])
    for (day, isAllowed) in [("2026-12-01", false), ("2026-12-02", true), ("2026-12-23", true), ("2026-12-24", false)] {
      let inquiry = try inquiry("openai/gpt-4o-mini", contract: "openai-api", on: CivilDay(day)!)
      #expect(rulebook.rule(on: inquiry).isAllowed == isAllowed, "\(day)")
    }
  }

  @Test func `an exception holds for its purposes and wikis alone`() throws {
    let narrow = Self.exception(
      "openai/gpt-4o-mini", purposes: [.translate], wikis: [WikiName("frwiki")!, WikiName("enwiki")!])
    let rulebook = rulebook(exceptions: [narrow])
    func isAllowed(_ purpose: Purpose?, _ wiki: String?) throws -> Bool {
      rulebook.rule(
        on: try inquiry("openai/gpt-4o-mini", contract: "openai-api", purpose: purpose, wiki: wiki)
      ).isAllowed
    }
    #expect(try isAllowed(.translate, "frwiki"))
    #expect(try !isAllowed(.generate, "frwiki"))
    #expect(try !isAllowed(nil, "frwiki"))
    #expect(try !isAllowed(.translate, "eswiki"))
    #expect(try !isAllowed(.translate, nil))
  }

  @Test func `a refusal names the exception that would help and says why it does not`() throws {
    var narrow = Self.exception("openai/gpt-4o-mini", purposes: [.translate, .copyedit], wikis: [WikiName("frwiki")!])
    narrow.contracts = [ContractID("openai-api")!]
    let day = Self.today
    func note(
      _ purpose: Purpose? = .translate, _ wiki: String? = "frwiki", contract: String = "openai-api",
      project: String = "wikisum", on day: CivilDay = day
    ) throws -> String? {
      let ruling = rulebook(exceptions: [narrow]).rule(
        on: try inquiry(
          "openai/gpt-4o-mini", contract: contract, purpose: purpose, wiki: wiki, project: project, on: day))
      if let note = ruling.note { #expect(!ruling.isAllowed && ruling.sentence.hasSuffix(" \(note)")) }
      return ruling.note
    }
    let opening = "The exception `e-1` does not cover this call: it "
    #expect(try note() == nil)
    #expect(try note(.summarize) == "\(opening)is for these purposes alone: copyedit, translate.")
    #expect(try note(nil) == "\(opening)is for these purposes alone: copyedit, translate.")
    #expect(try note(.translate, "eswiki") == "\(opening)is for answers to certain wikis alone.")
    #expect(try note(contract: "openrouter") == "\(opening)is not for this provider.")
    #expect(try note(on: CivilDay("2026-12-24")!) == "\(opening)ended on 2026-12-24.")
    // Nothing is said of one that would not help, nor of others' to anybody.
    #expect(try note(.generate, "enwiki") == nil)
    #expect(try note(.summarize, project: "other") == nil)
    narrow.approvedOn = CivilDay("2026-12-02")!
    #expect(try note() == "\(opening)holds from 2026-12-02 on.")
  }

  @Test func `no exception goes beyond what a wiki allows`() throws {
    let rulebook = rulebook(exceptions: [Self.exception("openai/gpt-4o-mini")])
    let inquiry = try inquiry("openai/gpt-4o-mini", contract: "openai-api", purpose: .generate, wiki: "enwiki")
    #expect(rulebook.rule(on: inquiry).rule == "enwiki-article-text")
  }

  @Test func `a project opts in to open weights, from a day on`() throws {
    let optIn = OptIn(
      project: ProjectName("wikisum")!, tiers: [.t3], task: PhabricatorTask("T1")!, since: Self.today)
    let rulebook = rulebook(optIns: [optIn])
    #expect(rulebook.rule(on: try inquiry("Qwen/Qwen3-14B")).rule == "open-weights")
    let eve = try inquiry("Qwen/Qwen3-14B", on: CivilDay("2026-11-30")!)
    #expect(rulebook.rule(on: eve).rule == "open-weights-need-opt-in")
    #expect(!rulebook.rule(on: try inquiry("Qwen/Qwen3-14B", project: "other")).isAllowed)
    #expect(!rulebook.rule(on: try inquiry("facebook/nllb-200-distilled-600M")).isAllowed)
  }

  @Test func `nothing allows a certificate that is no longer in force, whatever the rules say`() throws {
    let all = Rulebook(rules: [Rule(id: "all", decision: .allow, why: "All.")])
    var inquiry = try inquiry("HuggingFaceTB/SmolLM2-135M-Instruct")
    inquiry.day = inquiry.model.assessed!.certificate.expires
    #expect(all.rule(on: inquiry).rule == "certificate-expired")
    inquiry.day = CivilDay(daysSince1970: inquiry.model.assessed!.certificate.assessedOn.daysSince1970 - 1)
    #expect(all.rule(on: inquiry).rule == "certificate-not-yet" && !all.rule(on: inquiry).isAllowed)
    inquiry.day = Self.today
    #expect(all.rule(on: inquiry).isAllowed)
    inquiry.model.assessed?.standing = .revoked(on: Self.today, reason: "No.")
    #expect(all.rule(on: inquiry).rule == "certificate-revoked")
    inquiry.model.assessed?.standing = .suspended(reason: "Changed.")
    #expect(all.rule(on: inquiry).rule == "certificate-suspended")
    inquiry.model.assessed = nil
    #expect(all.rule(on: inquiry).rule == "configured-model-needs-certificate")
  }

  @Test func `the built-in program's certificate does not end`() throws {
    #expect(rulebook().rule(on: try inquiry("toolgate/extractive-1", on: CivilDay("2040-01-01")!)).isAllowed)
  }

  @Test func `a call that no rule speaks of is refused`() throws {
    #expect(Rulebook(rules: []).rule(on: try inquiry("toolgate/extractive-1")).rule == "no-rule")
  }

  @Test func `a ruling tells the facts that it rests on`() throws {
    let ruling = rulebook().rule(on: try inquiry("toolgate/extractive-1", purpose: .copyedit, wiki: "enwiki"))
    #expect(ruling.facts.map { "\($0.fact)=\($0.words)" } == ["tier=T2"])
    let denied = rulebook().rule(on: try inquiry("toolgate/extractive-1", purpose: .generate, wiki: "enwiki"))
    #expect(
      denied.facts.map { "\($0.fact)=\($0.words)" } == ["namespace=none", "purpose=generate", "target_wiki=enwiki"])
  }

  @Test func `an explanation names each rule that was asked and what did not fit`() throws {
    let explanation = rulebook().explain(try inquiry("Qwen/Qwen3-14B"))
    #expect(explanation.ruling == rulebook().rule(on: try inquiry("Qwen/Qwen3-14B")))
    #expect(explanation.steps.last?.asked.id == "open-weights-need-opt-in" && explanation.steps.last?.objection == nil)
    #expect(explanation.steps.dropLast().allSatisfy { $0.objection != nil })
    #expect(explanation.steps.first?.objection?.description == "target_wiki: enwiki")
    #expect(explanation.facts.count == Fact.allCases.count)
  }

  @Test func `the cache says what the rules say, until they change or the day turns`() throws {
    var cache = RulingCache()
    let tomorrow = CivilDay("2026-12-02")!
    // Without rules nothing is allowed, so an answer tells which of the two was asked.
    let (rulebook, empty) = (rulebook(), Rulebook(rules: [], exceptions: [], optIns: []))
    func ask(
      _ purpose: Purpose?, _ wiki: String?, of asked: Rulebook, on day: CivilDay = Self.today
    ) throws -> (cached: Ruling, inquiry: Inquiry) {
      let inquiry = try inquiry("toolgate/extractive-1", purpose: purpose, wiki: wiki, on: day)
      let ruling = cache.ruling(
        on: inquiry.call, of: inquiry.model.model, day: day, by: asked, facts: inquiry.model)
      return (ruling, inquiry)
    }
    for asked in [rulebook, empty] {
      for (purpose, wiki) in [(Purpose.generate, "enwiki"), (.translate, "enwiki"), (nil, nil)] as [(Purpose?, String?)]
      {
        let (ruling, inquiry) = try ask(purpose, wiki, of: asked)
        #expect(ruling == rulebook.rule(on: inquiry))
      }
      #expect(cache.count == 3)
    }
    let next = try ask(nil, nil, of: empty, on: tomorrow)
    #expect(next.cached == empty.rule(on: next.inquiry) && !next.cached.isAllowed && cache.count == 1)
    #expect(try !ask(nil, nil, of: rulebook, on: tomorrow).cached.isAllowed)
    cache.drop()
    #expect(try ask(nil, nil, of: rulebook, on: tomorrow).cached.isAllowed)
    for number in 0...RulingCache.mostEntries { _ = try ask(nil, "w\(number)wiki", of: rulebook, on: tomorrow) }
    #expect(cache.count <= RulingCache.mostEntries)
  }
}
