// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
package import Domain

/// The name of a state of the policy directory.
package enum PolicyRevision {
  /// SHA-256 over the files in the order of their names: length of the name, name, length of the bytes, bytes; lengths
  /// as eight bytes, big-endian. With the lengths no two states share an input.
  static func of(_ files: [PolicyFiles.File]) -> ContentDigest {
    var hash = SHA256()
    for file in files.sorted(by: { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }) {
      for part in [Array(file.name.utf8), file.bytes] {
        withUnsafeBytes(of: UInt64(part.count).bigEndian) { hash.update(bufferPointer: $0) }
        hash.update(data: part)
      }
    }
    return ContentDigest(sha256: hash.finalize())
  }
}

extension ContentDigest {
  /// The name of these bytes, such as those of a file.
  package init(of bytes: [UInt8]) { self.init(sha256: SHA256.hash(data: bytes)) }
}
