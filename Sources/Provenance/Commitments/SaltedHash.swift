// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// HMAC-SHA-256 (RFC 2104) under a salt, over bytes that come in pieces.
///
/// The library's own makes a key, two hash functions and several arrays for each text, which for a short one costs more
/// than the hash; a call has two texts. Here a salt is always shorter than a block, so no key is hashed.
struct SaltedHash: Sendable {
  private static let blockBytes = 64

  private let salt: CommitmentSalt
  private var inner = SHA256()

  init(_ salt: CommitmentSalt) {
    self.salt = salt
    Self.begin(&inner, with: salt, pad: 0x36)
  }

  mutating func update(_ bytes: UnsafeRawBufferPointer) { inner.update(bufferPointer: bytes) }

  mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  consuming func finalize() -> Bytes32 {
    var outer = SHA256()
    Self.begin(&outer, with: salt, pad: 0x5C)
    inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
    return Bytes32(outer.finalize())
  }

  private static func begin(_ hash: inout SHA256, with salt: CommitmentSalt, pad: UInt8) {
    withUnsafeTemporaryAllocation(byteCount: blockBytes, alignment: 8) { block in
      _ = block.initializeMemory(as: UInt8.self, repeating: pad)
      salt.value.withUnsafeBytes { bytes in
        for place in 0..<Bytes32.count { block[place] = bytes[place] ^ pad }
      }
      hash.update(bufferPointer: UnsafeRawBufferPointer(block))
    }
  }
}
