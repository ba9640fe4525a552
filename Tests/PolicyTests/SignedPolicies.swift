// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Notes
import Policy
import StrictYAML

/// A policy directory with certifiers whose keys the test holds.
struct SignedPolicies {
  let directory: TemporaryPolicies

  /// Two certifiers, and one certificate of which only signatures keep it from meeting the definition.
  init() throws {
    directory = try TemporaryPolicies()
    try directory.write("models/m.yaml", Self.certificate())
    try certifiers(Self.item("certifier-a"), Self.item("certifier-b"))
  }

  /// On which the certificate is signed unless a test says otherwise.
  static let day = CivilDay("2026-11-24")!

  /// The same seed for the same name.
  static func seed(_ name: String) -> Secret {
    Secret(Array((name + String(repeating: ".", count: 32)).utf8.prefix(32)))
  }

  static func signer(_ name: String, seed: String? = nil) -> NoteSigner {
    NoteSigner(name: KeyName(name)!, seed: Self.seed(seed ?? name))!
  }

  static func key(_ name: String, seed: String? = nil) -> NoteVerifier { signer(name, seed: seed).verifier }

  static func item(
    _ name: String, key: String? = nil, since: String = "2026-01-01", until: String = "null"
  ) -> String {
    "  - {name: \(name), key: \"\(key ?? Self.key(name).description)\", since: \(since), until: \(until)}\n"
  }

  func certifiers(_ items: String...) throws {
    try directory.write("certifiers.yaml", "schema: toolgate-certifiers/1\ncertifiers:\n" + items.joined())
  }

  /// - Parameters:
  ///   - key: whose key signs, if not that of the name.
  ///   - shown: the day that stands beside the signature, if it is not the one that was signed.
  func signature(
    _ name: String, key: String? = nil, of file: String = "models/m.yaml", on day: String = "\(day)",
    shown: String? = nil
  ) throws -> String {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(directory.path)/\(file)")))
    let signature = StrictBase64.text(
      try CertificateSigning.sign(bytes, on: CivilDay(day)!, with: Self.signer(name, seed: key)))
    return "  - {certifier: \(name), signed_on: \(shown ?? day), signature: \"\(signature)\"}\n"
  }

  func sign(id: String = "a/m", file: String = "m.yaml", digest: String? = nil, _ signatures: String...) throws {
    let digest = try digest ?? self.digest("models/\(file)")
    try directory.write(
      "signatures/\(file)",
      "schema: toolgate-signatures/1\ncertificate: \(id)\nsha256: \(digest)\nsignatures:\n" + signatures.joined())
  }

  /// 64 hexadecimal digits.
  func digest(_ file: String) throws -> String {
    let loaded = directory.load().policies?.catalogue.certificates.map { ($0.id.text, $0.digest) } ?? []
    let bytes = try String(contentsOfFile: "\(directory.path)/\(file)", encoding: .utf8)
    let id = bytes.split(separator: "\n")[1].dropFirst("id: ".count)
    return loaded.first { $0.0 == id }!.1.digits
  }

  func model(_ id: String = "a/m") -> AssessedModel? { directory.load().policies?.catalogue[CertificateID(id)!] }
  var warnings: [String] { directory.load().policies?.warnings.map(\.description) ?? ["does not load"] }

  /// Every answer with a quote, for weights that are pinned.
  static func certificate(id: String = "a/m", rest: String = "languages: []") -> String {
    let evidence = "url: \"https://example.org\", quote: It is so."
    let code = CodeComponent.allCases.map { "\($0.rawValue): {present: yes, \(evidence)}" }.joined(separator: ", ")
    return TemporaryPolicies.certificate(
      id: id, weights: "{release: open, license: Apache-2.0, explicit_release: {answer: true, \(evidence)}}",
      code: "{license: Apache-2.0, hyperparameters: {answer: true, \(evidence)}, \(code)}",
      data: "{tier: D3, information_license: CC-BY-4.0, processing: {answer: true, \(evidence)}, "
        + "labelling: {answer: false, \(evidence)}, complete: {answer: true, \(evidence)}, "
        + "stages: {answer: [pretrain], \(evidence)}, "
        + "inventory: [{name: Set, kind: open, url: \"https://example.org/set\", stage: pretrain}]}",
      rest: rest + "\nrevision: \(Sample.commit)\nfiles:\n  - {path: \(Sample.file.path), size: \(Sample.file.size), "
        + "sha256: \"\(Sample.file.digest.digits)\"}")
  }
}
