// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Domain

/// The first four bytes of a hash over a key and its name. Short on purpose: it tells keys apart and proves nothing.
package struct KeyID: Hashable, Sendable {
  package let bytes: [UInt8]

  /// Nil unless there are four bytes.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 4 else { return nil }
    self.bytes = Array(bytes)
  }

  /// `SHA-256(name || 0x0A || algorithm || public key)[:4]`
  package init(name: KeyName, algorithm: NoteAlgorithm, publicKey: [UInt8]) {
    let input = Array(name.text.utf8) + [0x0A, algorithm.rawValue] + publicKey
    bytes = Array(SHA256.hash(data: input).prefix(4))
  }
}

extension KeyID: CustomStringConvertible {
  /// Eight digits of lower-case hexadecimal.
  package var description: String { Hexadecimal.text(bytes) }
}

/// The signature types of C2SP signed-note that are checked here.
package enum NoteAlgorithm: UInt8, Sendable {
  /// Over the note's text: what a log signs with.
  case ed25519 = 0x01
  /// Over the note's text with a time in front (C2SP tlog-cosignature): what a witness signs with.
  case cosignature = 0x04
}
