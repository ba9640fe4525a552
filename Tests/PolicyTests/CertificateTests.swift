// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import StrictYAML
import Testing

@Suite struct `A certificate's file` {
  private typealias Files = TemporaryPolicies

  private func problems(_ certificate: String) throws -> [String] {
    let directory = try TemporaryPolicies()
    try directory.write("models/m.yaml", certificate)
    return directory.load().problems
  }

  private func certificate(_ text: String) throws -> Certificate {
    let directory = try TemporaryPolicies()
    try directory.write("models/m.yaml", text)
    let (policies, problems) = directory.load()
    #expect(problems == [])
    return try #require(policies?.catalogue.certificates.first)
  }

  @Test func `says what is known, and what is absent is unknown`() throws {
    let certificate = try certificate(Files.certificate())
    #expect(certificate.id.text == "a/m" && certificate.revision == .unverifiedRemote)
    #expect(certificate.license?.description == "Apache-2.0" && certificate.data.tier == .d2)
    #expect(certificate.explicitRelease.value == nil && certificate.code.isEmpty && certificate.files.isEmpty)
    #expect(certificate.data.complete.value == nil && certificate.baseModel == nil && certificate.quantization == nil)
    #expect(certificate.digest == ContentDigest(of: Array(Files.certificate().utf8)))
  }

  @Test(
    arguments: [
      ("{license: MIT, training: {present: yes, license: Apache-2.0}}", "MIT"),
      ("{training: {present: yes, license: MIT}, inference: {present: partial, license: MIT}}", "MIT"),
      ("{training: {present: yes, license: MIT}, inference: {present: no}}", "MIT"),
      ("{training: {present: yes, license: MIT}, inference: {present: yes, license: Apache-2.0}}", nil),
      ("{training: {present: yes, license: MIT}, inference: {present: yes}}", nil), ("{}", nil),
    ])
  func `the licence of all code is that of each part that is there`(code: String, license: String?) throws {
    #expect(try certificate(Files.certificate(code: code)).licenseOfAllCode?.description == license)
  }

  @Test func `keeps every answer with its evidence`() throws {
    let certificate = try certificate(
      Files.certificate(
        weights: """
          {release: open, license: MIT, quantization: Q4_K_M,
            explicit_release: {answer: true, url: "https://a", quote: "is free"},
            text: {url: "https://l", sha256: null, date: 2026-01-02}}
          """,
        code: "{training: {present: partial, license: MIT, commit: \(String(repeating: "a", count: 40))}}",
        data: """
          {inventory: [{name: Set, kind: unshareable, stage: sft}], labelling: {answer: false},
            stages: {answer: [sft, pretrain], url: "https://s", quote: "in two"}}
          """,
        rest: "flags: [trained_on_books3]\nbase_model: a/base\ndistilled_from: [a/teacher]\nexpires: 2026-12-01\n"
          + "released_on: 2025-07-08"))
    #expect(certificate.explicitRelease == Answer(true, evidence: Evidence(url: "https://a", quote: "is free")))
    #expect(certificate.quantization?.text == "Q4_K_M")
    let training = try #require(certificate.code[.training])
    #expect(training.present.value == .partial && training.license?.description == "MIT")
    #expect(training.commit?.count == 40)
    #expect(certificate.data.inventory == [DataSource(name: "Set", kind: .unshareable, stage: .sft)])
    // In the order of training, whatever the order in the file.
    let stages = Answer([DataSource.Stage.pretrain, .sft], evidence: Evidence(url: "https://s", quote: "in two"))
    #expect(certificate.data.stages == stages)
    #expect(certificate.data.labelling.value == false)
    #expect(certificate.origins.map(\.text) == ["a/base", "a/teacher"])
    #expect(certificate.flags == ["trained_on_books3"] && certificate.expires == CivilDay("2026-12-01"))
    #expect(certificate.releasedOn == CivilDay("2025-07-08"))
    guard case .released(_, let text) = certificate.weights else {
      Issue.record("not released")
      return
    }
    #expect(text == WatchedText(url: "https://l", date: CivilDay("2026-01-02")))
  }

  @Test func `of a model without weights has its code's licence`() throws {
    let certificate = try certificate(Files.certificate(weights: "{release: none}", code: "{license: MIT}"))
    #expect(certificate.license?.description == "MIT" && !certificate.isReleased)
  }

  @Test(arguments: [
    ("{release: none, license: MIT}", "4:35: `release: none` has no `license`; the code's licence counts"),
    ("{release: none, quantization: Q8_0}", "4:40: `release: none` has no `quantization`; only weights are quantised"),
    (
      "{release: open, quantization: type 99}",
      "4:40: `quantization` must be a name of visible ASCII characters without spaces, not `type 99`"
    ),
    ("{release: closed}", "4:20: `license` is missing; name the terms of the service"),
    ("{license: MIT}", "4:10: `release` is missing; it must be none, open or closed"),
    ("{release: open, choice: MIT}", "4:34: `choice` needs a `license` to choose from"),
    (
      "{release: open, license: MIT OR Apache-2.0}",
      "4:35: `MIT OR Apache-2.0` leaves a choice; write the branch that is taken into `choice`"
    ),
    (
      "{release: open, license: MIT OR Apache-2.0, choice: CC-BY-4.0}",
      "4:62: `choice: CC-BY-4.0` is not one of the branches of `MIT OR Apache-2.0`"
    ),
    ("open", "4:10: `weights` must be a map of keys and values, not a single value"),
  ])
  func `says how the weights are released, without contradiction`(weights: String, problem: String) throws {
    let found = try problems(Files.certificate(weights: weights))
    #expect(found == ["models/m.yaml:\(problem)"])
  }

  @Test func `of a program needs the licence of the code`() throws {
    #expect(
      try problems(Files.certificate(weights: "{release: none}", code: "{}")) == [
        "models/m.yaml:4:20: `release: none` needs `code: {license: …}`, since nothing else is licensed"
      ])
  }

  /// A program needs no data and its word does not end, so nothing with weights may pass for one.
  @Test(arguments: [
    ("parameters: 7", "parameters"), ("base_model: a/base", "base_model"), ("distilled_from: [a/b]", "distilled_from"),
    ("files: [{path: w/model.safetensors, size: 9, sha256: \(String(repeating: "a", count: 64))}]", "files"),
    ("files: [{path: LICENSE, size: 9, sha256: \(String(repeating: "a", count: 64))}]", nil),
  ])
  func `of a program has nothing that speaks of weights`(rest: String, key: String?) throws {
    let found = try problems(Files.certificate(weights: "{release: none}", code: "{license: MIT}", rest: rest))
    #expect(found.count == (key == nil ? 0 : 1))
    if let key {
      #expect(found.first?.contains("`release: none` says that there are no weights, and `\(key)`") == true)
    }
  }

  @Test(arguments: ["name", "notes"])
  func `says nothing in signs that cannot be seen`(key: String) throws {
    let text = Files.certificate(rest: "notes: Model").replacing("\(key): Model", with: "\(key): \"A \\u202Eledom\"")
    let found = try problems(text)
    #expect(found.count == 1 && found[0].hasSuffix("`\(key)` holds a character that cannot be seen; take it out"))
  }

  @Test(arguments: ["main", "latest", "v1", "0123456789ABCDEF0123456789abcdef0123456G"])
  func `refuses a revision that can move`(revision: String) throws {
    let found = try problems(Files.certificate(rest: "revision: \(revision)"))
    #expect(found.count == (revision.count == 40 ? 0 : 1) && found.allSatisfy { $0.hasPrefix("models/m.yaml:9:11: ") })
  }

  @Test func `takes a version as the revision of a program, not of weights`() throws {
    let program = Files.certificate(weights: "{release: none}", code: "{license: MIT}", rest: "revision: 1.0.0")
    #expect(try certificate(program).revision == .pinned("1.0.0"))
    #expect(
      try problems(Files.certificate(rest: "revision: 1.0.0")) == [
        "models/m.yaml:9:11: `revision: 1.0.0` can be moved; give the commit, the dated name, or null"
      ])
  }

  @Test(arguments: ["0123456789abcdef0123456789abcdef01234567", "gpt-4o-mini-2024-07-18"])
  func `takes a commit and a dated name as revisions`(revision: String) throws {
    #expect(try certificate(Files.certificate(rest: "revision: \(revision)")).revision == .pinned(revision))
  }

  @Test func `was published before it was assessed, or on that day`() throws {
    #expect(try problems(Files.certificate(rest: "released_on: 2026-11-23")) == [])
    #expect(
      try problems(Files.certificate(rest: "released_on: 2026-11-24")) == [
        "models/m.yaml:9:14: `released_on` is after `assessed_on` (2026-11-23): what was not published yet cannot have "
          + "been assessed"
      ])
    #expect(try problems(Files.certificate(rest: "released_on: 2025-07")).count == 1)
  }

  @Test func `ends 180 days after the assessment, and cannot promise more`() throws {
    #expect(try certificate(Files.certificate()).expires == CivilDay("2027-05-22"))
    #expect(try certificate(Files.certificate(rest: "expires: 2027-05-22")).expires == CivilDay("2027-05-22"))
    for day in ["2027-05-23", "2026-11-23"] {
      #expect(
        try problems(Files.certificate(rest: "expires: \(day)")) == [
          "models/m.yaml:9:10: `expires` must be a day after `assessed_on` (2026-11-23) and at most 180 days later "
            + "(2027-05-22)"
        ])
    }
  }

  @Test(arguments: [
    ("{tier: D0, inventory: [{name: Web}]}", "`tier: D0` says that nothing is disclosed, and `inventory` names data"),
    ("{tier: D1, complete: {answer: true}}", "`complete` cannot be true with tier D0 or D1"),
    ("{tier: D0, complete: {answer: true}}", "`complete` cannot be true with tier D0 or D1"),
    ("{tier: D2, complete: {answer: true, quote: All.}}", "`quote` needs a `url`; say where it stands"),
    ("{tier: D4}", "`tier` must be D0, D1, D2 or D3, not `D4`"),
    ("{tier: D2, complete: {answer: yes}}", "`answer` must be true or false, not `yes`"),
    (
      "{stages: {answer: [pretrain]}, inventory: [{name: Web, stage: pretrain}, {name: Chat, stage: sft}]}",
      "`stage: sft` is not one of the model's `stages` (pretrain); add it there, or correct it here"
    ),
    ("{stages: {answer: []}}", "`answer` must name at least one stage of training; null where nobody knows them"),
    ("{stages: {answer: [sft, sft]}}", "`answer` names a stage twice; name each once"),
    ("{stages: {answer: [rl]}}", "`answer` must be pretrain, sft or preference, not `rl`"),
    ("{stages: [pretrain]}", "`stages` must be a map of keys and values, not a list"),
    ("{stages: {answer: [sft], quote: So.}}", "`quote` needs a `url`; say where it stands"),
    ("{tier: D2, complete: true}", "`complete` must be a map of keys and values, not a single value"),
  ])
  func `refuses what it says of the data where that cannot be`(data: String, problem: String) throws {
    let found = try problems(Files.certificate(data: data))
    #expect(found.count == 1 && found[0].hasPrefix("models/m.yaml:6:") && found[0].contains(problem))
  }

  @Test(arguments: [
    "x", "https://", "http://a", "ftp://a.example", "the model card", "https://a b", "HTTPS://a.example", "https://ä",
  ])
  func `names as evidence nothing but an address`(url: String) throws {
    let answer = "{answer: true, url: \"\(url)\", quote: So.}"
    let message = "`url` must be an address that begins with https:// or http://, not `\(url)`"
    for (certificate, place) in [
      (Files.certificate(weights: "{release: open, license: Apache-2.0, explicit_release: \(answer)}"), "4:"),
      (Files.certificate(code: "{license: Apache-2.0, training: {present: yes, url: \"\(url)\", quote: So.}}"), "5:"),
      (Files.certificate(code: "{license: Apache-2.0, hyperparameters: \(answer)}"), "5:"),
      (Files.certificate(data: "{tier: D2, complete: \(answer)}"), "6:"),
      (Files.certificate(data: "{stages: {answer: [sft], url: \"\(url)\", quote: So.}}"), "6:"),
      (Files.certificate(data: "{inventory: [{name: Web, url: \"\(url)\"}]}"), "6:"),
      (Files.certificate(rest: "evidence: [{field: weights.license, url: \"\(url)\", quote: So.}]"), "9:"),
    ] {
      let found = try problems(certificate)
      #expect(
        found.count == 1 && found[0].hasPrefix("models/m.yaml:\(place)") && found[0].hasSuffix(message), "\(found)")
    }
    #expect(
      try problems(
        Files.certificate(
          rest: "evidence:\n  - {field: weights.license, url: \"http://a.example/b?c#d\"}\nextra_terms:\n"
            + "  - {name: Gate, text: {url: gate prompt}}")) == [])
  }

  @Test func `stands alone for its model`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("models/a.yaml", Files.certificate())
    try directory.write("models/b.yaml", Files.certificate())
    #expect(
      directory.load().problems == [
        "models/b.yaml:2:5: the certificate `a/m` already stands in models/a.yaml; keep one"
      ])
  }

  @Test func `has no place for a verdict, and every fault in it is named`() throws {
    let text = """
      schema: toolgate-certificate/2
      id: a/m
      nam: Model
      weights: {release: open, license: Apache-2, digest: 12}
      code: {training: {present: maybe, licence: MIT}}
      data: {tier: D4}
      verdict: meets
      flags: [Not a word]
      files: [{path: w, size: -1, sha256: 12}]
      assessed_on: 2026-02-30
      """
    #expect(
      try problems(text) == [
        "models/m.yaml:1:1: `name` is missing; it must be text on one line",
        "models/m.yaml:1:1: `sources` is missing; say for each field where its fact comes from",
        "models/m.yaml:3:1: unknown key `nam`; the nearest known key is `name`",
        "models/m.yaml:4:35: the licence names `Apache-2`, which stands neither in spdx.json nor in licenses; "
          + "did you mean `Apache-2.0`?",
        "models/m.yaml:4:45: unknown key `digest`; known here: choice, explicit_release, intermediate_checkpoints, "
          + "license, quantization, release, text",
        "models/m.yaml:5:28: `present` must be yes, partial or no, not `maybe`",
        "models/m.yaml:5:35: unknown key `licence`; the nearest known key is `license`",
        "models/m.yaml:6:14: `tier` must be D0, D1, D2 or D3, not `D4`",
        "models/m.yaml:7:1: unknown key `verdict`; known here: assessed_on, base_model, code, data, distilled_from, "
          + "evidence, expires, extra_terms, family, files, flags, id, languages, name, notes, parameters, released_on, "
          + "revision, schema, served_as, sources, tasks, weights",
        "models/m.yaml:8:9: `flags` must be a word of a-z, 0-9 and _, not `Not a word`",
        "models/m.yaml:9:25: `size` must be a whole number from 0 to 99999999999999, not `-1`",
        "models/m.yaml:9:37: `sha256` must be a SHA-256 of 64 hexadecimal digits in lower case, not `12`",
        "models/m.yaml:10:14: `assessed_on` must be a day, such as 2026-11-23, not `2026-02-30`",
      ])
  }
}
