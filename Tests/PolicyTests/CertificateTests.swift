// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import StrictYAML
import Testing

@Suite struct Certificates {
  private func problems(_ certificate: String) throws -> [String] {
    let directory = try TemporaryPolicies()
    try directory.write("models/m.yaml", certificate)
    return directory.load().problems
  }

  @Test func `a verdict that the licences do not carry is refused`() throws {
    let closed = TemporaryPolicies.certificate(
      weights: "{release: closed, license: LicenseRef-own}", code: "CC-BY-4.0", tier: "D0", verdict: "meets")
    #expect(
      try problems(closed) == [
        "models/m.yaml:7:11: `verdict: meets` cannot stand: nothing is known of the training data (tier D0)",
        "models/m.yaml:7:11: `verdict: meets` cannot stand: the code has no OSI-approved licence",
        "models/m.yaml:7:11: `verdict: meets` cannot stand: the weights are closed",
      ])
    let restricted = TemporaryPolicies.certificate(weights: "{release: open, license: CC-BY-NC-4.0}")
    #expect(
      try problems(restricted) == [
        "models/m.yaml:7:11: `verdict: likely_meets` cannot stand: the weights' licence is neither OSI-approved nor "
          + "free content"
      ])
  }

  @Test func `free content is open enough for weights`() throws {
    #expect(try problems(TemporaryPolicies.certificate(weights: "{release: open, license: CC-BY-4.0}")).isEmpty)
  }

  @Test func `a model without weights has its code's licence`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("models/m.yaml", TemporaryPolicies.certificate(weights: "{release: none}", code: "MIT"))
    let certificate = try #require(directory.load().policies?.catalogue.certificates.first)
    #expect(certificate.license?.description == "MIT")
    #expect(
      certificate.weights
        == .none(code: try LicenseExpression("MIT", in: directory.load().policies?.licenses ?? LicenseBook())))
    #expect(certificate.revision.description == "unverified_remote")
  }

  @Test(arguments: ["main", "latest", "v1", "0123456789ABCDEF0123456789abcdef01234567"])
  func `a revision that can move is refused`(revision: String) throws {
    let found = try problems(TemporaryPolicies.certificate(rest: "revision: \(revision)"))
    #expect(found.count == (revision.count == 40 ? 0 : 1))
  }

  @Test func `a version is the revision of a program, not of weights`() throws {
    #expect(
      try problems(TemporaryPolicies.certificate(weights: "{release: none}", code: "MIT", rest: "revision: 1.0.0"))
        .isEmpty)
    let found = try problems(TemporaryPolicies.certificate(rest: "revision: 1.0.0"))
    #expect(found.count == 1 && found[0].contains("can be moved"))
  }

  @Test func `a commit and a dated name are revisions`() throws {
    let commit = "0123456789abcdef0123456789abcdef01234567"
    for revision in [commit, "gpt-4o-mini-2024-07-18"] {
      #expect(try problems(TemporaryPolicies.certificate(rest: "revision: \(revision)")).isEmpty)
    }
  }

  @Test func `a model is not better than its base`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("models/base.yaml", TemporaryPolicies.certificate(id: "a/base", verdict: "fails"))
    try directory.write("models/m.yaml", TemporaryPolicies.certificate(rest: "base_model: a/base"))
    #expect(
      directory.load().problems == [
        "models/m.yaml:2:5: the verdict `likely_meets` is better than that of its base `a/base`"
      ])
  }

  @Test func `one model has one certificate`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("models/a.yaml", TemporaryPolicies.certificate())
    try directory.write("models/b.yaml", TemporaryPolicies.certificate())
    #expect(
      directory.load().problems == [
        "models/b.yaml:2:5: the certificate `a/m` already stands in models/a.yaml; keep one"
      ])
  }

  @Test func `a certificate without sources is refused, and every fault is named`() throws {
    let text = """
      schema: toolgate-certificate/1
      id: a/m
      nam: Model
      weights: {release: open, license: Apache-2.0, digest: sha256:12}
      code: {license: null}
      data: {tier: D4}
      openness: {verdict: good, confidence: low, why: Because.}
      output: {terms: none, flags: [Not a word]}
      assessed_on: 2026-02-30
      """
    #expect(
      try problems(text) == [
        "models/m.yaml:1:1: `name` is missing; it must be text on one line",
        "models/m.yaml:1:1: `sources` is missing; say for each field where its fact comes from",
        "models/m.yaml:3:1: unknown key `nam`; the nearest known key is `name`",
        "models/m.yaml:4:55: `digest` must be sha256: and 64 hexadecimal digits, or null, not `sha256:12`",
        "models/m.yaml:6:14: `data` needs `license` or `description`",
        "models/m.yaml:6:14: `tier` must be D0, D1, D2 or D3, not `D4`",
        "models/m.yaml:7:21: `verdict` must be fails, unknown, likely_meets or meets, not `good`",
        "models/m.yaml:8:31: `flags` must be a word of a-z, 0-9 and _, not `Not a word`",
        "models/m.yaml:9:14: `assessed_on` must be a day, such as 2026-11-23, not `2026-02-30`",
      ])
  }
}
