// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Domain
internal import Foundation

/// The public key of whoever signed a model: ECDSA over P-256, P-384 or P-521, or Ed25519.
package struct SignatureKey: Sendable {
  private let curve: Curve
  /// What a bundle names the key by: the SHA-256 of the key's PEM form.
  let fingerprint: String

  private enum Curve: Sendable {
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
  }

  /// RFC 8410: what stands before the 32 bytes of an Ed25519 key in its DER form.
  private static let ed25519Prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
  /// The PEM form of the largest of these keys has less than 300 bytes.
  package static let sizeLimit = 16 << 10

  /// - Parameter pem: One `PUBLIC KEY` block (RFC 7468, SubjectPublicKeyInfo).
  package init(pem: [UInt8], file: String) throws(ImportProblem) {
    let der = try Self.der(pem, file: file)
    if let key = try? P256.Signing.PublicKey(derRepresentation: der) {
      curve = .p256(key)
    } else if let key = try? P384.Signing.PublicKey(derRepresentation: der) {
      curve = .p384(key)
    } else if let key = try? P521.Signing.PublicKey(derRepresentation: der) {
      curve = .p521(key)
    } else if der.starts(with: Self.ed25519Prefix), der.count == Self.ed25519Prefix.count + 32,
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: der.suffix(32))
    {
      curve = .ed25519(key)
    } else {
      throw ImportProblem(file: file, "must be a public key on P-256, P-384, P-521 or Ed25519")
    }
    fingerprint = Hexadecimal.text(SHA256.hash(data: Self.canonicalPEM(der)))
  }

  private static func der(_ pem: [UInt8], file: String) throws(ImportProblem) -> Data {
    guard pem.count <= sizeLimit, let text = String(validating: pem, as: UTF8.self) else {
      throw ImportProblem(file: file, "is no PEM file")
    }
    guard !text.contains("PRIVATE KEY-----") else {
      throw ImportProblem(file: file, "holds a private key; give the public one, and keep this one to its owner")
    }
    let lines = text.split(whereSeparator: \.isNewline)
    guard let begin = lines.firstIndex(of: "-----BEGIN PUBLIC KEY-----"),
      let end = lines.firstIndex(of: "-----END PUBLIC KEY-----"), begin < end,
      let der = Data(base64Encoded: lines[(begin + 1)..<end].joined())
    else {
      throw ImportProblem(file: file, "must hold a block -----BEGIN PUBLIC KEY-----")
    }
    return der
  }

  /// As OpenSSL and the Python library write it, so that its hash is the same on both sides.
  private static func canonicalPEM(_ der: Data) -> Data {
    let body = der.base64EncodedData(options: [.lineLength64Characters, .endLineWithLineFeed])
    return Data("-----BEGIN PUBLIC KEY-----\n".utf8) + body + Data("\n-----END PUBLIC KEY-----\n".utf8)
  }

  /// ECDSA signatures are in DER and hash with the SHA-2 of the curve's size, as model-signing 1.0 does.
  func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    switch curve {
    case .p256(let key):
      (try? P256.Signing.ECDSASignature(derRepresentation: signature)).map { key.isValidSignature($0, for: message) }
        ?? false
    case .p384(let key):
      (try? P384.Signing.ECDSASignature(derRepresentation: signature)).map { key.isValidSignature($0, for: message) }
        ?? false
    case .p521(let key):
      (try? P521.Signing.ECDSASignature(derRepresentation: signature)).map { key.isValidSignature($0, for: message) }
        ?? false
    case .ed25519(let key): key.isValidSignature(signature, for: message)
    }
  }
}
