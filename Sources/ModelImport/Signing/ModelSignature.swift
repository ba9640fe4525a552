// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Wire

/// A signature over a model by OpenSSF Model Signing 1.0 (<https://github.com/ossf/model-signing-spec>): a Sigstore
/// bundle around a DSSE envelope (<https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md>).
///
/// What was signed can only be had by verifying it. Only plain public keys are accepted: a certificate or an identity
/// of Sigstore says who signed, and nobody here could check that.
package struct ModelSignature: Sendable {
  private let file: String
  private let payload: [UInt8]
  private let signature: [UInt8]
  /// SHA-256 of the key's PEM form; absent in bundles of early versions.
  private let keyHint: String?

  /// Bytes; enough for the names and digests of more than 50 000 files.
  package static let sizeLimit = 16 << 20
  private static let mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json"
  private static let payloadType = "application/vnd.in-toto+json"

  package init(_ bytes: [UInt8], file: String) throws(ImportProblem) {
    guard bytes.count <= Self.sizeLimit else {
      throw ImportProblem(file: file, "has more than \(Self.sizeLimit >> 20) MiB; this is no signature of a model")
    }
    let json = try JSONDocument(bytes, file: file)
    guard json.text("mediaType", of: json.root) == Self.mediaType else {
      throw ImportProblem(file: file, place: "mediaType", "must be `\(Self.mediaType)`, written by model-signing 1.0")
    }
    self.file = file
    keyHint = try Self.keyHint(json)

    let envelope = json.member("dsseEnvelope", of: json.root)
    guard json.text("payloadType", of: envelope) == Self.payloadType else {
      throw ImportProblem(file: file, place: "dsseEnvelope.payloadType", "must be `\(Self.payloadType)`")
    }
    payload = try Self.base64(json.text("payload", of: envelope), file, "dsseEnvelope.payload")
    let signatures = json.elements(json.member("signatures", of: envelope))
    guard signatures.count == 1 else {
      throw ImportProblem(
        file: file, place: "dsseEnvelope.signatures", "must hold one signature, not \(signatures.count)")
    }
    signature = try Self.base64(json.text("sig", of: signatures[0]), file, "dsseEnvelope.signatures[0].sig")
  }

  private static func keyHint(_ json: JSONDocument) throws(ImportProblem) -> String? {
    let material = json.member("verificationMaterial", of: json.root)
    for key in ["x509CertificateChain", "certificate"] as [StaticString] where json.member(key, of: material) != nil {
      throw ImportProblem(
        file: json.file, place: "verificationMaterial.\(key)",
        "signed with a certificate or a Sigstore identity, which are not verified here; ask for a signature with a "
          + "plain key (model_signing sign key) or hash the files yourself")
    }
    guard let key = json.member("publicKey", of: material), json.kind(key) == .object else {
      throw ImportProblem(file: json.file, place: "verificationMaterial.publicKey", "is missing")
    }
    return json.text("hint", of: key)
  }

  /// Exactly one text stands for some bytes, so that no character can be changed without effect.
  private static func base64(_ text: String?, _ file: String, _ place: String) throws(ImportProblem) -> [UInt8] {
    guard let text, let data = Data(base64Encoded: text), !data.isEmpty, data.base64EncodedString() == text else {
      throw ImportProblem(file: file, place: place, "must be base64 with padding (RFC 4648, section 4)")
    }
    return Array(data)
  }

  /// - Throws: when somebody else signed, something was changed, or what was signed is no manifest of a model.
  package func verified(by key: SignatureKey) throws(ImportProblem) -> SignedManifest {
    guard keyHint == nil || keyHint == key.fingerprint else {
      throw ImportProblem(
        file: file, place: "verificationMaterial.publicKey.hint",
        "signed with another key than the one given; ask its publisher which one is right")
    }
    guard key.verifies(signature, of: Self.preAuthenticationEncoding(payload)) else {
      throw ImportProblem(
        file: file, place: "dsseEnvelope.signatures[0].sig",
        "the signature does not fit: the bundle was changed, or another key signed it")
    }
    return try SignedManifest(statement: payload, file: file)
  }

  /// DSSE 1.0: type and body with their lengths, so that nothing can be moved from one to the other.
  private static func preAuthenticationEncoding(_ payload: [UInt8]) -> [UInt8] {
    Array("DSSEv1 \(payloadType.utf8.count) \(payloadType) \(payload.count) ".utf8) + payload
  }
}
