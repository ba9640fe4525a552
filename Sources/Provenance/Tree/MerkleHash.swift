// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Notes

/// A SHA-256 value of the Merkle tree of RFC 6962, section 2.1. An array of them is the bytes of a tile.
package struct MerkleHash: Hashable, Sendable {
  package static let byteCount = Bytes32.count

  private let value: Bytes32

  /// Nil unless there are exactly 32 bytes.
  package init?(_ bytes: some Collection<UInt8>) {
    guard let value = Bytes32(bytes) else { return nil }
    self.value = value
  }

  private init(_ digest: SHA256Digest) { value = Bytes32(digest) }

  package var bytes: [UInt8] { value.array }

  /// The hash of an entry: `SHA-256(0x00 || entry)`.
  package static func leaf(_ entry: [UInt8]) -> MerkleHash { entry.withUnsafeBytes { leaf($0) } }

  /// The same of bytes that lie elsewhere.
  package static func leaf(_ entry: UnsafeRawBufferPointer) -> MerkleHash {
    var hash = SHA256()
    withUnsafeBytes(of: UInt8(0)) { hash.update(bufferPointer: $0) }
    hash.update(bufferPointer: entry)
    return MerkleHash(hash.finalize())
  }

  /// The hash above two others: `SHA-256(0x01 || left || right)`.
  package static func node(_ left: MerkleHash, _ right: MerkleHash) -> MerkleHash {
    withUnsafeTemporaryAllocation(byteCount: 1 + 2 * byteCount, alignment: 8) { input in
      input[0] = 1
      left.value.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: input[1..<33]).copyMemory(from: $0) }
      right.value.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: input[33...]).copyMemory(from: $0) }
      var hash = SHA256()
      hash.update(bufferPointer: UnsafeRawBufferPointer(input))
      return MerkleHash(hash.finalize())
    }
  }

  /// The root of a tree without leaves: the hash of no bytes.
  package static let emptyTree = MerkleHash(SHA256().finalize())
}

extension MerkleHash {
  /// RFC 4648, section 4: how checkpoints and proofs write a hash.
  package var base64: String { StrictBase64.text(bytes) }

  package init?(base64 text: some StringProtocol) {
    guard text.utf8.count == 44, let bytes = StrictBase64.bytes(text) else { return nil }
    self.init(bytes)
  }
}

extension MerkleHash: CustomStringConvertible {
  /// Lower-case hexadecimal.
  package var description: String { value.hexadecimal }
}
