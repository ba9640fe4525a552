// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Notes
import Policy
import Testing

@Suite struct `Signatures of a certificate` {
  private let policies: SignedPolicies

  init() throws { policies = try SignedPolicies() }

  private func expect(_ verdict: Openness, _ count: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    let model = policies.model()
    #expect(model?.assessment.verdict == verdict, sourceLocation: sourceLocation)
    #expect(model?.standing == .inForce(signatures: count), sourceLocation: sourceLocation)
  }

  @Test func `of two certifiers make it meet the definition`() throws {
    expect(.likelyMeets, 0)
    try policies.sign(policies.signature("certifier-a"))
    expect(.likelyMeets, 1)
    try policies.sign(policies.signature("certifier-a"), policies.signature("certifier-b"))
    expect(.meets, 2)
    #expect(policies.model()?.assessment.tier == .t1 && policies.warnings == [])
  }

  @Test func `of one person count once`() throws {
    try policies.sign(policies.signature("certifier-a"), policies.signature("certifier-a", on: "2026-11-25"))
    expect(.likelyMeets, 1)
    #expect(
      policies.warnings == ["signatures/m.yaml:6:17: `certifier-a` has signed already; one person counts once"])
  }

  @Test func `from before a text of the licence came into force count no more`() throws {
    try policies.sign(policies.signature("certifier-a"), policies.signature("certifier-b", on: "2026-11-26"))
    func license(since day: String) throws {
      try policies.directory.write(
        "licenses/Apache-2.0.yaml",
        TemporaryPolicies.license("Apache-2.0", ["text": "{url: \"https://a\", date: \(day)}"]))
    }
    try license(since: "2026-11-24")
    expect(.meets, 2)
    try license(since: "2026-11-25")
    expect(.likelyMeets, 1)
    #expect(
      policies.warnings == [
        "signatures/m.yaml:5:17: `certifier-a` signed on 2026-11-24, before the text of https://a that is in force since "
          + "2026-11-25; the signature does not count, it must be signed anew"
      ])
    try license(since: "2026-11-27")
    expect(.likelyMeets, 0)
  }

  /// Whoever has a second key is still one person.
  @Test func `of one person with two keys count once`() throws {
    let second = SignedPolicies.key("certifier-a", seed: "another").description
    try policies.certifiers(
      SignedPolicies.item("certifier-a", until: "2026-11-25"),
      SignedPolicies.item("certifier-a", key: second, since: "2026-11-25"))
    try policies.sign(
      policies.signature("certifier-a"), policies.signature("certifier-a", key: "another", on: "2026-11-26"))
    expect(.likelyMeets, 1)
  }

  @Test func `are lost when a byte of the certificate changes, and the gateway goes on`() throws {
    try policies.sign(policies.signature("certifier-a"), policies.signature("certifier-b"))
    try policies.directory.write("models/m.yaml", SignedPolicies.certificate() + "\n")
    expect(.likelyMeets, 0)
    #expect(
      policies.warnings == [
        "signatures/m.yaml:3:9: the certificate has changed since it was signed; no signature here counts until it is "
          + "signed anew"
      ])
  }

  /// Writing the new digest into the file does not help.
  @Test func `are over the bytes, not over what the file says of them`() throws {
    let old = try (policies.signature("certifier-a"), policies.signature("certifier-b"))
    try policies.directory.write("models/m.yaml", SignedPolicies.certificate() + "\n")
    try policies.sign(old.0, old.1)
    expect(.likelyMeets, 0)
    #expect(
      policies.warnings == [
        "signatures/m.yaml:5:17: the signature of `certifier-a` is not one over this certificate and 2026-11-24",
        "signatures/m.yaml:6:17: the signature of `certifier-b` is not one over this certificate and 2026-11-24",
      ])
  }

  @Test func `with the key of another do not count`() throws {
    try policies.sign(policies.signature("certifier-a", key: "certifier-b"), policies.signature("certifier-b"))
    expect(.likelyMeets, 1)
    #expect(
      policies.warnings == [
        "signatures/m.yaml:5:17: the signature of `certifier-a` is not one over this certificate and 2026-11-24"
      ])
  }

  @Test func `of somebody who is no certifier do not count`() throws {
    try policies.sign(policies.signature("certifier-a"), policies.signature("somebody"))
    expect(.likelyMeets, 1)
    #expect(
      policies.warnings == [
        "signatures/m.yaml:6:17: `somebody` does not stand in certifiers.yaml; the signature does not count"
      ])
  }

  @Test func `of another certificate do not count`() throws {
    try policies.directory.write("models/n.yaml", SignedPolicies.certificate(id: "a/n"))
    try policies.sign(
      policies.signature("certifier-a", of: "models/n.yaml"), policies.signature("certifier-b", of: "models/n.yaml"))
    expect(.likelyMeets, 0)
  }

  @Test(arguments: [
    ("2026-11-30", 0), ("2026-12-01", 1), ("2027-01-31", 1), ("2027-02-01", 0), ("2027-02-02", 0),
  ])
  func `count from the first day of a certifier until the day of the end`(day: String, count: Int) throws {
    try policies.certifiers(SignedPolicies.item("certifier-a", since: "2026-12-01", until: "2027-02-01"))
    try policies.sign(policies.signature("certifier-a", on: day))
    expect(.likelyMeets, count)
    #expect(
      policies.warnings
        == (count == 1
          ? []
          : [
            "signatures/m.yaml:5:17: `certifier-a` could not sign with this key on \(day); see `since` and `until` in "
              + "certifiers.yaml"
          ]))
  }

  /// The day is signed too: nobody but the certifier can make it another one.
  @Test(arguments: ["2026-11-23", "2026-11-25", "2027-05-21"])
  func `with another day beside them do not count`(day: String) throws {
    try policies.sign(policies.signature("certifier-a", shown: day), policies.signature("certifier-b"))
    expect(.likelyMeets, 1)
    #expect(
      policies.warnings == [
        "signatures/m.yaml:5:17: the signature of `certifier-a` is not one over this certificate and \(day)"
      ])
  }

  /// Whoever signs chooses the day: an old key with an early day must not reach what was assessed after its end.
  @Test(arguments: [
    ("2026-05-31", 0), ("2026-11-22", 0), ("2026-11-23", 1), ("2027-05-21", 1), ("2027-05-22", 0),
  ])
  func `count from the day of the assessment until the certificate's end`(day: String, count: Int) throws {
    try policies.certifiers(SignedPolicies.item("certifier-a", until: count == 0 ? "2026-06-01" : "null"))
    try policies.sign(policies.signature("certifier-a", on: day))
    expect(.likelyMeets, count)
    #expect(
      policies.warnings
        == (count == 1
          ? []
          : [
            "signatures/m.yaml:5:17: `certifier-a` signed on \(day), but the certificate can only be signed from "
              + "2026-11-23 until 2027-05-22 (that day not included); the signature does not count"
          ]))
  }

  @Test func `over a program without weights have no end`() throws {
    let present = CodeComponent.allCases.map { "\($0.rawValue): {present: yes}" }.joined(separator: ", ")
    try policies.directory.write(
      "models/m.yaml",
      TemporaryPolicies.certificate(
        weights: "{release: none}", code: "{license: Apache-2.0, \(present)}", data: "{tier: D3}"))
    try policies.sign(
      policies.signature("certifier-a", on: "2028-01-01"), policies.signature("certifier-b", on: "2026-11-22"))
    #expect(policies.model()?.standing == .inForce(signatures: 1))
    #expect(policies.warnings.count == 1 && policies.warnings[0].hasPrefix("signatures/m.yaml:6:17: "))
  }

  @Test func `that do not count come before one that does without harm`() throws {
    try policies.sign(
      policies.signature("certifier-a", key: "certifier-b"), policies.signature("certifier-a"),
      policies.signature("certifier-b"))
    expect(.meets, 2)
  }

  @Test func `stand under the name of the certificate's file`() throws {
    try policies.directory.write("models/n.yaml", SignedPolicies.certificate(id: "a/n"))
    try policies.sign(id: "a/m", file: "n.yaml", policies.signature("certifier-a"))
    let problem =
      "the certificate `a/m` does not stand in models/n.yaml; signatures are kept under the name of the certificate's "
      + "file"
    #expect(policies.directory.load().problems == ["signatures/n.yaml:2:14: \(problem)"])
  }

  @Test func `have a form, and every fault is named`() throws {
    try policies.directory.write(
      "signatures/m.yaml",
      """
      schema: toolgate-signatures/1
      certificate: a/m
      sha256: 12
      signatures:
        - {certifier: certifier-a, signed_on: 2026-02-30, signature: AAAA, key: x}
      """)
    #expect(
      policies.directory.load().problems == [
        "signatures/m.yaml:3:9: `sha256` must be a SHA-256 of 64 hexadecimal digits in lower case, not `12`",
        "signatures/m.yaml:5:41: `signed_on` must be a day, such as 2026-11-23, not `2026-02-30`",
        "signatures/m.yaml:5:64: `signature` must be an Ed25519 signature in base64, not `AAAA`",
        "signatures/m.yaml:5:70: unknown key `key`; known here: certifier, signature, signed_on",
      ])
  }

  @Test(arguments: ["anna", "a\"\\b", "a\u{80}b", "a\u{202E}b", "Åse", "*a"])
  func `read as they were written, whoever signs`(name: String) {
    var written = SignatureFile(of: CertificateID("a/m")!, file: [1])
    written.add([UInt8](repeating: 7, count: 64), by: name, on: CivilDay("2026-11-25")!)
    let (read, problems) = SignatureFile.read(written.bytes, name: "m.yaml")
    #expect(problems == [])
    #expect(read?.signatures.map(\.certifier) == [name])
  }

  @Test func `are over what DSSE prescribes`() throws {
    let day = SignedPolicies.day
    #expect(
      CertificateSigning.encoded(Array("id: a/m\n".utf8), on: day)
        == Array("DSSEv1 63 application/vnd.toolgate.certificate+yaml; signed_on=2026-11-24 8 id: a/m\n".utf8))
    let signer = SignedPolicies.signer("n")
    let signature = try CertificateSigning.sign([1, 2, 3], on: day, with: signer)
    #expect(
      signature.count == 64 && signer.verifier.isSigned(CertificateSigning.encoded([1, 2, 3], on: day), signature))
  }
}
