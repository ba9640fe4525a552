// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Identity
import Testing

@Suite struct TokenHashTests {
  /// HMAC-SHA-256 (RFC 2104) of the golden token without its checksum, under the key 00 01 … 1f, as Python's `hmac`
  /// has it.
  @Test func theHashIsTheKeyedHashOfTheTokensText() throws {
    let hasher = TokenHasher(key: Secret(Array(0..<32)))
    let hash = hasher.hash(try #require(TokenText(TokenTextTests.golden)))
    let digits = hash.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(digits == "ceb398b3461945dafd87dcc91a860955ed5af2b38b2b06d1fbf5748a2af9968e")
  }

  @Test func anotherKeyOrAnotherTokenHashesOtherwise() throws {
    let token = try #require(TokenText(TokenTextTests.golden))
    let other = try #require(TokenText(TokenTextTests.minted(1)))
    let hasher = TokenHasher(key: Secret([UInt8](repeating: 1, count: 32)))
    #expect(hasher.hash(token) == hasher.hash(token))
    #expect(hasher.hash(token) != hasher.hash(other))
    #expect(hasher.hash(token) != TokenHasher(key: Secret([UInt8](repeating: 2, count: 32))).hash(token))
  }

  @Test func hashesAreEqualOnlyIfEveryBitIs() throws {
    let bytes = (0..<32).map { UInt8($0 * 7) }
    let hash = try #require(TokenHash(bytes: bytes))
    #expect(hash == TokenHash(bytes: bytes))
    #expect(hash.bytes == bytes)
    for bit in 0..<256 {
      var changed = bytes
      changed[bit / 8] ^= 1 << (bit % 8)
      #expect(TokenHash(bytes: changed) != hash, "bit \(bit)")
    }
  }

  @Test(arguments: [0, 1, 31, 33, 64])
  func anotherNumberOfBytesIsNoHash(count: Int) {
    #expect(TokenHash(bytes: [UInt8](repeating: 0, count: count)) == nil)
  }

  @Test func theKeyIsNotPrinted() {
    let hasher = TokenHasher(key: Secret([UInt8](repeating: 0xAB, count: 32)))
    var dumped = ""
    dump(hasher, to: &dumped)
    for output in ["\(hasher)", String(reflecting: hasher), dumped] {
      #expect(!output.contains("171") && !output.lowercased().contains("abab"))
    }
  }
}
