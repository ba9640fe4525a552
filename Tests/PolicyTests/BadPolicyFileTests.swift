// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy
import Testing

/// Whatever stands in a file: one line says where and what, and nothing is loaded.
@Suite struct `A bad file in the policy directory` {
  private typealias Files = TemporaryPolicies

  /// One of every kind that the directory holds.
  static let files = [
    "spdx.json", "licenses/MIT.yaml", "models/m.yaml", "providers/deal.yaml", "prices/p.yaml", "signatures/m.yaml",
    "certifiers.yaml", "revocations.yaml", "watched.yaml",
  ]

  private func problems(_ name: String, _ bytes: [UInt8]) throws -> [String] {
    let directory = try TemporaryPolicies()
    try directory.write("models/good.yaml", Files.certificate(id: "a/good"))
    try directory.write(name, bytes: bytes)
    let (policies, problems) = directory.load()
    #expect(policies == nil)
    #expect(problems.allSatisfy { !$0.contains("\n") })
    return problems.filter { $0.hasPrefix("\(name):") }
  }

  private func problems(_ name: String, _ text: String) throws -> [String] { try problems(name, Array(text.utf8)) }

  /// Nine levels of nine: 3·10⁹ words if it were unfolded.
  private static let bomb: String = {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
    let lists = zip(names.dropFirst(), names).map { name, below in
      "\(name): &\(name) [\(Array(repeating: "*\(below)", count: 9).joined(separator: ", "))]\n"
    }
    return "a: &a [lol, lol, lol]\n" + lists.joined()
  }()

  @Test(arguments: files)
  func `that is a bomb is not unfolded`(name: String) throws {
    let places = (1...10).map { "\(name):\($0):4:" }
    #expect(try problems(name, Self.bomb).map { $0.prefix { $0 != " " } } == places.map { $0[...] })
  }

  @Test(arguments: files)
  func `with an anchor is refused at the anchor`(name: String) throws {
    #expect(
      try problems(name, "schema: &a x\nid: *a\n")
        .contains("\(name):1:9: anchors and aliases are not allowed (`&a`); write the value out"))
  }

  @Test(arguments: files)
  func `of more than a mebibyte is not read`(name: String) throws {
    let text =
      "schema: x\n" + String(repeating: "# filler of a file that somebody took for a database\n", count: 20_000)
    #expect(
      try problems(name, text) == [
        "\(name):1:1: the file is larger than 1 MiB; split it or remove what does not belong here"
      ])
  }

  @Test(arguments: files)
  func `that nests deeply is refused`(name: String) throws {
    let found = try problems(name, "a: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40))
    #expect(found.contains("\(name):1:35: nested more than 32 deep"))
    // Deeper than the parser itself goes, and than any stack.
    let tower = try problems(name, "a: " + String(repeating: "[", count: 200_000))
    #expect(tower.count == 1)
  }

  @Test(arguments: files)
  func `with a key twice is refused at the second`(name: String) throws {
    #expect(
      try problems(name, "schema: a\nsource: b\nschema: c\n")
        .contains("\(name):3:1: the key `schema` already stands in line 1; keep one"))
  }

  @Test(arguments: files)
  func `with an unknown key names the nearest`(name: String) throws {
    #expect(
      try problems(name, "shema: a\n").contains("\(name):1:1: unknown key `shema`; the nearest known key is `schema`"))
  }

  @Test(arguments: files)
  func `of another schema says which it must be`(name: String) throws {
    let found = try problems(name, "schema: toolgate-other/9\n")
    #expect(found.contains { $0.hasPrefix("\(name):1:9: `schema` must be `toolgate-") })
  }

  @Test(arguments: files)
  func `that is empty, a list, a word, broken or a second document is refused`(name: String) throws {
    #expect(try problems(name, "") == ["\(name):1:1: the file is empty"])
    #expect(
      try problems(name, "- a\n") == ["\(name):1:1: the file must be a map of keys and values, not a list"])
    #expect(
      try problems(name, "word") == ["\(name):1:1: the file must be a map of keys and values, not a single value"])
    #expect(try problems(name, "a: 1\n---\nb: 2\n").first?.hasPrefix("\(name):3:1: a second document") == true)
    #expect(try problems(name, "a: [1, 2\n").first?.hasPrefix("\(name):2:1: not valid YAML") == true)
  }

  @Test(arguments: files)
  func `that is no text is refused at the first wrong byte`(name: String) throws {
    #expect(
      try problems(name, Array("a: b\nc: ".utf8) + [0xFF, 0xFE]) == [
        "\(name):2:4: the file is not UTF-8; save it as UTF-8 (the first wrong byte is here)"
      ])
    #expect(
      try problems(name, "a: \u{1B}[31m") == ["\(name):1:4: the file holds a control character; remove it"])
  }

  @Test(arguments: files)
  func `that is no file is not opened`(name: String) throws {
    let directory = try TemporaryPolicies()
    try? directory.remove(name)
    try FileManager.default.createDirectory(atPath: "\(directory.path)/\(name)", withIntermediateDirectories: true)
    let (policies, problems) = directory.load()
    #expect(policies == nil && problems.contains("\(name):1:1: is not a regular file"))
    try directory.remove(name)
    try FileManager.default.createSymbolicLink(
      atPath: "\(directory.path)/\(name)", withDestinationPath: "/dev/zero")
    #expect(directory.load().problems.contains("\(name):1:1: is not a regular file"))
  }

  @Test func `names a licence that does not exist, wherever one may stand`() throws {
    let certificate = """
      schema: toolgate-certificate/2
      id: a/m
      name: Model
      weights: {release: open, license: MTI OR MIT, choice: MTI}
      code: {license: GPL-2.0-olny, training: {present: yes, license: LicenseRef-nobody}}
      data:
        license: CC-BY-4
        information_license: GPL-2.0-only WITH Nothing
        inventory: [{name: Set, license: proprietary}]
      extra_terms: [{name: Policy, license: other, text: {url: u}}]
      assessed_on: 2026-11-23
      sources: {weights: unverified}
      """
    let places = try problems("models/m.yaml", certificate).map { $0.split(separator: "; did you")[0] }
    #expect(
      places == [
        "models/m.yaml:4:35: the licence names `MTI`, which stands neither in spdx.json nor in licenses",
        "models/m.yaml:4:55: the licence names `MTI`, which stands neither in spdx.json nor in licenses",
        "models/m.yaml:5:17: the licence names `GPL-2.0-olny`, which stands neither in spdx.json nor in licenses",
        "models/m.yaml:5:65: the licence names `LicenseRef-nobody`, which stands neither in spdx.json nor in licenses",
        "models/m.yaml:7:12: the licence names `CC-BY-4`, which stands neither in spdx.json nor in licenses",
        "models/m.yaml:8:24: the licence names the exception `Nothing`, which SPDX does not list",
        "models/m.yaml:9:36: the licence names `proprietary`, which stands neither in spdx.json nor in licenses",
        "models/m.yaml:10:39: the licence names `other`, which stands neither in spdx.json nor in licenses",
      ])
  }

  /// Where nothing can be guessed wrong: a word for a number, a list for a word, quotes around what is no text.
  @Test func `with values of the wrong type names each`() throws {
    let certificate = """
      schema: toolgate-certificate/2
      id: [a, m]
      name: {a: b}
      weights: {release: open, license: {id: MIT}, explicit_release: {answer: "true"}}
      data: [D2]
      base_model: {id: b}
      languages: en
      tasks: [[chat]]
      parameters: big
      served_as: {liftwing: m}
      assessed_on: today
      sources: unverified
      """
    #expect(
      try problems("models/m.yaml", certificate)
        == [
          "models/m.yaml:2:5: `id` must be a name of visible ASCII characters without spaces, not a list",
          "models/m.yaml:3:7: `name` must be text on one line, not a map",
          "models/m.yaml:4:35: `license` must be text on one line, not a map",
          "models/m.yaml:4:73: `answer` must be true or false, without quotes",
          "models/m.yaml:5:7: `data` must be a map of keys and values, not a list",
          "models/m.yaml:6:13: `base_model` must be a name of visible ASCII characters without spaces, not a map",
          "models/m.yaml:7:12: `languages` must be a list, not a single value",
          "models/m.yaml:8:9: `tasks` must be a word of a-z, 0-9 and _, not a list",
          "models/m.yaml:9:13: `parameters` must be a number of billions in quotes, such as \"1.7\", not `big`",
          "models/m.yaml:10:12: `served_as` must be a list, not a map",
          "models/m.yaml:11:14: `assessed_on` must be a day, such as 2026-11-23, not `today`",
          "models/m.yaml:12:10: `sources` must be a map of keys and values, not a single value",
          "models/m.yaml:12:10: `sources` is missing; say for each field where its fact comes from",
        ].sorted { a, b in a.localizedStandardCompare(b) == .orderedAscending })
  }

  @Test func `leaves no other file in force`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("models/a.yaml", Files.certificate(id: "a/a"))
    try directory.write("models/b.yaml", Files.certificate(id: "a/b"))
    #expect(directory.load().policies?.catalogue.models.count == 2)
    try directory.write("models/b.yaml", Files.certificate(id: "a/b", data: "{tier: D9}"))
    let (policies, problems) = directory.load()
    #expect(policies == nil && problems == ["models/b.yaml:6:14: `tier` must be D0, D1, D2 or D3, not `D9`"])
  }
}
