// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// `HMAC-SHA-256(salt, text)`, written `hmac-sha256:` and 64 digits of lower-case hexadecimal.
package enum Commitment {
  static let prefix = "hmac-sha256:"

  /// To a text: to its UTF-8 in Unicode's form NFC, so that two spellings of an accent are one text. Nil unless the
  /// bytes are UTF-8.
  package static func of(text: [UInt8], salt: CommitmentSalt) -> String? {
    guard let text = String(validating: text, as: UTF8.self) else { return nil }
    return of(bytes: Array(CanonicalComposition.nfc(text).utf8), salt: salt)
  }

  /// To bytes as they are.
  package static func of(bytes: [UInt8], salt: CommitmentSalt) -> String {
    var hash = SaltedHash(salt)
    hash.update(bytes)
    return prefix + hash.finalize()
  }
}
