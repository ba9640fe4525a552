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

  mutating func update(_ bytes: some Collection<UInt8>) {
    let isContiguous: Void? = bytes.withContiguousStorageIfAvailable {
      inner.update(bufferPointer: UnsafeRawBufferPointer($0))
    }
    if isContiguous == nil { Array(bytes).withUnsafeBytes { inner.update(bufferPointer: $0) } }
  }

  /// 64 digits of lower-case hexadecimal.
  consuming func finalize() -> String {
    var outer = SHA256()
    Self.begin(&outer, with: salt, pad: 0x5C)
    inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
    return outer.finalize().withUnsafeBytes { Hexadecimal.text($0) }
  }

  private static func begin(_ hash: inout SHA256, with salt: CommitmentSalt, pad: UInt8) {
    withUnsafeTemporaryAllocation(byteCount: blockBytes, alignment: 8) { block in
      _ = block.initializeMemory(as: UInt8.self, repeating: pad)
      for (place, byte) in salt.bytes.enumerated() { block[place] = byte ^ pad }
      hash.update(bufferPointer: UnsafeRawBufferPointer(block))
    }
  }
}
