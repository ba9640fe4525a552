// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import StrictYAML
import Testing

/// What takes models and services out of use without the rest of the directory.
@Suite struct `Withdrawals beside policies that have faults` {
  private let policies: SignedPolicies
  private let other = String(repeating: "1", count: 64)
  private let url = "https://example.org/terms"

  init() throws {
    policies = try SignedPolicies()
    let text = "{url: \"\(url)\", sha256: \(String(repeating: "0", count: 64))}"
    try policies.directory.write(
      "models/derived.yaml", SignedPolicies.certificate(id: "a/derived", rest: "base_model: a/m"))
    try policies.directory.write(
      "models/watched.yaml",
      SignedPolicies.certificate(id: "a/watched", rest: "extra_terms: [{name: Policy, text: \(text)}]"))
    try policies.directory.write("models/free.yaml", SignedPolicies.certificate(id: "a/free"))
    try policies.directory.write(
      "providers/deal.yaml",
      TemporaryPolicies.provider() + "\nterms: \(text.dropLast()), date: 2026-01-02}\n")
  }

  private func loaded() throws -> Policies {
    let (policies, problems) = policies.directory.load()
    #expect(problems == [])
    return try #require(policies)
  }

  private func revoke(_ ids: String...) throws {
    let items = ids.map { "  - {certificate: \($0), on: 2026-11-25, reason: Wrong licence, task: T1}\n" }
    try policies.directory.write(
      "revocations.yaml", "schema: toolgate-revocations/1\nrevocations:\n" + items.joined())
  }

  private func watch() throws {
    try policies.directory.write(
      "watched.yaml",
      "schema: toolgate-watched/1\ntexts: [{url: \"\(url)\", sha256: \(other), checked_on: 2026-11-25}]\n")
  }

  private func taken(by policies: Policies) -> Policies? {
    let found = Withdrawals(in: self.policies.directory.path)
    return policies.taking(revocations: found.revocations, watched: found.watched)
  }

  private func standings(_ policies: Policies) -> [String: CertificateStanding] {
    Dictionary(uniqueKeysWithValues: policies.catalogue.models.map { ($0.certificate.id.text, $0.standing) })
  }

  @Test func `take what a whole reload would take`() throws {
    let before = try loaded()
    #expect(taken(by: before) == nil)
    try revoke("a/m", "gone/model", "a/derivd")
    try watch()
    let whole = try loaded()
    let taken = try #require(self.taken(by: before))
    #expect(standings(taken) == standings(whole))
    #expect(
      standings(taken) == [
        "a/m": .revoked(on: CivilDay("2026-11-25")!, reason: "Wrong licence"),
        "a/derived": .suspended(reason: "the certificate of a/m, which it was made from, is revoked"),
        "a/watched": .suspended(reason: "the text at \(url) has changed"), "a/free": .inForce(signatures: 0),
      ])
    #expect(taken.providers.mapValues(\.suspension) == [ContractID("deal")!: "the text at \(url) has changed"])
    #expect(taken.revocations == whole.revocations && taken.watched == whole.watched)
    let day = CivilDay("2026-11-24")!
    let ofRevocations = PolicyAudit.warnings(whole, on: day).filter { $0.file == "revocations.yaml" }
    #expect(ofRevocations.count == 4)
    #expect(PolicyAudit.warnings(taken, on: day).filter { $0.file == "revocations.yaml" } == ofRevocations)
    #expect(taken.revision == before.revision)
    #expect(taken.catalogue.models.map(\.ends) == before.catalogue.models.map(\.ends))
    #expect(self.taken(by: taken) == nil)
  }

  @Test func `never give back what was taken`() throws {
    try revoke("a/m")
    try watch()
    let before = try loaded()
    try policies.directory.remove("revocations.yaml")
    try policies.directory.remove("watched.yaml")
    #expect(taken(by: before) == nil)
    try revoke("a/free")
    let taken = try #require(self.taken(by: before))
    var expected = standings(before)
    expected["a/free"] = .revoked(on: CivilDay("2026-11-25")!, reason: "Wrong licence")
    #expect(standings(taken) == expected)
    #expect(taken.revocations.map(\.certificate.text) == ["a/m", "a/free"])
    #expect(taken.watched == before.watched)
    // A suspension that becomes a revocation says so.
    try revoke("a/watched")
    #expect(self.taken(by: taken)?.catalogue[CertificateID("a/watched")!]?.standing == expected["a/free"])
  }

  @Test func `of a certificate that is gone are kept for old records`() throws {
    let before = try loaded()
    try revoke("gone/model")
    #expect(taken(by: before)?.revocations.map(\.certificate.text) == ["gone/model"])
  }

  /// An item with a misspelt `sha256` would withdraw more than somebody meant, one without its reason says nothing.
  @Test func `are read each by itself, and none half`() throws {
    try policies.directory.write(
      "revocations.yaml",
      """
      schema: toolgate-revocations/1
      revocations:
        - {certificate: a/m, on: 2026-11-25, reason: Wrong licence, task: T1}
        - {certificate: a/free, on: 2026-11-25, reason: Wrong licence, task: none}
        - {certificate: a/watched, sha265: null, on: 2026-11-25, reason: Wrong licence, task: T1}
        - a/derived
        - {certificate: gone/model, on: 2026-11-25, reason: Wrong licence, task: T2}

      """)
    try policies.directory.write("watched.yaml", "schema: toolgate-watched/1\ntexts: [{}]\n")
    try policies.directory.write("rules/all.yaml", "broken: [")
    let found = Withdrawals(in: policies.directory.path)
    #expect(found.revocations.map(\.revocation.certificate.text) == ["a/m", "gone/model"] && found.watched.isEmpty)
    let places = found.problems.map { "\($0.file) \($0.place.line)" }
    #expect(places.prefix(3) == ["revocations.yaml 4", "revocations.yaml 5", "revocations.yaml 6"])
    #expect(found.problems.dropFirst(3).map(\.file) == ["watched.yaml", "watched.yaml", "watched.yaml"])
    let none = Withdrawals(in: policies.directory.path + "/nowhere")
    #expect(none.revocations.isEmpty && none.watched.isEmpty && none.problems.count == 2)
  }

  /// It may be of another form, in which the items mean something else.
  @Test(arguments: ["- 1\n", "schema: toolgate-revocations/2\n", "schema: toolgate-revocations/1\nonly: a\n"])
  func `of a file that is another one are not taken`(head: String) throws {
    let items = "revocations:\n  - {certificate: a/m, on: 2026-11-25, reason: Wrong licence, task: T1}\n"
    let found = Withdrawals(
      in: policies.directory.path,
      candidates: ["revocations.yaml": Array((head.hasPrefix("-") ? head : head + items).utf8)])
    #expect(found.revocations.isEmpty && found.problems.count == 1)
  }
}
