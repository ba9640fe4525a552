// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Domain
internal import Foundation

/// A public key with its name: `<name>+<key id>+<base64 of algorithm and key>`.
package struct NoteVerifier: Hashable, Sendable {
  package let name: KeyName
  package let algorithm: NoteAlgorithm
  /// 32 bytes, RFC 8032, section 5.1.5.
  package let publicKey: [UInt8]
  package let id: KeyID

  /// - Parameter publicKey: 32 bytes.
  init(name: KeyName, algorithm: NoteAlgorithm, publicKey: [UInt8]) {
    (self.name, self.algorithm, self.publicKey) = (name, algorithm, publicKey)
    id = KeyID(name: name, algorithm: algorithm, publicKey: publicKey)
  }

  package init(_ text: String) throws(NoteProblem) {
    let parts = text.utf8.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
      .map { Substring($0) }
    guard parts.count == 3, let name = KeyName(String(parts[0])), let id = Hexadecimal.bytes(parts[1]), id.count == 4,
      let key = StrictBase64.bytes(parts[2]), let type = key.first
    else { throw .malformed("a verifier key is <name>+<8 hexadecimal digits>+<base64>, in one line") }
    guard let algorithm = NoteAlgorithm(rawValue: type), key.count == 33 else {
      throw .malformed("the verifier key of \(name) is not an Ed25519 key (types 01 and 04)")
    }
    self.init(name: name, algorithm: algorithm, publicKey: Array(key.dropFirst()))
    guard self.id.bytes == id else {
      throw .malformed("the verifier key of \(name) does not fit its key id: copy all of it again")
    }
  }

  func isSigned(_ text: String, _ signature: [UInt8]) -> Bool {
    switch algorithm {
    case .ed25519: isSigned(Array(text.utf8), signature)
    case .cosignature: isCosigned(text, signature)
    }
  }

  /// Eight bytes of Unix time, big-endian, then a signature over that time and the text.
  private func isCosigned(_ text: String, _ signature: [UInt8]) -> Bool {
    guard signature.count == 72 else { return false }
    let time = signature.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return isSigned(Array("cosignature/v1\ntime \(time)\n\(text)".utf8), Array(signature.dropFirst(8)))
  }

  /// Whether this is the key's plain Ed25519 signature over the bytes, whatever they are.
  package func isSigned(_ message: [UInt8], _ signature: [UInt8]) -> Bool {
    guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return key.isValidSignature(signature, for: message)
  }
}

extension NoteVerifier: CustomStringConvertible {
  package var description: String {
    "\(name)+\(id)+\(StrictBase64.text([algorithm.rawValue] + publicKey))"
  }
}
