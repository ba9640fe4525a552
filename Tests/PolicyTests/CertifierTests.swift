// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Notes
import Policy
import Testing

@Suite struct `Certifiers` {
  private let policies: SignedPolicies

  init() throws { policies = try SignedPolicies() }

  private func problems(_ items: String) throws -> [String] {
    try policies.directory.write("certifiers.yaml", "schema: toolgate-certifiers/1\ncertifiers:\n" + items)
    return policies.directory.load().problems
  }

  @Test func `are read with their keys and days`() throws {
    #expect(try problems(SignedPolicies.item("certifier-a", until: "2027-01-01")) == [])
    let certifier = try #require(policies.directory.load().policies?.certifiers.first)
    #expect(certifier.name == "certifier-a" && certifier.key == SignedPolicies.key("certifier-a"))
    #expect(certifier.since == CivilDay("2026-01-01") && certifier.until == CivilDay("2027-01-01"))
  }

  @Test func `need a key of their own name`() throws {
    let other = SignedPolicies.key("certifier-b").description
    #expect(
      try problems(SignedPolicies.item("certifier-a", key: other)) == [
        "certifiers.yaml:3:30: the key is that of `certifier-b`; the names must be the same"
      ])
  }

  /// Else one person could sign for two.
  @Test func `cannot share a key under two names`() throws {
    let shared = SignedPolicies.key("certifier-b", seed: "certifier-a").description
    #expect(
      try problems(SignedPolicies.item("certifier-a") + SignedPolicies.item("certifier-b", key: shared)) == [
        "certifiers.yaml:4:30: the key already stands under the name `certifier-a`; each person needs a key of their own"
      ])
    // One person may stand there twice, with a gap between the days.
    #expect(
      try problems(
        SignedPolicies.item("certifier-a", until: "2026-02-01")
          + SignedPolicies.item("certifier-a", since: "2026-03-01")
      ) == [])
  }

  /// Else one person could sign for two under another spelling.
  @Test(arguments: ["Certifier-A", "certifier\u{2011}a", "certifier.a", "certifiera"])
  func `cannot have two names that read alike`(_ spelling: String) throws {
    let found = try problems(SignedPolicies.item("certifier-a") + SignedPolicies.item(spelling))
    #expect(found.count == 1, "\(found)")
    #expect(
      found.first?.hasPrefix(
        "certifiers.yaml:4:12: `\(spelling)` reads like `certifier-a`, which stands here already; one person has one name"
      ) == true, "\(found)")
    #expect(try problems(SignedPolicies.item("certifier-a") + SignedPolicies.item("certifier-ä")) == [])
  }

  @Test(arguments: ["certifier\u{200D}-b", "certifier-b\u{FE0F}", "certifier-\u{0430}"])
  func `cannot have a name that looks like another`(_ name: String) throws {
    #expect(
      try problems(SignedPolicies.item(name)) == [
        "certifiers.yaml:3:12: `name` has signs that nobody sees, or letters of two alphabets; write it so that it looks "
          + "like no other name"
      ])
    #expect(try problems(SignedPolicies.item("сертификатор-1")) == [])
  }

  @Test func `end after they begin`() throws {
    #expect(
      try problems(SignedPolicies.item("certifier-a", until: "2026-01-01")).map {
        $0.hasSuffix("must be after `since`")
      }
        == [true])
  }

  @Test func `keys with a wrong id, another algorithm or another form are refused`() throws {
    let good = SignedPolicies.key("certifier-a")
    let base64 = good.description.split(separator: "+", maxSplits: 2)[2]
    for bad in [
      "certifier-a+00000000+\(base64)", "certifier-a+\(good.id)", "certifier-a+\(good.id)+!!", String(base64),
      "certifier-a+\(good.id)+Ag\(base64.dropFirst(2))", "certifier-a+\(good.id.description.uppercased())+\(base64)x",
    ] {
      let found = try problems(SignedPolicies.item("certifier-a", key: bad))
      #expect(found.count == 1, "\(bad): \(found)")
      #expect(
        found.first?.hasPrefix(
          "certifiers.yaml:3:30: `key` must be an Ed25519 verifier key of a signed note: name+8 hexadecimal "
            + "digits+base64") == true)
    }
  }

  /// The form of C2SP signed-note, with the key of the project's test vectors.
  @Test func `keys are those of signed notes`() throws {
    let text = "toolgate.example/log+b7773fe1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    let key = try NoteVerifier(text)
    #expect(key.name.text == "toolgate.example/log" && key.id.description == "b7773fe1" && key.description == text)
    let seed = Secret(Array(0..<32))
    #expect(NoteSigner(name: key.name, seed: seed)?.verifier == key)
  }
}
