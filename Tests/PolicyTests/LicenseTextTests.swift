// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Policy
import StrictYAML
import Testing

/// The texts beside the entries, and the quotes that are held against them.
@Suite struct `Licence texts` {
  private typealias Files = TemporaryPolicies

  private static let text = "1. You may read this.\n\n2. You may\n   not sing it.\n"

  private static func hash(_ text: String) -> String {
    ContentDigest(of: Array(text.utf8)).digits
  }

  private static func entry(_ text: String, quotes: String = "{}", usePolicy: String? = nil) -> String {
    var clauses = ["spdx": "null", "osi_approved": "false", "free_content": "false", "text": text]
    if usePolicy != nil { clauses["use_policy"] = "by_reference" }
    return Files.license("LicenseRef-song", clauses)
      + "quotes: \(quotes)\n" + (usePolicy.map { "use_policy_text: \($0)\n" } ?? "")
  }

  private static func stored(
    _ text: String = text, file: String = "texts/song.txt", sha256: String? = nil, date: String = "2026-01-15"
  ) -> String {
    "{url: \"https://example.org/song\", sha256: \"\(sha256 ?? hash(text))\", date: \(date), "
      + "copy: {file: \(file), package: songs 1 (PyPI), path: songs/LICENSE}}"
  }

  /// What stands against a directory with one text, `texts/song.txt`, and this entry.
  private func problems(_ entry: String, text: [UInt8] = Array(text.utf8)) throws -> [String] {
    let directory = try TemporaryPolicies()
    try directory.write("texts/song.txt", bytes: text)
    try directory.write("licenses/LicenseRef-song.yaml", entry)
    return directory.load().problems
  }

  @Test func `are read with the package that they come from, and are part of the revision`() throws {
    let directory = try TemporaryPolicies()
    let before = try #require(directory.load().policies?.revision)
    try directory.write("texts/song.txt", Self.text)
    try directory.write(
      "licenses/LicenseRef-song.yaml", Self.entry(Self.stored(), quotes: "{indemnity: You may not sing it}"))
    let (policies, problems) = directory.load()
    #expect(problems == [])
    let entry = try #require(policies?.licenses.entry("LicenseRef-song"))
    #expect(
      entry.text?.copy == TextCopy(file: "texts/song.txt", origin: .package("songs 1 (PyPI)", path: "songs/LICENSE")))
    #expect(entry.text?.digest?.digits == Self.hash(Self.text) && entry.quotes == [.indemnity: "You may not sing it"])
    #expect(policies?.revision != before)
  }

  @Test(arguments: [
    (
      entry(stored(sha256: String(repeating: "0", count: 64))),
      "20:49: `sha256` is not that of texts/song.txt, which is \(hash(text)); find out which"
    ),
    (
      entry(stored(file: "texts/none.txt")),
      "20:148: `texts/none.txt` is no file of texts; store the text there"
    ),
    (entry(stored(date: "null")), "20:135: `copy` needs `sha256` and `date`, the day as of which"),
    (
      entry(stored(), quotes: "{indemnity: You may sing it}"),
      "23:21: these words do not stand in texts/song.txt; quote the text as it is"
    ),
    (
      entry("{url: \"https://example.org\"}", quotes: "{indemnity: You may}"),
      "23:21: a quote needs a text that is stored here; store it, and name it in `copy` of `text`"
    ),
    (entry(stored(), quotes: "{use: You may}"), "23:10: unknown key `use`"),
  ])
  func `are held against what the entry says`(entry: String, problem: String) throws {
    let found = try problems(entry)
    #expect(found.contains { $0.hasPrefix("licenses/LicenseRef-song.yaml:\(problem)") }, "\(found)")
  }

  @Test func `of a use policy stand only beside a licence that refers to one`() throws {
    let quoted = "{non_compete: not sing it}"
    #expect(try problems(Self.entry("null", quotes: quoted, usePolicy: Self.stored())) == [])
    let found = try problems(Self.entry("null", quotes: quoted) + "use_policy_text: \(Self.stored())\n")
    #expect(
      found.contains { $0.contains("`use_policy_text` stands only beside `use_policy: by_reference`") }, "\(found)")
  }

  @Test func `that no entry names are warned of`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("texts/song.txt", Self.text)
    let (policies, problems) = directory.load()
    #expect(problems == [])
    #expect(
      policies?.warnings.map(\.description) == [
        "texts/song.txt:1:1: no licence and no provider names this text; name it in `copy` of its entry, or remove the "
          + "file"
      ])
  }

  @Test func `may come from their own address instead of a package`() throws {
    let address = Self.stored().replacing(", package: songs 1 (PyPI), path: songs/LICENSE", with: "")
    #expect(try problems(Self.entry(address)) == [])
    let half = Self.stored().replacing(", path: songs/LICENSE", with: "")
    #expect(try problems(Self.entry(half)).contains { $0.contains("`path` is missing") })
  }

  @Test(
    arguments: [
      ([], 1, "the text is empty; store it, or remove the file"),
      ([0x41, 0xff], 1, "the text is not UTF-8; store it as plain UTF-8"),
      // Not the whole text: each run of the test prints what it was given.
      ([0x41], 1 << 20 + 1, "the file is larger than 1 MiB; split it or remove what does not belong here"),
    ] as [([UInt8], Int, String)])
  func `are plain and whole`(part: [UInt8], times: Int, problem: String) throws {
    let text = Array(repeatElement(part, count: times).joined())
    let found = try problems(Self.entry(Self.stored()), text: text)
    #expect(found.contains("texts/song.txt:1:1: \(problem)"), "\(found)")
  }

  @Test func `are the same however their lines break, and whatever a collection puts above them`() {
    let words = LegalWords(Self.text)
    #expect(words == LegalWords("---\nkey: song\n---\n\n1. You may read this. 2. You may not sing it."))
    #expect(words != LegalWords("1. You may read this. 2. You may sing it."))
    #expect(words.holds("read this. 2. You") && !words.holds("read this. You"))
    #expect(LegalWords("---\nno end") == LegalWords("--- no end"))
  }

  // MARK: Those that are shipped

  private let book = `Shipped verdicts`.shipped.licenses

  /// docs/policies.md lists them.
  @Test func `are missing of twelve licences, and nothing is claimed of those`() {
    let missing = book.entries.values.filter { $0.text?.copy == nil }
    #expect(
      Set(missing.map(\.id)) == [
        "LicenseRef-Apertus-AUP-1.0", "LicenseRef-Apertus-AUP-1.5", "LicenseRef-Cohere-Labs-AUP",
        "LicenseRef-Mistral-MNPL-0.1", "LicenseRef-Mistral-Research-0.1", "LicenseRef-OpenAI-Services-Agreement",
        "LicenseRef-OpenMDW-1.1", "LicenseRef-Qwen-Research", "LicenseRef-fair-nc", "LicenseRef-grok-2",
        "LicenseRef-llama-3", "LicenseRef-zentropi-openrail-m",
      ])
    #expect(missing.allSatisfy { $0.text?.digest == nil && $0.quotes.isEmpty })
  }

  /// The exclusion of Llama 3.2 stands in its use policy, whose text is not to be had.
  @Test func `show every clause that restricts`() {
    for entry in book.entries.values where entry.text?.copy != nil {
      let shown = Set(entry.quotes.keys.map(\.rawValue))
      let lacking = entry.clauses.restrictions.map(\.field).filter { !shown.contains($0) }
      let isKnown = entry.id == "LicenseRef-scancode-llama-3.2-license-2024"
      #expect(
        lacking.filter { $0 != "output_terms" || entry.clauses.outputTerms != .unclear }
          == (isKnown ? ["region_exclusion"] : []), "\(entry.id)")
    }
  }

  @Test func `show every name that must be shown`() {
    for entry in book.entries.values where entry.text?.copy != nil && entry.clauses.namingDuty != .none {
      #expect(entry.quotes[.namingDuty] != nil, "\(entry.id)")
    }
  }

  /// Words that docs/policies.md counts as power from afar, as the shipped texts have them. One reading for all.
  @Test func `reserve power from afar if and only if the entry says so`() throws {
    let reserving = [
      "(remotely or otherwise)", "non-sublicensable, revocable", "comply with any updated license",
      "We may terminate this License, in whole or in part, at any time",
    ]
    for entry in book.entries.values {
      guard let copy = entry.text?.copy else { continue }
      let words = LegalWords(try String(contentsOfFile: "\(shippedPolicies)/\(copy.file)", encoding: .utf8))
      #expect(entry.clauses.hasRemoteKill == reserving.contains { words.holds($0) }, "\(entry.id)")
    }
  }
}
