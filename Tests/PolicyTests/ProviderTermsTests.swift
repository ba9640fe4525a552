// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import StrictYAML
import Testing

@Suite struct `Terms of providers` {
  private typealias Files = TemporaryPolicies

  private static let id = ContractID("deal")!
  private static let text = "We may read what you send."
  private static var sha256: String { ContentDigest(of: Array(text.utf8)).digits }
  private let directory: TemporaryPolicies

  init() throws {
    directory = try TemporaryPolicies()
    try directory.write("models/m.yaml", Files.certificate())
  }

  private func write(terms: String = "null", usePolicy: String = "null") throws {
    try directory.write("providers/deal.yaml", Files.provider() + "\nterms: \(terms)\nuse_policy: \(usePolicy)\n")
  }

  private func watch(_ url: String, _ sha256: String) throws {
    try directory.write(
      "watched.yaml",
      "schema: toolgate-watched/1\ntexts: [{url: \"\(url)\", sha256: \(sha256), checked_on: 2026-11-28}]\n")
  }

  private func loaded() throws -> Policies {
    let (policies, problems) = directory.load()
    #expect(problems == [])
    return try #require(policies)
  }

  /// Of a contracted model under these terms, by rules that allow everything.
  private func ruling(_ policies: Policies, contract: ContractID = id) throws -> Ruling {
    let facts = ModelFacts(
      model: ModelID("served")!, assessed: policies.catalogue[CertificateID("a/m")!], trust: .contracted,
      contract: contract, terms: policies.providers[contract])
    return policies.rulebook.rule(
      on: Inquiry(facts, CallFacts(project: ProjectName("demo")!), day: CivilDay("2026-11-28")!))
  }

  @Test func `may be known by name and day alone`() throws {
    try write(terms: "{name: The terms, date: 2026-01-02}")
    let terms = try #require(try loaded().providers[Self.id])
    #expect(terms.termsName == "The terms" && terms.termsDate == CivilDay("2026-01-02") && terms.terms == nil)
    #expect(terms.watchedTexts.isEmpty && terms.suspension == nil)
  }

  @Test(arguments: [
    ("{sha256: \(sha256)}", "`url` is missing"), ("{copy: {file: texts/t.txt}, date: 2026-01-02}", "`url` is missing"),
    ("{url: \"https://t\", copy: {file: texts/t.txt}}", "`copy` needs `sha256` and `date`"),
    (
      "{url: \"https://t\", date: 2026-01-02, sha256: \(String(repeating: "0", count: 64)), copy: {file: texts/t.txt}}",
      "`sha256` is not that of texts/t.txt, which is \(sha256)"
    ),
    (
      "{url: \"https://t\", date: 2026-01-02, sha256: \(sha256), copy: {file: texts/none.txt}}",
      "`texts/none.txt` is no file of texts"
    ),
  ])
  func `that claim a text say from where, and the copy is the text`(terms: String, problem: String) throws {
    try directory.write("texts/t.txt", Self.text)
    try write(terms: terms)
    let found = directory.load().problems
    #expect(found.contains { $0.hasPrefix("providers/deal.yaml:") && $0.contains(problem) }, "\(found)")
  }

  @Test(arguments: ["terms", "use_policy"]) func `are suspended when a text changes that they rest on`(key: String)
    throws
  {
    try directory.write("texts/t.txt", Self.text)
    let text = "{url: \"https://t\", date: 2026-01-02, sha256: \(Self.sha256), copy: {file: texts/t.txt}}"
    try key == "terms" ? write(terms: text) : write(usePolicy: text)
    try watch("https://t", Self.sha256)
    var policies = try loaded()
    #expect(policies.warnings.isEmpty && policies.heldTexts.map(\.key) == [key])
    #expect(try ruling(policies).isAllowed)

    try watch("https://t", String(repeating: "0", count: 64))
    policies = try loaded()
    let ruling = try ruling(policies)
    #expect(ruling.rule == "provider-terms-changed" && ruling.isFloor && !ruling.isAllowed)
    #expect(ruling.reason.contains("`deal`") && ruling.reason.contains("the text at https://t has changed"))
    #expect(
      PolicyAudit.warnings(policies, on: CivilDay("2026-11-28")!).map(\.description) == [
        "providers/deal.yaml:2:5: the terms of `deal` are suspended, and calls under them are refused: the text at "
          + "https://t has changed; somebody must read it again"
      ])

    try watch("https://elsewhere", String(repeating: "0", count: 64))
    #expect(try self.ruling(loaded()).isAllowed)
  }

  @Test func `of which no text is stored cannot change, and without terms nothing is called`() throws {
    try write(terms: "{url: \"https://t\"}")
    try watch("https://t", Self.sha256)
    let policies = try loaded()
    #expect(try ruling(policies).isAllowed)
    #expect(try ruling(policies, contract: ContractID("none")!).rule == "contracted-needs-provider-terms")
  }
}
