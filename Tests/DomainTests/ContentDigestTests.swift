// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct ContentDigestTests {
  private static let digits = String(repeating: "0123456789abcdef", count: 4)

  @Test func `is written with its algorithm or as digits alone, and read back from both`() throws {
    let digest = try #require(ContentDigest("sha256:\(Self.digits)"))
    #expect(digest.text == "sha256:\(Self.digits)" && "\(digest)" == digest.text && digest.digits == Self.digits)
    #expect(ContentDigest(digits: Self.digits) == digest)
    #expect(digest.bytes.count == 32 && ContentDigest(sha256: digest.bytes) == digest)
  }

  @Test(arguments: [
    "", "sha256:", digits, "sha512:\(digits)", "SHA256:\(digits)", " sha256:\(digits)", "sha256:\(digits)0",
    "sha256:\(digits.dropLast())", "sha256:\(digits.uppercased())", "sha256:\(digits.dropLast())g",
    "sha256:\(digits.dropLast(2))é", "sha256:\(digits)\n", "sha256:\u{301}\(digits)",
  ])
  func `no other text is one`(text: String) {
    #expect(ContentDigest(text) == nil)
  }

  @Test(arguments: [
    "", "sha256:\(digits)", digits.uppercased(), "\(digits)0", "\(digits.dropLast())", "é\(digits.dropLast(2))",
  ])
  func `no other digits are one`(digits: String) {
    #expect(ContentDigest(digits: digits) == nil)
  }

  @Test(arguments: [
    ("ff", 2, true), ("ff", 1, false), ("FF", 2, false), ("fg", 2, false), ("", 0, true), ("é", 2, false),
  ])
  func `hexadecimal is lower-case ASCII of the length that is asked for`(text: String, count: Int, isOne: Bool) {
    #expect(Hexadecimal.isText(text, digits: count) == isOne)
  }
}
