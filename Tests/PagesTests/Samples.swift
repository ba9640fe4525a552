// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Pages
import Policy
import Provenance

/// Models that between them use every word a page has.
enum Samples {
  static let today = CivilDay("2026-11-28")!
  static let apache = license("Apache-2.0")

  static func license(_ id: String) -> LicenseExpression { .license(id: id, orLater: false, exception: nil) }

  static let book: LicenseBook = {
    var book = LicenseBook()
    var open = LicenseClauses.osiApprovedWithoutEntry
    open.flowDown = .notice
    book.list("Apache-2.0", isOSIApproved: true)
    book.insert(
      LicenseEntry(id: "Apache-2.0", name: "Apache License 2.0", spdx: "Apache-2.0", clauses: open, sources: []))
    var content = open
    content.isOSIApproved = false
    book.insert(LicenseEntry(id: "CC-BY-4.0", name: "CC BY 4.0", spdx: "CC-BY-4.0", clauses: content, sources: []))
    var closed = LicenseClauses.unknown
    closed.isNonCommercial = true
    book.insert(LicenseEntry(id: "LicenseRef-shut", name: "Shut", clauses: closed, sources: []))
    book.insert(LicenseEntry(id: "LicenseRef-aup", kind: .extraTerms, name: "Use policy", clauses: closed, sources: []))
    return book
  }()

  /// 64 times this digit.
  static func digest(_ digit: String) -> ContentDigest { ContentDigest(digits: String(repeating: digit, count: 64))! }

  static func certificate(
    _ id: String, name: String? = nil, weights: Certificate.Weights = .released(license: apache, text: nil),
    _ change: (inout Certificate) -> Void = { _ in }
  ) -> Certificate {
    var certificate = Certificate(
      id: CertificateID(id)!, name: name ?? id, weights: weights, codeLicense: apache,
      assessedOn: CivilDay("2026-11-01")!, digest: digest("a"))
    change(&certificate)
    return certificate
  }

  static func model(
    _ certificate: Certificate, verdict: Openness = .likelyMeets, tier: LicenseTier? = .t2,
    standing: CertificateStanding = .inForce(signatures: 2), reasons: [Assessment.Reason] = [],
    notices: [Assessment.Reason] = [], freedoms: Bool = true
  ) -> AssessedModel {
    var assessment = Assessment.of(certificate, book: book)
    (assessment.verdict, assessment.tier, assessment.flags) = (verdict, tier, certificate.flags)
    (assessment.reasons, assessment.notices, assessment.dataTier) = (reasons, notices, certificate.data.tier)
    assessment.freedoms = .init(use: freedoms, study: true, modify: freedoms, share: freedoms)
    return AssessedModel(certificate: certificate, assessment: assessment, standing: standing)
  }

  /// Everything that a certificate can say.
  static let full = certificate("maker/full", name: "Full") { certificate in
    let evidence = Evidence(url: "https://maker.example/card", quote: "we release \"all\" of it")
    certificate.family = "Family"
    certificate.revision = .pinned(String(repeating: "1a2b3c4d5e", count: 4))
    certificate.weights = .released(
      license: .and(apache, .and(license("CC-BY-4.0"), .and(license("LicenseRef-aup"), license("LicenseRef-shut")))),
      text: WatchedText(
        url: "https://maker.example/LICENSE", digest: digest("b"), date: CivilDay("2026-10-01")))
    certificate.licenseChoice = apache
    certificate.quantization = Quantization("Q4_K_M")
    certificate.files = [.init(path: "model.safetensors", size: 1_234, digest: digest("c"))]
    certificate.extraTerms = [
      ExtraTerms(
        name: "Use policy", license: license("LicenseRef-aup"), text: WatchedText(url: "https://maker.example/aup"),
        judgement: Answer(.compatible, evidence: evidence)),
      ExtraTerms(name: "Gate", license: nil, text: WatchedText(url: "gate prompt"), judgement: Answer(.incompatible)),
      ExtraTerms(name: "Third", license: nil, text: WatchedText(url: "https://maker.example/3"), judgement: Answer()),
    ]
    certificate.explicitRelease = Answer(true, evidence: evidence)
    certificate.intermediateCheckpoints = Answer(.partial)
    certificate.code = [
      .training: CodeAnswer(present: Answer(.yes, evidence: evidence), commit: String(repeating: "d", count: 40)),
      .inference: CodeAnswer(present: Answer(.no)),
    ]
    certificate.hyperparameters = Answer(false)
    certificate.data = DataInformation(
      inventory: zip(
        [DataSource.Kind.open, .public, .obtainable, .unshareable], [DataSource.Stage.pretrain, .sft, .preference, nil]
      )
      .map { DataSource(name: "Set", kind: $0, url: "https://data.example", license: apache, size: "3T", stage: $1) }
        + [DataSource(name: "Other")],
      stages: Answer([.pretrain, .preference], evidence: Evidence(url: "https://stages.example", quote: "in two")),
      tier: .d2, description: "What was read")
    certificate.baseModel = CertificateID("maker/base")
    certificate.distilledFrom = [CertificateID("maker/teacher")!]
    certificate.languages = ["en", "pt"]
    certificate.flags = ["gated"]
    certificate.tasks = ["chat", "translation"]
    certificate.parameters = "1.7"
    certificate.releasedOn = CivilDay("2025-07-08")
    certificate.servedAs = ["liftwing:full"]
    certificate.notes = "Notes"
    certificate.sources = ["data": "https://maker.example/data", "code": "unverified", "answers": "own judgement"]
  }

  static let reasons = [
    Assessment.Reason(
      code: .nonCommercial, field: "weights.license", message: "Shut forbids commercial use", limit: .fails),
    .init(code: .dataTierUnknown, field: "data.tier", message: "nobody has assessed `data.tier`", limit: .unknown),
    .init(code: .signatures, field: "signatures", message: "nobody has signed", limit: .likelyMeets),
  ]

  static let models: [AssessedModel] = [
    model(full, verdict: .fails, tier: .t4, reasons: reasons, notices: [reasons[2]], freedoms: false),
    model(
      certificate("maker/base", name: "Base") { certificate in
        certificate.baseModel = CertificateID("maker/ancestor")
        certificate.data.tier = .d3
      }, verdict: .meets, tier: .t1),
    model(
      certificate("maker/ancestor", name: "ancestor", weights: .released(license: nil, text: nil)), verdict: .unknown,
      tier: nil, standing: .inForce(signatures: 0)),
    model(
      certificate("maker/rules", weights: .none(code: apache)) { $0.data.tier = .d0 }, standing: .inForce(signatures: 1)
    ),
    model(
      certificate("seller/closed", weights: .closed(terms: license("LicenseRef-unread"))) { $0.data.tier = .d1 },
      verdict: .fails, tier: .t5),
    model(certificate("maker/weights", weights: .released(license: license("CC-BY-4.0"), text: nil)), tier: .t3),
    model(certificate("maker/old") { $0.expires = CivilDay("2026-11-28")! }),
    model(certificate("maker/paused"), standing: .suspended(reason: "the text at https://a.example has changed")),
    model(certificate("maker/gone"), standing: .revoked(on: CivilDay("2026-11-20")!, reason: "the data were stolen")),
  ]

  static let rulebook = Rulebook(
    rules: [
      Rule(
        id: "wiki", decision: .deny, why: "The wiki does not want it.",
        guideline: Rule.Guideline(
          name: "Guideline", url: "https://wiki.example/guideline", date: CivilDay("2026-03-20")!),
        conditions: [Rule.Condition(.targetWiki, ["enwiki"])]),
      Rule(
        id: "recorded", decision: .allow, why: "An exception.", conditions: [Rule.Condition(.exception, ["yes"])]),
      Rule(
        id: "ask", decision: .deny, why: "Open weights <only>.",
        conditions: [Rule.Condition(.tier, ["T3"]), Rule.Condition(.optedIn, ["no"])]),
      Rule(id: "weights", decision: .allow, why: "Asked.", conditions: [Rule.Condition(.tier, ["T3"])]),
      Rule(id: "open", decision: .allow, why: "Open.", conditions: [Rule.Condition(.tier, ["T1", "T2"])]),
    ],
    reminders: [
      Reminder(
        id: "heed", why: "Check <all> of it.",
        guideline: Rule.Guideline(name: "Wish", url: "https://wiki.example/wish", date: CivilDay("2026-02-15")!),
        conditions: [Rule.Condition(.targetWiki, ["fywiki"])])
    ],
    exceptions: [
      PolicyException(
        id: "E1", project: ProjectName("demo")!, model: full.id, rationale: "Nothing else knows the language",
        purposes: [.translate], targetWikis: [WikiName("fywiki")!], usersBoundBy: "terms of use",
        approver: "certifier-a", task: PhabricatorTask("T1")!, approvedOn: CivilDay("2026-11-01")!,
        expires: CivilDay("2027-01-01")!),
      PolicyException(
        id: "E2", project: ProjectName("demo")!, model: full.id, rationale: "Was needed",
        contracts: [ContractID("service-2")!, ContractID("service-1")!], approver: "certifier-a",
        task: PhabricatorTask("T2")!,
        approvedOn: CivilDay("2026-01-01")!, expires: CivilDay("2026-02-01")!),
    ])

  static func policies(_ models: [AssessedModel] = models, revocations: [Revocation] = []) -> Policies {
    Policies(
      catalogue: Catalogue(models), licenses: book, prices: PriceBook(rows: []), providers: [:],
      revocations: revocations.map { PlacedRevocation($0) }, rulebook: rulebook, revision: digest("0"))
  }

  static func view(_ models: [AssessedModel] = models) -> CatalogueView {
    let rules = models.first { $0.certificate.id.text == "maker/rules" }
    let names = ["rules-1", "rules-2"].map { ModelFacts(model: ModelID($0)!, assessed: rules, trust: .local) }
    return CatalogueView(policies: policies(models), served: rules.map { [$0.certificate.id: names] } ?? [:])
  }

  /// A model that is called at services, `seller/sold`.
  static let soldView: CatalogueView = {
    let sold = model(
      certificate("seller/sold", weights: .closed(terms: license("LicenseRef-unread"))), verdict: .fails, tier: .t5)
    let facts = providers.map { terms in
      ModelFacts(model: ModelID(terms.id.text)!, assessed: sold, trust: .contracted, contract: terms.id, terms: terms)
    }
    return CatalogueView(policies: policies([sold]), served: [sold.certificate.id: facts])
  }()

  /// Services that between them have every word that terms can have.
  static let providers: [ProviderTerms] = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let shipped = PolicyDirectory.load(path: root.appending(path: "Policies").path()).policies!.providers
    let (inputs, outputs) = (ProviderTerms.InputTraining.allCases, ProviderTerms.OutputTraining.allCases)
    return (0..<max(inputs.count, outputs.count)).map { number in
      var terms = shipped[ContractID("anthropic-api")!]!
      terms.id = ContractID("service-\(number)")!
      terms.inputTraining = inputs[number % inputs.count]
      terms.outputTraining = outputs[number % outputs.count]
      terms.outputOwnership = ProviderTerms.Ownership.allCases[number % ProviderTerms.Ownership.allCases.count]
      terms.retentionDays = number == 0 ? nil : number
      terms.minimumAge = number == 0 ? nil : 18
      terms.suspension = number == 1 ? "the text at https://seller.example has changed" : nil
      if number == 2 { (terms.terms, terms.termsName, terms.usePolicy) = (nil, nil, nil) }
      return terms
    }
  }()

  // MARK: Records

  static let recordID = RequestID("01ARZ3NDEKTSV4RRFFQ69G5FAV")!

  static func record(_ changes: [String: String] = [:]) -> [UInt8] {
    var members = [
      "cert":
        #"{"data_tier":"D2","id":"maker/full","sha256":"sha256:\#(String(repeating: "a", count: 64))","tier":"T4","verdict":"fails"}"#,
      "dst": #""http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia""#,
      "host": #"{"engine":"openai","kind":"external","provider":"OpenAI"}"#, "id": #""01ARZ3NDEKTSV4RRFFQ69G5FAV""#,
      "in": "null", "in_form": "null",
      "licence":
        #"{"code":"Apache-2.0","data":null,"flags":["gated"],"output_terms":"none","weights":"Apache-2.0"}"#,
      "model":
        #"{"mismatch":false,"requested":"full","resolved":"full","returned":"full","rev":"1a2b3c4d5e1a2b3c4d5e1a2b3c4d5e1a2b3c4d5e","weights":null}"#,
      "op": #""chat""#, "out": #""hmac-sha256:00""#, "out_form": #""text""#, "outcome": #""complete""#,
      "policy": #"{"decision":"allow","exception":null,"facts":["tier=T2"],"rev":"sha256:0","rule":"default"}"#,
      "project": #""demo""#, "purpose": #""copyedit""#, "sources": #"[{"revid":7,"wiki":"enwiki"}]"#,
      "stream": "false", "t": "1795897984", "target_ns": "0", "target_wiki": #""enwiki""#, "type": #""call""#, "v": "2",
    ]
    members.merge(changes) { $1 }
    let sorted = members.sorted { $0.key < $1.key }
    return Array(("{" + sorted.map { #""\#($0.key)":\#($0.value)"# }.joined(separator: ",") + "}").utf8)
  }

  /// What records have since their version 3.
  static let version3 = [
    "host": #"{"engine":"openai","kind":"external","provider":"OpenAI","region":"eu-central-1"}"#,
    "model":
      #"{"derived_from":{"id":"maker/base","sha256":"sha256:\#(String(repeating: "4", count: 64))"},"mismatch":false,"quant":"Q4_K_M","requested":"full"}"#,
    "policy":
      #"{"decision":"allow","exception":null,"facts":[],"reminders":["heed","gone"],"rev":"sha256:0","rule":"default"}"#,
    "v": "3",
  ]

  static func published(
    _ changes: [String: String] = [:], today: CertificateToday? = .current(.inForce(signatures: 2)), leaf: Int64 = 4,
    bases: [AssessedModel] = [], publicURL: String? = "https://llm.toolforge.org"
  ) -> PublishedRecord {
    PublishedRecord(
      facts: ReadRecord(record(changes))!, leaf: leaf, publishedSize: 5, origin: "llm.toolforge.org/log", today: today,
      bases: bases, reminders: rulebook.reminders, publicURL: publicURL)
  }
}

/// Asks for a page as a browser does.
func page(
  _ path: String, _ query: String = "", languages: String? = nil, view: CatalogueView = Samples.view(),
  record: PublishedRecord? = Samples.published(), book: MessageBook = .shipped
) -> (status: Int, headers: [String: String], text: String) {
  let pages = PublicPages(PublicPages.Question(path: path, query: query, languages: languages), book: book)
  let page = pages.answer(view, at: Samples.today.start) { $0 == Samples.recordID ? record : nil }
  return (
    page.status, Dictionary(page.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
    String(decoding: page.body, as: UTF8.self)
  )
}

/// Files of the target, as translators see them.
func resource(_ name: String) throws -> [UInt8] {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return Array(try Data(contentsOf: root.appending(path: "Sources/Pages/Resources/\(name)")))
}
