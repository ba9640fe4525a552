// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
package import Domain
internal import Foundation

/// A private Ed25519 key with its name.
package struct NoteSigner: Sendable {
  package let verifier: NoteVerifier
  private let seed: Secret

  /// Nil unless the seed has 32 bytes (the private key of RFC 8032, section 5.1.5).
  package init?(name: KeyName, seed: Secret) {
    guard let key = seed.reveal({ try? Curve25519.Signing.PrivateKey(rawRepresentation: $0) }) else { return nil }
    self.seed = seed
    verifier = NoteVerifier(name: name, algorithm: .ed25519, publicKey: Array(key.publicKey.rawRepresentation))
  }

  package var name: KeyName { verifier.name }

  /// - Parameter text: ends in a newline.
  package func sign(_ text: String) throws -> NoteSignature {
    NoteSignature(name: name, keyID: verifier.id, bytes: try sign(Array(text.utf8)))
  }

  /// A plain Ed25519 signature, 64 bytes, over bytes that are no note.
  package func sign(_ message: [UInt8]) throws -> [UInt8] {
    // The key is made anew each time, so that it lies in memory only as a `Secret`, which nothing prints.
    try seed.reveal { Array(try Curve25519.Signing.PrivateKey(rawRepresentation: $0).signature(for: message)) }
  }
}

extension NoteSigner: CustomStringConvertible {
  package var description: String { "<key \(name)+\(verifier.id)>" }
}
