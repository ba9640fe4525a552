// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The SHA-256 of some bytes: the name of a file, of a text or of a state of the policies.
///
/// Where it stands alone, in records, leaves and messages, the algorithm is written in front of it: `text`. Where the place
/// itself says which algorithm it is, as the key `sha256` of policy files does, it is `digits`.
package struct ContentDigest: Name {
  /// `sha256:` and 64 digits of lower-case hexadecimal.
  package let text: String

  package init?(_ text: String) {
    guard text.hasPrefix(Self.prefix) else { return nil }
    self.init(digits: text.dropFirst(Self.prefix.count))
  }

  /// - Parameter digits: 64 of lower-case hexadecimal; nil for anything else.
  package init?(digits: some StringProtocol) {
    guard Hexadecimal.isText(digits, digits: 64) else { return nil }
    text = Self.prefix + digits
  }

  /// - Parameter sha256: 32 bytes, as the hash function gives them.
  package init(sha256: some Sequence<UInt8>) {
    text = Self.prefix + Hexadecimal.text(sha256)
    precondition(text.utf8.count == Self.prefix.utf8.count + 64, "a SHA-256 has 32 bytes")
  }

  /// 64 digits of lower-case hexadecimal, without the algorithm.
  package var digits: String { String(text.dropFirst(Self.prefix.count)) }

  /// 32 bytes.
  package var bytes: [UInt8] { Hexadecimal.bytes(digits) ?? [] }

  private static let prefix = "sha256:"
}
