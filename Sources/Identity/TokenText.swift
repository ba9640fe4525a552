// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// A token as it is written: `tg_` + public id (10) + `_` + secret (43) + checksum (6), 63 characters in all.
///
/// The secret's 43 base-62 digits hold 256 bits. The checksum is the CRC-32 (IEEE 802.3) of the 57 characters before it,
/// in base 62: a mistyped or cut token is refused without looking anything up, and scanners for leaked secrets can tell a
/// token from a look-alike.
package struct TokenText: Sendable {
  package let id: TokenID
  /// What is hashed: everything but the checksum. A secret, so that printing a token shows its public id at most.
  let body: Secret

  static let prefix = Array("tg_".utf8)
  static let secretLength = 43
  static let checksumLength = 6
  static let bodyLength = prefix.count + TokenID.length + 1 + secretLength
  package static let length = bodyLength + checksumLength

  /// Nil when the form or the checksum is wrong.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == Self.length, bytes.starts(with: Self.prefix),
      let id = TokenID(digits: bytes[Self.prefix.count..<Self.prefix.count + TokenID.length]),
      bytes[Self.prefix.count + TokenID.length] == UInt8(ascii: "_"),
      bytes[(Self.prefix.count + TokenID.length + 1)..<Self.bodyLength].allSatisfy({ Base62.digit($0) != nil })
    else { return nil }
    let body = bytes[..<Self.bodyLength]
    guard bytes[Self.bodyLength...].elementsEqual(Self.checksum(of: body)) else { return nil }
    self.id = id
    self.body = Secret(Array(body))
  }

  private init(id: TokenID, body: [UInt8]) {
    self.id = id
    self.body = Secret(body)
  }

  /// A new token.
  package static func mint(using random: inout some RandomNumberGenerator) -> TokenText {
    let id = Base62.random(TokenID.length, using: &random)
    let secret = Base62.random(secretLength, using: &random)
    return TokenText(id: TokenID(digits: id[...])!, body: prefix + id + [UInt8(ascii: "_")] + secret)
  }

  /// The whole token, to be shown exactly once.
  package var secret: Secret { body.reveal { Secret($0 + Self.checksum(of: $0[...])) } }

  static func checksum(of body: ArraySlice<UInt8>) -> [UInt8] {
    Base62.render(UInt64(CRC32.of(body)), width: checksumLength)
  }
}

/// CRC-32 with the polynomial of IEEE 802.3, reflected (0xEDB88320), as zlib and Ethernet have it.
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
  }

  static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
  }
}
