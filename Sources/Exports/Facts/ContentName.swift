// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Domain

/// Names that follow from content, so that an export can be made again and be the same.
enum ContentName {
  /// A UUID of version 8 (RFC 9562, section 5.8): the first 122 usable bits of SHA-256.
  static func uuid(of bytes: [UInt8]) -> String {
    var digest = Array(SHA256.hash(data: bytes).prefix(16))
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    let digits = Array(Hexadecimal.text(digest))
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
  }

  /// A name by digest (RFC 6920): `ni:///sha-256;` and the digest in base64url. It says what, not where.
  static func address(of digest: ContentDigest) -> String { "ni:///sha-256;\(base64URL(digest.bytes))" }

  /// RFC 4648, section 5, without padding.
  private static func base64URL(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    var text = ""
    var (buffer, bits) = (0, 0)
    for byte in bytes {
      buffer = buffer << 8 | Int(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(alphabet[buffer >> bits & 63])
      }
      buffer &= (1 << bits) - 1
    }
    if bits > 0 { text.append(alphabet[buffer << (6 - bits) & 63]) }
    return text
  }
}
