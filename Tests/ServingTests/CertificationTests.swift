// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Ledger
import ModelImport
import Notes
import Policy
import Serving
import Testing

@Suite struct CertificationTests {
  static let today = CivilDay("2026-11-28")!

  /// A copy of the policies that come with the program, in a directory that lives as long as the test.
  final class Desk {
    let directory: String
    let certification: Certification

    init(today: CivilDay = CertificationTests.today) throws {
      directory = FileManager.default.temporaryDirectory.appendingPathComponent("desk-\(UUID().uuidString)").path
      let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Policies").standardizedFileURL.path
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: source, toPath: "\(directory)/Policies")
      certification = Certification(policies: "\(directory)/Policies", drafts: "\(directory)/drafts", today: today)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func signer(_ name: String) throws -> NoteSigner {
      var random = SystemRandomNumberGenerator()
      let signer = try SigningKeyFile.create(
        at: "\(directory)/\(name)-\(UUID().uuidString).key", name: KeyName(name)!, using: &random)
      _ = try certification.add(
        Certifier(name: name, key: signer.verifier, since: today, until: nil))
      return signer
    }

    private var today: CivilDay { certification.today }

    func write(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/\(name)"))
    }

    func read(_ name: String) -> String? {
      FileManager.default.contents(atPath: "\(directory)/\(name)").map { String(decoding: $0, as: UTF8.self) }
    }
  }

  static let amber = CertificateID("LLM360/Amber")!
  private static let grounds = Grounds(reason: "wrong: \"licence\" # really", task: PhabricatorTask("T1")!)

  private static func problem(_ body: () throws -> Void) -> InstallationProblem? {
    do {
      try body()
      return nil
    } catch {
      return error as? InstallationProblem
    }
  }

  @Test func `a signature counts once for a person and goes with a change`() throws {
    let desk = try Desk()
    let (a, b) = (try desk.signer("a"), try desk.signer("b"))
    func signatures(_ signed: Certification.Signed) -> CertificateStanding { signed.model.standing }
    #expect(signatures(try desk.certification.sign(Self.amber, with: a)) == .inForce(signatures: 1))
    #expect(Self.problem { _ = try desk.certification.sign(Self.amber, with: a) }?.kind == .failed)
    #expect(signatures(try desk.certification.sign(Self.amber, with: b)) == .inForce(signatures: 2))
    let file = "Policies/models/LLM360--Amber.yaml"
    try desk.write(file, try #require(desk.read(file)) + "# more\n")
    let again = try desk.certification.sign(Self.amber, with: b)
    #expect(again.dropped == ["a", "b"])
    #expect(signatures(again) == .inForce(signatures: 1))
  }

  @Test func `a signature that was tampered with does not keep its person from signing`() throws {
    let desk = try Desk()
    let a = try desk.signer("a")
    _ = try desk.certification.sign(Self.amber, with: a)
    let name = "Policies/signatures/LLM360--Amber.yaml"
    let text = try #require(desk.read(name))
    let place = try #require(text.range(of: "signature: \""))
    let flipped = text[place.upperBound] == "A" ? "B" : "A"
    try desk.write(
      name, text.replacingCharacters(in: place.upperBound..<text.index(after: place.upperBound), with: flipped))
    #expect(try desk.certification.load([:]).catalogue[Self.amber]?.standing == .inForce(signatures: 0))
    #expect(try desk.certification.sign(Self.amber, with: a).model.standing == .inForce(signatures: 1))
  }

  @Test func `only a key of certifiers yaml signs and only on its days`() throws {
    let desk = try Desk()
    let a = try desk.signer("a")
    let other = NoteSigner(name: KeyName("a")!, seed: Secret([UInt8](repeating: 7, count: 32)))!
    #expect(Self.problem { _ = try desk.certification.sign(Self.amber, with: other) }?.kind == .notPermitted)
    let early = Certification(
      policies: desk.certification.policies, drafts: "", today: CivilDay("2026-11-27")!)
    #expect(Self.problem { _ = try early.sign(Self.amber, with: a) }?.kind == .notPermitted)
    #expect(desk.read("Policies/signatures/LLM360--Amber.yaml") == nil)
  }

  @Test func `nothing of an expired certificate can be signed`() throws {
    let desk = try Desk(today: CivilDay("2027-11-28")!)
    let a = try desk.signer("a")
    #expect(Self.problem { _ = try desk.certification.sign(Self.amber, with: a) }?.lines[0].contains("expired") == true)
  }

  @Test func `what the terms let a model reach does not depend on what is still open`() throws {
    let desk = try Desk()
    func best(_ license: String, _ rest: String = "") throws -> Assessment {
      let text =
        "schema: toolgate-certificate/2\nid: a/b\nname: B\nweights: {release: open, license: \(license)}\n"
        + "sources: {a: unverified}\n\(rest)"
      let document = try CertificateDocument(Array(text.utf8), file: "draft.yaml")
      return desk.certification.best(try desk.certification.candidate(document, from: "draft.yaml"))
    }
    #expect(try best("Apache-2.0").verdict == .meets)
    #expect(try best("Apache-2.0").tier == .t1)
    #expect(try best("null").reasons.map(\.code) == [.licenseMissing])
    #expect(try best("CC-BY-NC-4.0").verdict == .fails)
    #expect(try best("Apache-2.0", "code: {training: {present: no}}").reasons.map(\.code) == [.noTrainingCode])
    #expect(try best("Apache-2.0", "data: {tier: D0}").verdict == .fails)
    #expect(try best("Apache-2.0", "base_model: nobody/knows").reasons.map(\.code) == [.baseUncertified])
    #expect(
      try best("Apache-2.0", "extra_terms: [{name: Gate, text: {url: \"https://a.example\"}}]").verdict == .meets)
  }

  @Test func `the gate counts free content as the installation does`() throws {
    let desk = try Desk()
    func best() throws -> Openness {
      let text =
        "schema: toolgate-certificate/2\nid: a/b\nname: B\nweights: {release: open, license: CC-BY-4.0}\n"
        + "sources: {a: unverified}\n"
      let document = try CertificateDocument(Array(text.utf8), file: "draft.yaml")
      return desk.certification.best(try desk.certification.candidate(document, from: "draft.yaml")).verdict
    }
    #expect(try best() == .meets)
    try desk.write("Policies/switches.yaml", "schema: toolgate-switches/1\nweights_free_content: false\n")
    #expect(try best() == .unknown)
  }

  @Test func `a fault of a draft is told under its field`() throws {
    let desk = try Desk()
    let text =
      "schema: toolgate-certificate/2\nid: a/b\nname: B\nweights: {release: open, license: MTI}\nsources: {a: b}"
    let document = try CertificateDocument(Array(text.utf8), file: "draft.yaml")
    let found = Self.problem { _ = try desk.certification.candidate(document, from: "draft.yaml") }
    #expect(found?.lines.count == 1)
    #expect(found?.lines[0].hasPrefix("draft.yaml: weights.license: ") == true)
  }

  /// Answers on the way must never stand in the place of a certificate that is in force.
  @Test func `half answers to a certificate go into the drafts however its path is written`() throws {
    let desk = try Desk()
    let name = "LLM360--Amber.yaml"
    let before = try #require(desk.read("Policies/models/\(name)"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(desk.directory)/link", withDestinationPath: "\(desk.directory)/Policies/models")
    try FileManager.default.createSymbolicLink(
      atPath: "\(desk.directory)/amber.yaml", withDestinationPath: "Policies/models/\(name)")
    let up = String(repeating: "../", count: FileManager.default.currentDirectoryPath.split(separator: "/").count)
    let paths = [
      "\(desk.directory)/Policies/models/\(name)", "\(desk.directory)//Policies/./models/\(name)",
      "\(desk.directory)/link/\(name)", "\(desk.directory)/amber.yaml",
      "\(up)\(desk.directory.dropFirst())/Policies/models/\(name)",
    ]
    for path in paths {
      var (document, found) = try desk.certification.document(path)
      document["name"] = .text("Changed")
      #expect(try desk.certification.keep(document, from: found) == "\(desk.directory)/drafts/\(name)", "\(path)")
      #expect(desk.read("Policies/models/\(name)") == before, "\(path)")
    }
    // A draft of the home is over with its certificate, however it was named; a certificate is not.
    for path in paths { try desk.certification.dropDraft(at: path) }
    #expect(desk.read("Policies/models/\(name)") == before)
    try desk.certification.dropDraft(at: "\(desk.directory)//drafts/../drafts/\(name)")
    #expect(desk.read("drafts/\(name)") == nil)
    // A draft elsewhere is replaced where it is.
    try desk.write("own.yaml", before)
    let (document, own) = try desk.certification.document("\(desk.directory)/own.yaml")
    #expect(try desk.certification.keep(document, from: own) == own)
  }

  @Test func `a certificate does not take the file of another id`() throws {
    let desk = try Desk()
    let file = "Policies/models/LLM360--Amber.yaml"
    let before = try #require(desk.read(file))
    let text = before.replacing("id: LLM360/Amber", with: "id: LLM360--Amber")
    #expect(text != before)
    let document = try CertificateDocument(Array(text.utf8), file: "draft.yaml")
    let found = Self.problem { _ = try desk.certification.candidate(document, from: "draft.yaml") }
    #expect(
      found?.lines == [
        "\(desk.directory)/\(file) is that of 'LLM360/Amber', and 'LLM360--Amber' would take its place: give this "
          + "model another id"
      ])
    #expect(found?.kind == .failed)
    // Nor a draft that of another.
    try FileManager.default.createDirectory(atPath: desk.certification.drafts, withIntermediateDirectories: true)
    try desk.write("drafts/LLM360--Amber.yaml", text)
    let (certificate, path) = try desk.certification.document("\(desk.directory)/\(file)")
    #expect(Self.problem { _ = try desk.certification.keep(certificate, from: path) }?.kind == .failed)
    #expect(desk.read("drafts/LLM360--Amber.yaml") == text)
    // What nobody can read is replaced.
    try desk.write(file, "no: [certificate")
    _ = try desk.certification.candidate(document, from: "draft.yaml")
  }

  @Test func `a signature with a day that does not count does not keep its person from signing`() throws {
    let desk = try Desk()
    let a = try desk.signer("a")
    _ = try desk.certification.sign(Self.amber, with: a)
    let name = "Policies/signatures/LLM360--Amber.yaml"
    let text = try #require(desk.read(name))
    try desk.write(name, text.replacing("signed_on: \(Self.today)", with: "signed_on: 2026-01-01"))
    #expect(try desk.certification.load([:]).catalogue[Self.amber]?.standing == .inForce(signatures: 0))
    #expect(try desk.certification.sign(Self.amber, with: a).model.standing == .inForce(signatures: 1))
  }

  // MARK: Lists

  @Test(arguments: [
    nil, "schema: toolgate-revocations/1\n", "schema: toolgate-revocations/1\nrevocations:\n",
    "schema: toolgate-revocations/1\nrevocations: []  # none\n\n\n",
    "# kept\nschema: toolgate-revocations/1\nrevocations:\n- certificate: a/b\n  on: 2026-01-01\n  reason: r\n  task: T1\n",
    "schema: toolgate-revocations/1\nrevocations:\n    - {certificate: a/b, on: 2026-01-01, reason: r, task: T1}\n    # kept",
  ])
  func `a revocation is added behind what stands there`(before: String?) throws {
    let desk = try Desk()
    if let before { try desk.write("Policies/revocations.yaml", before) }
    let isList = before.map { $0.contains("revocations: []") || $0.contains("a/b") } ?? true
    guard isList else {
      // The list is missing, so that nobody can tell where it belongs, or says nothing, which is a fault.
      #expect(Self.problem { _ = try revoke(desk) }?.kind == .badInput)
      #expect(desk.read("Policies/revocations.yaml") == before)
      return
    }
    let revoked = try revoke(desk)
    let text = try #require(desk.read("Policies/revocations.yaml"))
    #expect(before?.contains("# kept") != true || text.contains("# kept"))
    let policies = try desk.certification.load([:])
    #expect(policies.catalogue[Self.amber]?.standing == .revoked(on: Self.today, reason: Self.grounds.reason!))
    #expect(revoked.digest == policies.catalogue[Self.amber]?.certificate.digest && revoked.faults.isEmpty)
    let revocations = policies.revocations
    #expect(revocations.last?.reason == Self.grounds.reason)
    #expect(revocations.count == (before?.contains("a/b") == true ? 2 : 1))
  }

  @Test(arguments: [
    "schema: toolgate-revocations/1\nrevocations: [{certificate: a/b, on: 2026-01-01, reason: r, task: T1}]\n",
    "revocations:\n  - {certificate: a/b, on: 2026-01-01, reason: r, task: T1}\nschema: toolgate-revocations/1\n",
  ])
  func `a list that cannot be added to stays as it is`(before: String) throws {
    let desk = try Desk()
    try desk.write("Policies/revocations.yaml", before)
    #expect(Self.problem { _ = try revoke(desk) }?.kind == .badInput)
    #expect(desk.read("Policies/revocations.yaml") == before)
  }

  private func revoke(_ desk: Desk) throws -> Certification.Revoked {
    try desk.certification.revoke(Self.amber, digest: nil, on: Self.grounds, logged: [:])
  }

  @Test(arguments: ["exceptions/half.yaml", "models/LLM360--K2.yaml", "watched.yaml", "spdx.json"])
  func `a revocation does not wait for other files to be mended`(name: String) throws {
    let desk = try Desk()
    try FileManager.default.createDirectory(
      atPath: "\(desk.directory)/Policies/exceptions", withIntermediateDirectories: true)
    try desk.write("Policies/\(name)", "broken: [")
    let revoked = try revoke(desk)
    #expect(revoked.digest != nil)
    #expect(revoked.faults.contains { "\($0)".hasPrefix("\(name):") })
    #expect(Self.problem { _ = try revoke(desk) }?.lines[0].contains("already") == true)
    try desk.write("Policies/revocations.yaml", "broken: [")
    let problem = Self.problem { _ = try revoke(desk) }
    #expect(problem?.kind == .badInput)
    #expect(problem?.lines.allSatisfy { $0.hasPrefix("revocations.yaml:") } == true, "\(problem?.lines ?? [])")
    #expect(desk.read("Policies/revocations.yaml") == "broken: [")
  }

  @Test func `a certificate that only the log knows can be revoked`() throws {
    let desk = try Desk()
    let gone = CertificateID("gone/model")!
    let digest = ContentDigest(digits: String(repeating: "a", count: 64))!
    let other = ContentDigest(digits: String(repeating: "b", count: 64))!
    func revoke(
      _ digest: ContentDigest?, _ logged: [CertificateID: Set<ContentDigest>]
    ) throws -> Certification.Revoked {
      try desk.certification.revoke(gone, digest: digest, on: Self.grounds, logged: logged)
    }
    #expect(Self.problem { _ = try revoke(nil, [:]) }?.kind == .failed)
    #expect(Self.problem { _ = try revoke(other, [gone: [digest]]) }?.kind == .failed)
    #expect(try revoke(digest, [gone: [digest]]).digest == nil)
    // Of one file first, then of all that there ever will be.
    #expect(Self.problem { _ = try revoke(digest, [gone: [digest]]) }?.kind == .failed)
    #expect(try revoke(nil, [gone: [digest]]).revocation.digest == nil)
  }
}
