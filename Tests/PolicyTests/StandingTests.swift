// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import StrictYAML
import Testing

/// How good the word of a certificate is: revoked, suspended, expired.
@Suite struct `Standing of a certificate` {
  private let policies: SignedPolicies
  private let other = String(repeating: "1", count: 64)

  init() throws {
    policies = try SignedPolicies()
    try policies.directory.write(
      "models/derived.yaml", SignedPolicies.certificate(id: "a/derived", rest: "base_model: a/m"))
  }

  private func standing(_ id: String = "a/m") -> CertificateStanding? { policies.model(id)?.standing }

  // MARK: Revocations

  private func revoke(_ id: String = "a/m", sha256: String, on: String = "2026-11-25") throws {
    try policies.directory.write(
      "revocations.yaml",
      """
      schema: toolgate-revocations/1
      revocations:
        - {certificate: \(id), sha256: \(sha256), on: \(on), reason: Wrong licence, task: T1}
      """)
  }

  private func warnings(on day: String = "2026-11-30", served: Set<CertificateID>? = nil) throws -> [String] {
    let policies = try #require(policies.directory.load().policies)
    return PolicyAudit.warnings(policies, on: CivilDay(day)!, served: served).map(\.description)
  }

  @Test(arguments: [("", true), ("\nbase_model: a/m", false)])
  func `weights in another form than they were trained in were made from something`(base: String, isTold: Bool) throws {
    let text =
      SignedPolicies.certificate(id: "a/small").replacing("weights: {", with: "weights: {quantization: Q4_K_M, ") + base
    try policies.directory.write("models/small.yaml", text)
    let told = try warnings().filter {
      $0.contains("`a/small` is of weights in the form `Q4_K_M` and names no `base_model`")
    }
    #expect(told.count == (isTold ? 1 : 0))
  }

  @Test func `is told of where its day of assessment has not come`() throws {
    let text = SignedPolicies.certificate(id: "a/later")
      .replacing("assessed_on: 2026-11-23", with: "assessed_on: 2036-01-01")
    try policies.directory.write("models/later.yaml", text)
    let warning =
      "models/later.yaml:2:5: the certificate `a/later` was assessed on 2036-01-01, which has not come yet, and calls of "
      + "the model are refused before; correct `assessed_on` and have it signed again"
    #expect(try warnings().contains(warning))
    #expect(try warnings(served: [CertificateID("a/later")!]) == [warning])
    #expect(try !warnings(served: [CertificateID("a/m")!]).contains(warning))
    #expect(try !warnings(on: "2036-01-01").contains(warning))
    // Somebody has decided about this one.
    try revoke("a/later", sha256: "null")
    #expect(try !warnings().contains(warning))
  }

  @Test func `is told of where a revocation is dated in the future`() throws {
    try revoke(sha256: "null", on: "2026-12-01")
    let warning =
      "revocations.yaml:3:19: the revocation of `a/m` is of 2026-12-01, which has not come yet, and holds already; "
      + "correct `on`"
    #expect(try warnings(served: []) == [warning])
    #expect(standing() == .revoked(on: CivilDay("2026-12-01")!, reason: "Wrong licence"))
    #expect(try warnings(on: "2026-12-01", served: []) == [])
  }

  @Test func `is told of where a revocation misses its id`() throws {
    try revoke("a/derivd", sha256: "null")
    #expect(
      try warnings(served: []) == [
        "revocations.yaml:3:19: the revocation is of `a/derivd`, which has no certificate; did you mean `a/derived`? It "
          + "revokes nothing that is in the catalogue"
      ])
    // What is removed from the catalogue stays revoked for old records.
    try revoke("another-maker/removed", sha256: "null")
    #expect(try warnings(served: []) == [])
  }

  @Test func `ends with a revocation of exactly its bytes`() throws {
    try revoke(sha256: policies.digest("models/m.yaml"))
    #expect(standing() == .revoked(on: CivilDay("2026-11-25")!, reason: "Wrong licence"))
    // Whoever mends the certificate makes another one.
    try policies.directory.write("models/m.yaml", SignedPolicies.certificate() + "\n")
    #expect(standing() == .inForce(signatures: 0))
  }

  @Test func `ends with a revocation of whatever the file says, now and later`() throws {
    try revoke(sha256: "null")
    #expect(standing() == .revoked(on: CivilDay("2026-11-25")!, reason: "Wrong licence"))
    try policies.directory.write("models/m.yaml", SignedPolicies.certificate() + "\n")
    #expect(standing() == .revoked(on: CivilDay("2026-11-25")!, reason: "Wrong licence"))
  }

  @Test func `does not end with the revocation of others`() throws {
    try revoke(sha256: other)
    #expect(standing() == .inForce(signatures: 0))
    // One of a certificate that is no longer there stays on record.
    try revoke("gone/model", sha256: "null")
    #expect(standing() == .inForce(signatures: 0))
    #expect(policies.directory.load().policies?.revocations.map(\.certificate.text) == ["gone/model"])
  }

  @Test func `of what was made from a revoked one is suspended`() throws {
    try revoke(sha256: "null")
    #expect(standing("a/derived") == .suspended(reason: "the certificate of a/m, which it was made from, is revoked"))
  }

  @Test func `is not changed by half a revocation`() throws {
    try policies.directory.write(
      "revocations.yaml", "schema: toolgate-revocations/1\nrevocations:\n  - {certificate: a/m, reason: Wrong}\n")
    #expect(
      policies.directory.load().problems == [
        "revocations.yaml:3:5: `on` is missing; it must be a day, such as 2026-11-23",
        "revocations.yaml:3:5: `task` is missing; it must be a Phabricator task, such as T123456",
      ])
  }

  /// A list whose last item was taken out must not turn into none without a word.
  @Test(arguments: [("revocations.yaml", "revocations"), ("watched.yaml", "texts")])
  func `is not changed by a list that says nothing`(file: String, list: String) throws {
    let schema = "schema: toolgate-\(file.dropLast(5))/1\n"
    try policies.directory.write(file, schema + "\(list):\n")
    #expect(
      policies.directory.load().problems == [
        "\(file):2:1: `\(list)` says nothing; give it a value, or leave the key out if it shall not matter"
      ])
    try policies.directory.write(file, schema + "\(list): []\n")
    #expect(policies.directory.load().problems == [])
  }

  // MARK: Watched texts

  private func watch(_ url: String, sha256: String) throws {
    try policies.directory.write(
      "watched.yaml",
      """
      schema: toolgate-watched/1
      texts:
        - {url: "\(url)", sha256: \(sha256), checked_on: 2026-11-25}
      """)
  }

  /// A text in each place where a certificate rests on one.
  private func rest(on url: String, stored: String, in place: String) throws {
    let text = "{url: \"\(url)\", sha256: \(stored)}"
    switch place {
    case "weights":
      try policies.directory.write(
        "models/m.yaml",
        TemporaryPolicies.certificate(weights: "{release: open, license: Apache-2.0, text: \(text)}"))
    case "extra terms":
      try policies.directory.write(
        "models/m.yaml", TemporaryPolicies.certificate(rest: "extra_terms: [{name: Policy, text: \(text)}]"))
    default:
      try policies.directory.write(
        "licenses/Apache-2.0.yaml", TemporaryPolicies.license("Apache-2.0", ["text": text]))
    }
  }

  @Test(arguments: ["weights", "extra terms", "licence"])
  func `is suspended when a text changes that it rests on, and so is what rests on it`(place: String) throws {
    let (url, stored) = ("https://example.org/terms", String(repeating: "0", count: 64))
    try rest(on: url, stored: stored, in: place)
    #expect(standing() == .inForce(signatures: 0))
    try watch(url, sha256: stored)
    #expect(standing() == .inForce(signatures: 0))
    try watch(url, sha256: other)
    let suspended = CertificateStanding.suspended(reason: "the text at \(url) has changed")
    #expect(standing() == suspended && standing("a/derived") == suspended)
    try watch("https://example.org/another", sha256: other)
    #expect(standing() == .inForce(signatures: 0))
  }

  @Test func `is suspended by a text far below`() throws {
    try rest(on: "https://example.org/terms", stored: String(repeating: "0", count: 64), in: "extra terms")
    try policies.directory.write(
      "models/far.yaml", SignedPolicies.certificate(id: "a/far", rest: "distilled_from: [a/derived]"))
    try policies.directory.write("models/free.yaml", SignedPolicies.certificate(id: "a/free"))
    try watch("https://example.org/terms", sha256: other)
    #expect(standing("a/far") == .suspended(reason: "the text at https://example.org/terms has changed"))
    #expect(standing("a/free") == .inForce(signatures: 0))
  }

  @Test func `is not lost to a text that nobody has stored`() throws {
    try rest(on: "https://example.org/terms", stored: "null", in: "weights")
    try watch("https://example.org/terms", sha256: other)
    #expect(standing() == .inForce(signatures: 0))
  }

  @Test func `is revoked rather than suspended where both are true`() throws {
    try rest(on: "https://example.org/terms", stored: String(repeating: "0", count: 64), in: "weights")
    try watch("https://example.org/terms", sha256: other)
    try revoke(sha256: "null")
    #expect(standing() == .revoked(on: CivilDay("2026-11-25")!, reason: "Wrong licence"))
  }

  @Test func `is told of where the address of a watched text is written otherwise`() throws {
    try rest(on: "https://example.org/terms", stored: String(repeating: "0", count: 64), in: "weights")
    try watch("https://Example.org/terms/", sha256: other)
    #expect(standing() == .inForce(signatures: 0))
    #expect(
      try warnings(served: []) == [
        "watched.yaml:3:11: nothing rests on a text at `https://Example.org/terms/`, so that it has changed suspends "
          + "nothing; did you mean `https://example.org/terms`?"
      ])
    // What rested on it may be gone.
    try watch("https://elsewhere.example/policy", sha256: other)
    #expect(try warnings(served: []) == [])
  }

  @Test func `rests on one check of each text`() throws {
    try policies.directory.write(
      "watched.yaml",
      "schema: toolgate-watched/1\ntexts:\n"
        + String(repeating: "  - {url: u, sha256: \(other), checked_on: 2026-11-25}\n", count: 2))
    #expect(
      policies.directory.load().problems == ["watched.yaml:4:11: `u` stands here twice; keep the last check"])
  }

  // MARK: The calendar

  @Test(arguments: [
    ("2026-11-23", false), ("2027-05-21", false), ("2027-05-22", true), ("2027-05-23", true), ("2030-01-01", true),
  ])
  func `expires on the last day, 180 days after the assessment`(day: String, isExpired: Bool) throws {
    let model = try #require(policies.model())
    let expected: CertificateStanding = isExpired ? .expired(CivilDay("2027-05-22")!) : .inForce(signatures: 0)
    #expect(model.standing(on: CivilDay(day)!) == expected)
    // What was assessed does not change with the calendar.
    #expect(model.standing == .inForce(signatures: 0))
  }

  @Test func `begins with the day of the assessment, and so does that of what was made from the model`() throws {
    let later = SignedPolicies.certificate(id: "a/m").replacing(
      "assessed_on: 2026-11-23", with: "assessed_on: 2026-12-05")
    try policies.directory.write("models/m.yaml", later)
    let (eve, day) = (CivilDay("2026-12-04")!, CivilDay("2026-12-05")!)
    for id in ["a/m", "a/derived"] {
      let model = try #require(policies.model(id))
      #expect(model.standing(on: eve) == .notYet(day) && model.standing(on: eve).word == "not_yet")
      #expect(model.standing(on: day) == .inForce(signatures: 0))
    }
    let told = "which has not come yet, and calls of the model are refused before"
    #expect(try warnings(on: "2026-12-04", served: [CertificateID("a/m")!]).map { $0.contains(told) } == [true])
    #expect(
      try warnings(on: "2026-12-04", served: [CertificateID("a/derived")!]) == [
        "models/derived.yaml:2:5: the certificate `a/derived` rests on one that was assessed on 2026-12-05, \(told)"
      ])
    #expect(try warnings(on: "2026-12-05", served: [CertificateID("a/m")!, CertificateID("a/derived")!]) == [])
    // Somebody has decided about this one.
    try revoke(sha256: "null")
    #expect(policies.model()?.standing(on: eve) == .revoked(on: CivilDay("2026-11-25")!, reason: "Wrong licence"))
  }

  @Test func `lasts no longer than that of its base`() throws {
    try policies.directory.write(
      "models/m.yaml", SignedPolicies.certificate(rest: "expires: 2026-12-01"))
    let derived = try #require(policies.model("a/derived"))
    #expect(derived.standing(on: CivilDay("2026-11-30")!) == .inForce(signatures: 0))
    #expect(derived.standing(on: CivilDay("2026-12-01")!) == .expired(CivilDay("2026-12-01")!))
  }

  @Test func `lasts no longer than that of a closed teacher`() throws {
    try policies.directory.write(
      "models/closed.yaml",
      TemporaryPolicies.certificate(
        id: "a/closed", weights: "{release: closed, license: MIT}", rest: "revision: null\nexpires: 2026-12-01"))
    try policies.directory.write(
      "models/student.yaml", SignedPolicies.certificate(id: "a/student", rest: "distilled_from: [a/closed]"))
    let student = try #require(policies.model("a/student"))
    #expect(student.standing(on: CivilDay("2026-11-30")!) == .inForce(signatures: 0))
    #expect(student.standing(on: CivilDay("2026-12-01")!) == .expired(CivilDay("2026-12-01")!))
  }

  @Test func `expires earlier where the certificate says so`() throws {
    try policies.directory.write("models/m.yaml", SignedPolicies.certificate(rest: "expires: 2026-12-01"))
    let model = try #require(policies.model())
    #expect(model.standing(on: CivilDay("2026-11-30")!) == .inForce(signatures: 0))
    #expect(model.standing(on: CivilDay("2026-12-01")!) == .expired(CivilDay("2026-12-01")!))
  }

  @Test func `that is revoked or suspended stays so after the end`() throws {
    try revoke(sha256: "null")
    let late = CivilDay("2030-01-01")!
    #expect(
      policies.model()?.standing(on: late) == .revoked(on: CivilDay("2026-11-25")!, reason: "Wrong licence"))
    let derived = try #require(policies.model("a/derived"))
    guard case .suspended = derived.standing(on: late) else {
      Issue.record("not suspended: \(derived.standing(on: late))")
      return
    }
  }

  @Test func `of every shipped certificate is in force, unsigned, and ends within 180 days`() {
    for model in `Shipped verdicts`.shipped.catalogue.models {
      #expect(model.standing == .inForce(signatures: 0), "\(model.certificate.id)")
      let days = model.certificate.expires.daysSince1970 - model.certificate.assessedOn.daysSince1970
      #expect((1...180).contains(days), "\(model.certificate.id)")
    }
  }
}
