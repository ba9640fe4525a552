// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Domain

/// What the ledger keeps of a token: HMAC-SHA-256 of its text under a key that lies outside the ledger.
///
/// A copy of the ledger alone opens nothing, and cannot even be searched for weak secrets.
package struct TokenHash: Sendable, Equatable {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Nil unless there are exactly 32 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    words = bytes.withUnsafeBytes {
      (
        $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self), $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
        $0.loadUnaligned(fromByteOffset: 16, as: UInt64.self), $0.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
      )
    }
  }

  package var bytes: [UInt8] {
    withUnsafeBytes(of: words) { Array($0) }
  }

  /// Looks at every bit whatever the first ones say, so that the time taken tells nothing.
  package static func == (a: TokenHash, b: TokenHash) -> Bool {
    let difference =
      (a.words.0 ^ b.words.0) | (a.words.1 ^ b.words.1) | (a.words.2 ^ b.words.2) | (a.words.3 ^ b.words.3)
    return difference == 0
  }
}

/// The key of the hash: 32 bytes that never leave `keys/`.
package struct TokenHasher: Sendable {
  /// With the key taken in: that is half of the work, and the same for each token.
  private let keyed: HMAC<SHA256>

  package init(key: Secret) {
    keyed = key.reveal { HMAC(key: SymmetricKey(data: $0)) }
  }

  package func hash(_ token: TokenText) -> TokenHash {
    var code = keyed
    token.body.reveal { code.update(data: $0) }
    return TokenHash(bytes: Array(code.finalize()))!
  }
}
