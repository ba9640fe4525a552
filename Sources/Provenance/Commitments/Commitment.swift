// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Wire

/// `HMAC-SHA-256(salt, text)`: says nothing of the text to anybody who lacks the text or the salt.
package struct Commitment: Hashable, Sendable {
  static let prefix: StaticString = "hmac-sha256:"

  private let value: Bytes32

  init(_ value: Bytes32) { self.value = value }

  /// To a text: to its UTF-8 in Unicode's form NFC, so that two spellings of an accent are one text. Nil unless the
  /// bytes are UTF-8.
  package static func of(text: [UInt8], salt: CommitmentSalt) -> Commitment? {
    guard (try? UTF8Span(validating: text.span)) != nil else { return nil }
    var hash = SaltedHash(salt)
    hash.update(CanonicalComposition.nfc(text))
    return Commitment(hash.finalize())
  }

  /// To bytes as they are.
  package static func of(bytes: [UInt8], salt: CommitmentSalt) -> Commitment {
    var hash = SaltedHash(salt)
    hash.update(bytes)
    return Commitment(hash.finalize())
  }

  /// `hmac-sha256:` and 64 digits of lower-case hexadecimal.
  package var text: String { "\(Self.prefix)\(value.hexadecimal)" }

  /// Writes `text` as a JSON string.
  func write(to json: inout JSONWriter) {
    value.withUnsafeBytes { json.value(hexadecimal: $0, behind: Self.prefix) }
  }
}
