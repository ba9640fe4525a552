// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing

@Suite struct `Models that are served` {
  private let noon = CivilDay("2026-12-01")!.start
  private let project = ProjectName("citations")!

  private func policies() throws -> Policies { try #require(PolicyDirectory.load(path: shippedPolicies).policies) }

  private func settings(_ models: [ModelSettings], contract: String? = nil) -> Settings {
    var settings = Settings()
    settings.backends = [
      BackendSettings(
        id: BackendID("b")!, kind: "openai", url: "http://h", trust: contract == nil ? .local : .contracted,
        contract: contract.flatMap { ContractID($0) }, models: models)
    ]
    return settings
  }

  private func model(_ id: String, certificate: String) -> ModelSettings {
    ModelSettings(
      id: ModelID(id)!, upstream: id, certificate: CertificateID(certificate)!, context: 2048, maxOutput: 100)
  }

  private let allowAll = Rulebook(rules: [Rule(id: "all", decision: .allow, why: "Everything is allowed here.")])

  /// Of a rulebook that allows whatever is above the floor: these tests are about what is served at which price.
  private func decide(_ served: ServedModel, _ tier: ServiceTier = .standard) -> Decision {
    let ruling = allowAll.rule(on: Inquiry(served.facts, CallFacts(project: project), day: CivilDay(containing: noon)))
    return Decision.of(
      ruling, price: served.price(tier, at: noon), tier: tier, model: served.id, trust: served.trust)
  }

  @Test func `the built-in model is served, free and stamped`() throws {
    let (catalogue, refused) = ServedCatalogue.build(settings: Settings(), policies: try policies())
    #expect(refused.isEmpty)
    let served = try #require(catalogue[EmbeddedModel.id])
    #expect(served.route == .embedded && served.license == "Apache-2.0" && served.dataTier == .d3)
    #expect(served.stamp == "toolgate/extractive-1@1.0.0")
    #expect(served.price(at: noon)?.isFree == true)
    #expect(decide(served).isAllowed)
  }

  @Test(
    arguments: [
      (nil, nil, nil), (nil, "eu", "eu"), ("westeurope", nil, "westeurope"), ("westeurope", "eu", "westeurope"),
    ] as [(String?, String?, String?)])
  func `what is said of an address goes before what its provider says of the service`(
    backend: String?, provider: String?, region: String?
  ) throws {
    let directory = try TemporaryPolicies()
    try directory.write("models/m.yaml", TemporaryPolicies.certificate())
    try directory.write(
      "providers/deal.yaml", TemporaryPolicies.provider() + "\nregion: \(provider ?? "null")\n")
    let policies = try #require(directory.load().policies)
    var settings = settings([model("m", certificate: "a/m")], contract: "deal")
    settings.backends[0].region = backend.flatMap { HostRegion($0) }
    let served = ServedCatalogue.build(settings: settings, policies: policies).catalogue[ModelID("m")!]
    #expect(served?.region?.text == region)
    // What a provider says is nothing about machines of ours.
    settings.backends[0].trust = .local
    settings.backends[0].contract = nil
    let ours = ServedCatalogue.build(settings: settings, policies: policies).catalogue[ModelID("m")!]
    #expect(ours != nil && ours?.region?.text == backend)
  }

  @Test func `a base is known by its certificate's digest, and one without a certificate has none`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("models/m.yaml", TemporaryPolicies.certificate(rest: "base_model: a/base"))
    func digest() throws -> ContentDigest? {
      let policies = try #require(directory.load().policies)
      let settings = settings([model("m", certificate: "a/m")])
      return try #require(ServedCatalogue.build(settings: settings, policies: policies).catalogue[ModelID("m")!])
        .baseDigest
    }
    #expect(try digest() == nil)
    let base = TemporaryPolicies.certificate(id: "a/base")
    try directory.write("models/base.yaml", base)
    #expect(try digest() == ContentDigest(of: Array(base.utf8)))
  }

  @Test func `the built-in model can be switched off`() throws {
    var settings = Settings()
    settings.embedded = false
    #expect(ServedCatalogue.build(settings: settings, policies: try policies()).catalogue.models.isEmpty)
  }

  /// An entry of the log has a bound, and a call must not be answered whose record does not fit.
  @Test(arguments: [100, 1_000]) func `a model whose record would not fit is not served`(flags: Int) throws {
    let directory = try TemporaryPolicies()
    let words = (0..<flags).map { "a_flag_\($0)" }.joined(separator: ", ")
    try directory.write("models/m.yaml", TemporaryPolicies.certificate(rest: "flags: [\(words)]"))
    let (catalogue, refused) = ServedCatalogue.build(
      settings: settings([model("m", certificate: "a/m")]), policies: try #require(directory.load().policies))
    let fits = flags == 100
    #expect((catalogue[ModelID("m")!] != nil) == fits)
    #expect(refused.filter { $0.contains("at most 8192 fit") }.count == (fits ? 0 : 1))
  }

  @Test func `a model without a certificate is not served and said so`() throws {
    let settings = settings([
      model("good", certificate: "allenai/OLMo-2-0425-1B-Instruct"), model("bad", certificate: "no/such"),
    ])
    let (catalogue, refused) = ServedCatalogue.build(settings: settings, policies: try policies())
    #expect(catalogue.models.map(\.id.text) == ["toolgate/extractive-1", "good"])
    #expect(catalogue[ModelID("good")!]?.route == .backend(0))
    #expect(catalogue[ModelID("bad")!] == nil)
    #expect(
      refused == [
        "the model `bad` of backend `b` is not served: its certificate `no/such` does not stand in Policies/models; "
          + "add it there or remove the model from the configuration"
      ])
  }

  @Test func `a contracted model with terms and a price is permitted at that price`() throws {
    let settings = settings([model("gpt-4o-mini", certificate: "openai/gpt-4o-mini")], contract: "openai-api")
    let served = try #require(
      ServedCatalogue.build(settings: settings, policies: try policies()).catalogue[ModelID("gpt-4o-mini")!])
    #expect(served.openness == .fails && served.license == "LicenseRef-OpenAI-Services-Agreement")
    guard case .permit(let permit) = decide(served)
    else {
      Issue.record("refused")
      return
    }
    #expect(permit.price.id.text == "openai-gpt-4o-mini-standard@2026-10-12")
    #expect(permit.price.cost(of: TokenCounts(input: 1000, output: 100)) == Money("0.00021 USD"))
  }

  @Test func `a contracted model without a price in force is refused with 402`() throws {
    let settings = settings(
      [model("gpt-nobody", certificate: "HuggingFaceTB/SmolLM2-135M-Instruct")], contract: "azure-openai")
    let served = try #require(
      ServedCatalogue.build(settings: settings, policies: try policies()).catalogue[ModelID("gpt-nobody")!])
    guard case .refuse(let refusal) = decide(served) else {
      Issue.record("permitted without a price")
      return
    }
    #expect(refusal.rule == "contracted-needs-price" && refusal.code.status == 402)
    #expect(
      refusal.error.message
        == "the model `gpt-nobody` has no price in force; an administrator must add one to Policies/prices "
        + "(rule contracted-needs-price)")
  }

  @Test func `a call is priced by the service tier that it asks for`() throws {
    let (contracted, local) = (
      settings([model("gpt-5.4", certificate: "openai/gpt-4o-mini")], contract: "openai-api"),
      settings([model("gpt-5.4", certificate: "HuggingFaceTB/SmolLM2-135M-Instruct")])
    )
    func price(_ settings: Settings, _ tier: ServiceTier) throws -> String? {
      let served = try #require(
        ServedCatalogue.build(settings: settings, policies: try policies()).catalogue[ModelID("gpt-5.4")!])
      return served.price(tier, at: noon)?.id.text
    }
    #expect(try price(contracted, .standard)?.hasPrefix("openai-gpt-5.4-standard@") == true)
    #expect(try price(contracted, .flex)?.hasPrefix("openai-gpt-5.4-flex@") == true)
    #expect(try price(contracted, .priority)?.hasPrefix("openai-gpt-5.4-priority@") == true)
    // No call can ask for a batch, although the book has its price.
    #expect(try price(contracted, .batch) == nil)
    for tier in [ServiceTier.standard, .flex, .priority] { #expect(try price(local, tier) == "local@2026-01-01") }
  }

  @Test func `a service tier without a price of its own is refused with 402 and said so`() throws {
    let settings = settings([model("gpt-4o-mini", certificate: "openai/gpt-4o-mini")], contract: "azure-openai")
    let served = try #require(
      ServedCatalogue.build(settings: settings, policies: try policies()).catalogue[ModelID("gpt-4o-mini")!])
    #expect(decide(served).isAllowed)
    let decision = decide(served, .flex)
    guard case .refuse(let refusal) = decision else {
      Issue.record("permitted without a price")
      return
    }
    #expect(refusal.code == .unpricedModel && refusal.code.status == 402)
    #expect(
      refusal.reason
        == "the model `gpt-4o-mini` has no price in force for the service tier `flex`; leave service_tier out")
  }

  @Test func `a contract without terms is refused by its rule`() throws {
    let settings = settings([model("m", certificate: "Qwen/Qwen3-14B")], contract: "unheard-of")
    let served = try #require(
      ServedCatalogue.build(settings: settings, policies: try policies()).catalogue[ModelID("m")!])
    let decision = decide(served)
    #expect(!decision.isAllowed && decision.rule == "contracted-needs-provider-terms")
  }

  @Test func `a rule that allows everything lets no unpriced model through`() {
    let facts = ModelFacts(model: ModelID("m")!, assessed: nil, trust: .local)
    let inquiry = Inquiry(facts, CallFacts(project: project), day: CivilDay(containing: noon))
    #expect(allowAll.rule(on: inquiry).rule == "configured-model-needs-certificate")
    let allowed = Rulebook(rules: [Rule(id: "all", decision: .allow, why: "All.")])
    #expect(!allowed.rule(on: inquiry).isAllowed)
  }

  @Test func `an alias is never wider than it promises`() throws {
    var settings = settings([
      model("olmo", certificate: "allenai/OLMo-2-0425-1B-Instruct"), model("qwen", certificate: "Qwen/Qwen3-14B"),
      model("bare", certificate: "Qwen/Qwen3.8-27B"),
    ])
    func alias(_ id: String, of model: String, _ tier: LicenseTier, _ host: HostClass) -> ModelAlias {
      ModelAlias(id: ModelID(id)!, model: ModelID(model)!, widest: LicenseClass(tier: tier, host: host))
    }
    settings.aliases = [
      alias("a", of: "olmo", .t2, .local), alias("b", of: "qwen", .t2, .local), alias("c", of: "qwen", .t3, .local),
      alias("d", of: "bare", .t5, .external), alias("e", of: "gone", .t5, .external),
    ]
    let (catalogue, refused) = ServedCatalogue.build(settings: settings, policies: try policies())
    #expect(catalogue.aliases == [ModelID("a")!: ModelID("olmo")!, ModelID("c")!: ModelID("qwen")!])
    #expect(catalogue[ModelID("a")!]?.id == ModelID("olmo")!)
    #expect(
      refused == [
        "the alias `b` is not served: it promises at most tier T2, host local, and `qwen` has tier T3, host local; "
          + "put another model behind it",
        "the alias `d` is not served: it promises at most tier T5, host external, and `bare` has tier none, host local; "
          + "put another model behind it",
        "the alias `e` is not served, since its model `gone` is not",
      ])
    var far = settings
    far.backends[0].trust = .contracted
    far.backends[0].contract = ContractID("liftwing")!
    #expect(ServedCatalogue.build(settings: far, policies: try policies()).catalogue.aliases.isEmpty)
  }

  @Test func `Lift Wing is contracted and free`() throws {
    let settings = settings([model("llm-qwen3-14b", certificate: "Qwen/Qwen3-14B")], contract: "liftwing")
    let served = try #require(
      ServedCatalogue.build(settings: settings, policies: try policies()).catalogue[ModelID("llm-qwen3-14b")!])
    #expect(served.price(at: noon)?.isFree == true && served.trust == .contracted)
    #expect(decide(served).isAllowed)
  }
}
