// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Domain
import Foundation
import ModelImport
import Testing

/// Statements that a signer could sign, but that are no manifest: the signature is right each time.
@Suite struct SignedStatementTests {
  private let signer = Curve25519.Signing.PrivateKey()

  private func verify(_ statement: String) throws -> SignedManifest {
    let payload = Data(statement.utf8)
    let type = "application/vnd.in-toto+json"
    let signature = try signer.signature(for: Data("DSSEv1 28 \(type) \(payload.count) ".utf8) + payload)
    let bundle = """
      {"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{}},
      "dsseEnvelope":{"payloadType":"\(type)","payload":"\(payload.base64EncodedString())",
      "signatures":[{"sig":"\(signature.base64EncodedString())"}]}}
      """
    let der =
      Data([0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00])
      + signer.publicKey.rawRepresentation
    let pem = "-----BEGIN PUBLIC KEY-----\n\(der.base64EncodedString())\n-----END PUBLIC KEY-----\n"
    let key = try SignatureKey(pem: Array(pem.utf8), file: "key.pem")
    return try ModelSignature(Array(bundle.utf8), file: "model.sig").verified(by: key)
  }

  private static let digest = String(repeating: "00", count: 32)
  // python3 -c "import hashlib; print(hashlib.sha256(bytes(32)).hexdigest())"
  private static let root = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"

  private static func statement(
    name: String = "a.txt", second: String? = nil, root: String = root, subjects: Int = 1, method: String = "files"
  ) -> String {
    let files = ([name] + (second.map { [$0] } ?? [])).map {
      #"{"name":"\#($0)","algorithm":"sha256","digest":"\#(digest)"}"#
    }
    let subject = [String](repeating: #"{"name":"m","digest":{"sha256":"\#(root)"}}"#, count: subjects)
    return #"{"_type":"https://in-toto.io/Statement/v1","subject":[\#(subject.joined(separator: ","))],"#
      + #""predicateType":"https://model_signing/signature/v1.0","predicate":{"serialization":{"method":"\#(method)","#
      + #""hash_type":"sha256","allow_symlinks":false},"resources":[\#(files.joined(separator: ","))]}}"#
  }

  @Test func `a right statement is taken`() throws {
    #expect(try verify(Self.statement()).digests == ["a.txt": ContentDigest(digits: Self.digest)!])
  }

  @Test(arguments: [
    (statement(root: digest), "subject[0].digest.sha256: does not fit the files that are listed"),
    (statement(name: "../a"), "must be a path inside the model"), (statement(name: "/etc/a"), "must be a path inside"),
    (statement(name: "a/./b"), "must be a path inside"), (statement(name: ""), "must be a path inside"),
    (statement(second: "a.txt"), "`a.txt` is listed twice"), (statement(subjects: 2), "must name one model, not 2"),
    (statement(subjects: 0), "must name one model, not 0"), (statement(method: "shards"), "only whole files"),
    ("{}", "_type: must be"), ("7", "_type: must be"), ("{", "not usable JSON"),
  ])
  func `a wrong statement is refused although its signature is right`(statement: String, part: String) {
    let error = #expect(throws: ImportProblem.self) { try verify(statement) }
    #expect(error?.description.contains(part) == true, "\(String(describing: error))")
  }
}
