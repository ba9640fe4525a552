// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import ModelImport
import Testing

/// The bundles in `Fixtures/signing` were written by the Python library model-signing 1.1.1 over the files that
/// `TemporaryModel.signed` writes; that of Ed25519, which the library does not offer, has the same form.
@Suite struct SigningTests {
  private static func fixture(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return Array(try Data(contentsOf: folder.appendingPathComponent("Fixtures/signing/\(name)")))
  }

  private static func key(_ name: String) throws -> SignatureKey {
    try SignatureKey(pem: try fixture("\(name).pem"), file: "\(name).pem")
  }

  private static func verify(_ bytes: [UInt8], _ key: SignatureKey) throws(ImportProblem) -> SignedManifest {
    try ModelSignature(bytes, file: "model.sig").verified(by: key)
  }

  @Test(arguments: ["p256", "p384", "p521", "ed25519"])
  func `a real bundle verifies and fits the files that were signed`(name: String) throws {
    let manifest = try Self.verify(try Self.fixture("\(name).json"), try Self.key(name))
    #expect(manifest.rootDigest.digits == "9f28dd1cc8d2cd3dba5ca404f6bc0482dee5da1cfd7f3019fb23736b816cff9f")
    #expect(manifest.digests.count == 6)
    let model = try TemporaryModel.signed()
    let files = try FileHasher.hash(model.path)
    #expect(manifest.differences(from: files) == [])
    let draft = ModelDraft(manifest, files: files)
    #expect(draft.files.count == 6)
    #expect(draft.manifestDigest?.value == manifest.rootDigest)
  }

  @Test func `changed missing and unsigned files are named`() throws {
    let manifest = try Self.verify(try Self.fixture("p256.json"), try Self.key("p256"))
    let model = try TemporaryModel.signed()
    try model.write("config.json", "{}")
    try model.write("sub/more.txt", "more")
    try model.write(".gitignore", "x")
    try model.remove("README.md")
    #expect(
      manifest.differences(from: try FileHasher.hash(model.path, ignoring: []))
        == [.missing("README.md"), .changed("config.json"), .unsigned("sub/more.txt")])
  }

  @Test func `a model of one file fits whatever its name`() throws {
    let manifest = try Self.verify(try Self.fixture("one-file.json"), try Self.key("p256"))
    let model = try TemporaryModel.signed()
    #expect(manifest.differences(from: try FileHasher.hash("\(model.path)/model.safetensors")) == [])
    #expect(!manifest.differences(from: try FileHasher.hash("\(model.path)/config.json")).isEmpty)
  }

  /// Also each character of the base64 form, so that no two texts of a bundle are the same signature.
  @Test(arguments: ["p256", "ed25519"]) func `each flipped character of payload or signature fails`(name: String) throws
  {
    let bytes = try Self.fixture("\(name).json")
    let key = try Self.key(name)
    let text = String(decoding: bytes, as: UTF8.self)
    for member in ["\"payload\"", "\"sig\""] {
      let found = try #require(text.range(of: member))
      let opening = try #require(text.range(of: "\"", range: found.upperBound..<text.endIndex))
      let closing = try #require(text.range(of: "\"", range: opening.upperBound..<text.endIndex))
      let start = text.utf8.distance(from: text.startIndex, to: opening.upperBound)
      let end = text.utf8.distance(from: text.startIndex, to: closing.lowerBound)
      // Each character of a signature; of the long payload each fifth, so that all four places in a group occur.
      for at in stride(from: start, to: end, by: member == "\"sig\"" ? 1 : 5) {
        for mask in [UInt8(1), 2, 32] {
          var changed = bytes
          changed[at] ^= mask
          #expect(throws: ImportProblem.self, "\(member) at \(at)") { try Self.verify(changed, key) }
        }
      }
    }
  }

  @Test func `another key is refused also when the bundle names none`() throws {
    let bytes = try Self.fixture("p256.json")
    let error = #expect(throws: ImportProblem.self) { try Self.verify(bytes, try Self.key("p384")) }
    #expect(error?.description.contains("signed with another key") == true)
    let text = String(decoding: bytes, as: UTF8.self)
    let hint = try #require(text.range(of: "\"hint\""))
    let nameless = Array(text.replacingCharacters(in: hint, with: "\"hind\"").utf8)
    #expect(try Self.verify(nameless, try Self.key("p256")).digests.count == 6)
    #expect(throws: ImportProblem.self) { try Self.verify(nameless, try Self.key("p384")) }
  }

  @Test(arguments: [
    ("certificate.json", "signed with a certificate or a Sigstore identity"),
    ("shards.json", "only whole files with sha256 are compared"),
    ("blake2.json", "only whole files with sha256 are compared"),
  ])
  func `other kinds of bundle are refused in one line`(name: String, part: String) throws {
    let error = #expect(throws: ImportProblem.self) { try Self.verify(try Self.fixture(name), try Self.key("p256")) }
    #expect(error?.description.contains(part) == true, "\(String(describing: error))")
    #expect(error?.description.contains("\n") == false)
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}"#,
    #"{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{}},"#
      + #""dsseEnvelope":{"payloadType":"application/vnd.in-toto+json","payload":"AA==","signatures":[]}}"#,
  ])
  func `what is no bundle is refused`(text: String) {
    #expect(throws: ImportProblem.self) { try ModelSignature(Array(text.utf8), file: "model.sig") }
  }

  @Test(arguments: [
    ("nothing", "must hold a block"),
    ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "holds a private key"),
    ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "must be a public key on P-256"),
    ("-----END PUBLIC KEY-----\n-----BEGIN PUBLIC KEY-----\n", "must hold a block"),
  ])
  func `what is no public key is refused`(text: String, part: String) {
    let error = #expect(throws: ImportProblem.self) { try SignatureKey(pem: Array(text.utf8), file: "key.pem") }
    #expect(error?.description.contains(part) == true)
  }
}
