// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Ledger
import Policy
import Serving
import Testing
import ToolgateTesting

@Suite struct PolicyTextsTests {
  private typealias Desk = CertificationTests.Desk

  private static let terms = "https://www.anthropic.com/legal/commercial-terms"
  private static let file = "Policies/providers/anthropic-api.yaml"
  private static let contract = ContractID("anthropic-api")!

  private let desk = try! Desk()
  private var texts: PolicyTexts {
    PolicyTexts(policies: "\(desk.directory)/Policies", today: CertificationTests.today)
  }

  private func load() throws -> Policies { try desk.certification.load([:]) }

  private func accept(_ text: String, of url: String = terms, day: String? = nil) throws -> PolicyTexts.Accepted {
    try desk.write("text", text)
    return try texts.accept("\(url)=\(desk.directory)/text", asOf: day.flatMap { CivilDay($0) })
  }

  private func watch(_ text: String, of url: String = terms) throws -> PolicyTexts.Watched {
    try desk.write("text", text)
    return try texts.watch(["\(url)=\(desk.directory)/text"])
  }

  private func problem(_ body: () throws -> Void) throws -> InstallationProblem {
    do {
      try body()
    } catch let problem as InstallationProblem {
      return problem
    }
    throw CancellationError()
  }

  /// Every file below the policies.
  private func state() throws -> [String: Data] {
    let root = "\(desk.directory)/Policies"
    let names = try FileManager.default.subpathsOfDirectory(atPath: root).filter { !$0.hasSuffix(".lock") }
    return Dictionary(
      uniqueKeysWithValues: names.compactMap { name in
        FileManager.default.contents(atPath: "\(root)/\(name)").map { (name, $0) }
      })
  }

  // MARK: Watching

  @Test func `a file that is not there is named before what is wrong with it`() throws {
    let refused = try problem { _ = try StoredText("https://example.org/terms=/nowhere/terms.txt") }
    #expect(refused.kind == .badInput && refused.lines == ["/nowhere/terms.txt: there is no such file"])
  }

  @Test func `the comments above the watched texts are kept`() throws {
    try desk.write("Policies/watched.yaml", "# Checked weekly.\nschema: toolgate-watched/1\ntexts: []\n")
    #expect(try watch("some text").unstored == [Self.terms])
    let text = try #require(desk.read("Policies/watched.yaml"))
    #expect(text.hasPrefix("# Checked weekly.\nschema: toolgate-watched/1\ntexts:\n") && text.contains(Self.terms))
  }

  @Test func `a stored text that comes with other line breaks has not changed, and one with another word has`() throws {
    let gemma = try #require(try load().licenses.entry("LicenseRef-scancode-gemma-tou-2025-03-24")?.text)
    let stored = try #require(desk.read("Policies/\(gemma.copy!.file)"))
    let headed = "---\nkey: gemma\n---\n" + stored.replacing("\n", with: "\r\n  ")
    let same = try watch(headed, of: gemma.url)
    #expect(same.suspended.isEmpty && same.unstored.isEmpty)
    #expect(desk.read("Policies/watched.yaml")?.contains(gemma.digest!.digits) == true)
    let other = try watch(stored + "\nNor on Sundays.\n", of: gemma.url)
    #expect(other.suspended.contains { $0.certificate.id.text == "google/gemma-2-9b" })
    #expect(try watch(headed, of: gemma.url).restored.map(\.certificate.id) == other.suspended.map(\.certificate.id))
  }

  // MARK: Accepting

  @Test func `terms are stored with hash, day and copy, and the comments of their file stay`() throws {
    let before = try #require(desk.read(Self.file))
    let accepted = try accept("We keep nothing.\n", day: "2026-11-01")
    let terms = try #require(try load().providers[Self.contract])
    let digest = ContentDigest(of: Array("We keep nothing.\n".utf8))
    #expect(
      terms.terms
        == WatchedText(
          url: Self.terms, digest: digest, date: CivilDay("2026-11-01"),
          copy: TextCopy(file: "texts/anthropic-api.terms.\(digest.digits.prefix(8)).txt", origin: .address)))
    #expect(terms.assessedOn == CertificationTests.today && accepted.holders == [.provider(Self.contract)])
    #expect(desk.read("Policies/\(accepted.copy)") == "We keep nothing.\n")
    // What is not about the text is as it was.
    let changed = ["date:", "sha256:", "copy:", "file:", "assessed_on:"]
    func rest(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { line in !changed.contains { line.drop { $0 == " " }.hasPrefix($0) } }
    }
    let after = try #require(desk.read(Self.file))
    #expect(
      rest(after) == rest(before) && after.split(separator: "\n").count == before.split(separator: "\n").count + 2)
    let listed = try #require(try texts.list().first { $0.text.url == Self.terms })
    #expect(listed.state == .unchanged && listed.checkedOn == CertificationTests.today)
  }

  @Test func `terms that changed are suspended until somebody has read them again`() throws {
    _ = try accept("We keep nothing.")
    #expect(try watch("We keep\n  nothing.").suspendedTerms.isEmpty)
    #expect(try watch("We keep everything.").suspendedTerms.map(\.id) == [Self.contract])
    #expect(try texts.list().first { $0.text.url == Self.terms }?.state == .changed)
    #expect(try watch("We keep everything.").suspendedTerms.isEmpty)
    #expect(try watch("We keep nothing.").restoredTerms.map(\.id) == [Self.contract])
    _ = try watch("We keep everything.")
    let first = try load().providers[Self.contract]?.terms?.copy?.file
    let accepted = try accept("We keep everything.")
    #expect(accepted.restoredTerms.map(\.id) == [Self.contract])
    #expect(try load().providers[Self.contract]?.suspension == nil)
    // The former text would look as if somebody still rested on it.
    #expect(desk.read("Policies/\(first!)") == nil && desk.read("Policies/\(accepted.copy)") == "We keep everything.")
    #expect(try load().warnings.isEmpty)
  }

  @Test func `a text of two providers is stored for both`() throws {
    let accepted = try accept("No evil.", of: "https://policies.google.com/terms/generative-ai/use-policy")
    let ids = ["google-gemini-api-paid", "google-gemini-api-unpaid"].map { ContractID($0)! }
    #expect(accepted.holders == ids.map { .provider($0) })
    let policies = try load()
    #expect(Set(ids.map { policies.providers[$0]?.usePolicy }).count == 1)
    #expect(policies.providers[ids[0]]?.usePolicy?.copy?.file == accepted.copy)
    // One of them alone changed would leave the copy to the other.
    #expect(policies.warnings.isEmpty)
  }

  @Test func `a licence's text is stored if its quotes stand in it, and nothing is written if not`() throws {
    let gemma = try #require(try load().licenses.entry("LicenseRef-scancode-gemma-tou-2025-03-24")?.text)
    let stored = try #require(desk.read("Policies/\(gemma.copy!.file)"))
    let before = try state()
    let refused = try problem { _ = try accept("Do what you like.", of: gemma.url) }
    #expect(refused.kind == .badInput && refused.lines.contains { $0.contains("these words do not stand in") })
    #expect(try state() == before)
    let accepted = try accept(stored + "\nNor on Sundays.\n", of: gemma.url)
    let text = try #require(try load().licenses.entry("LicenseRef-scancode-gemma-tou-2025-03-24")?.text)
    #expect(text.copy == TextCopy(file: accepted.copy, origin: .address) && text.date == CertificationTests.today)
    #expect(desk.read("Policies/\(gemma.copy!.file)") == nil)
    #expect(try load().warnings.isEmpty)
  }

  @Test(arguments: [
    ("https://else.example/", "text", "nothing rests on a text of that address"),
    (terms, "<!DOCTYPE html><p>Terms", "this is a page of HTML"),
    (terms, "\n <HTML lang=en>", "this is a page of HTML"),
    (terms, "", "a legal text has from 1 byte to 1 MiB"), (terms, " \n\t\n", "there is not one word in it"),
    (terms, "toolgate-key/1 a b", "this is a private key"), ("no address", "text", "write ADDRESS=FILE"),
  ])
  func `what cannot be accepted is said in one line, and nothing is written`(
    url: String, text: String, line: String
  ) throws {
    let before = try state()
    let refused = try problem { _ = try accept(text, of: url) }
    #expect(refused.lines.count == 1 && refused.lines[0].contains(line), "\(refused.lines)")
    #expect(try state() == before)
  }

  @Test func `a text that is not in force yet is not accepted`() throws {
    let before = try state()
    let refused = try problem { _ = try accept("We keep nothing.", day: "2026-11-29") }
    #expect(refused.lines[0].hasPrefix("--date 2026-11-29: that day is to come, today is 2026-11-28"))
    #expect(try state() == before)
  }

  @Test func `a text that nobody has stored is told of when it is another one than before`() throws {
    #expect(try watch("We keep nothing.").drifted.isEmpty)
    #expect(try watch("We keep nothing.").drifted.isEmpty)
    let drifted = try watch("We keep everything.").drifted
    #expect(drifted.map(\.url) == [Self.terms] && drifted.map(\.checkedOn) == [CertificationTests.today])
    _ = try accept("We keep everything.")
    #expect(try watch("We keep more.").drifted.isEmpty)
  }

  @Test func `an entry whose members share a line is not guessed at`() throws {
    let text = try #require(desk.read(Self.file))
    let start = try #require(text.range(of: "terms:\n")).lowerBound
    let end = try #require(text.range(of: "output_ownership:")).lowerBound
    try desk.write(
      Self.file, text.replacingCharacters(in: start..<end, with: "terms: {url: \"\(Self.terms)\"}\n"))
    let before = try state()
    let refused = try problem { _ = try accept("We keep nothing.") }
    #expect(
      refused.lines == [
        "providers/anthropic-api.yaml: `terms` must have its members one below the other, each on a line; put them so"
      ])
    #expect(try state() == before)
  }

  // MARK: The log

  @Test func `the log tells whose terms they are, which text, and that they changed`() throws {
    let temporary = try TemporaryLedger()
    func told() throws -> [String] {
      let first = try temporary.ledger.leafCount()
      try GovernanceLog.follow(load(), serving: [], keys: [], in: temporary.ledger, at: TemporaryLedger.start)
      return try temporary.ledger.entries(from: first, count: 1000).map { String(decoding: $0, as: UTF8.self) }
        .filter { $0.contains(#""type":"provider""#) }
    }
    let providers = try load().providers.count
    #expect(try told().count == providers)
    #expect(try told() == [])
    _ = try accept("We keep nothing.", day: "2026-11-01")
    let terms = try #require(try load().providers[Self.contract])
    func leaf(_ file: ContentDigest, suspended: String) -> String {
      #"{"provider":{"assessed_on":"2026-11-28","id":"anthropic-api","input_training":"never","#
        + #""output_training":"banned","sha256":"\#(file)","suspended":\#(suspended),"terms":{"date":"2026-11-01","#
        + #""sha256":"\#(terms.terms!.digest!)","url":"\#(Self.terms)"},"use_policy":{"date":"2026-11-12","#
        + #""sha256":null,"url":"https://www.anthropic.com/legal/aup"}},"t":\#(TemporaryLedger.start.seconds),"#
        + #""type":"provider","v":2}"#
    }
    #expect(try told() == [leaf(terms.digest, suspended: "null")])
    _ = try watch("We keep everything.")
    #expect(try told() == [leaf(terms.digest, suspended: #""the text at \#(Self.terms) has changed""#)])
  }
}
