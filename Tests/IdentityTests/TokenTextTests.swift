// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Identity
import Testing
import ToolgateTesting

@Suite struct TokenTextTests {
  /// Body and checksum as zlib's `crc32` and a pocket calculator give them.
  static let golden = "tg_0Az9Bb8Yy7_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq13UfC5"
  static let base62 = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

  static func minted(_ seed: UInt64) -> String {
    var random = SeededGenerator(seed: seed)
    return TokenText.mint(using: &random).secret.reveal { String(decoding: $0, as: UTF8.self) }
  }

  @Test func theGoldenTokenIsRead() throws {
    let token = try #require(TokenText(Self.golden))
    #expect(token.id.description == "0Az9Bb8Yy7")
    #expect(token.secret.reveal { String(decoding: $0, as: UTF8.self) } == Self.golden)
    #expect(Self.golden.utf8.count == 63)
    #expect(TokenText.length == 63)
  }

  @Test func everyMintedTokenHasTheForm() throws {
    let form = /tg_([0-9A-Za-z]{10})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})/
    var ids: Set<Substring> = []
    var letters: Set<Character> = []
    for seed in 0..<500 as Range<UInt64> {
      let text = Self.minted(seed)
      let match = try #require(try form.wholeMatch(in: text))
      #expect(TokenText(text)?.id.description == String(match.1))
      #expect(String(match.3) == Self.checksum(of: text.dropLast(6)))
      ids.insert(match.1)
      letters.formUnion(match.2)
    }
    #expect(ids.count == 500)
    #expect(letters == Set(Self.base62), "every digit is drawn")
  }

  @Test func everySingleChangeIsSeenWithoutLookingAnythingUp() {
    let others = (0x20...0x7E as ClosedRange<UInt8>).map { Character(UnicodeScalar($0)) } + ["é", "А", "\u{0}", "\n"]
    for text in [Self.golden, Self.minted(1), Self.minted(2)] {
      let characters = Array(text)
      for place in characters.indices {
        for other in others where other != characters[place] {
          var changed = characters
          changed[place] = other
          #expect(TokenText(String(changed)) == nil, "\(other) at \(place)")
        }
        var cut = characters
        cut.remove(at: place)
        #expect(TokenText(String(cut)) == nil, "cut at \(place)")
        for more in Self.base62 {
          var longer = characters
          longer.insert(more, at: place)
          #expect(TokenText(String(longer)) == nil, "\(more) more at \(place)")
        }
      }
    }
  }

  @Test func neighboursThatChangedPlacesAreSeen() {
    for seed in 0..<50 as Range<UInt64> {
      let characters = Array(Self.minted(seed))
      for place in 1..<characters.count where characters[place - 1] != characters[place] {
        var swapped = characters
        swapped.swapAt(place - 1, place)
        #expect(TokenText(String(swapped)) == nil)
      }
    }
  }

  @Test(arguments: ["", "tg_", "Bearer " + golden, golden + " ", " " + golden, golden.uppercased(), golden + golden])
  func anythingElseIsNoToken(text: String) {
    #expect(TokenText(text) == nil)
  }

  @Test func aTokenPrintsItsPublicIDAtMost() throws {
    let token = try #require(TokenText(Self.golden))
    var dumped = ""
    dump(token, to: &dumped)
    for output in ["\(token)", String(reflecting: token), "\(token.secret)", dumped] {
      #expect(!output.contains("ABCDEF"))
      #expect(!output.contains("65, 66, 67"))
      #expect(output.split { !$0.isNumber }.count < 20, "bytes one below the other are a secret too")
    }
  }

  @Test(arguments: ["0000000000", "zzzzzzzzzz", "0Az9Bb8Yy7"])
  func aPublicIDIsReadAsItIsWritten(text: String) {
    #expect(TokenID(text)?.description == text)
  }

  @Test(arguments: ["", "000000000", "00000000000", "00000-0000", "00000 0000", "00000é000"])
  func anotherPublicIDIsRefused(text: String) {
    #expect(TokenID(text) == nil)
  }

  @Test func theChecksumIsTheCRCOfEthernetAndZlib() {
    #expect(Self.crc32("123456789".utf8) == 0xCBF4_3926)
    #expect(Self.crc32("".utf8) == 0)
    #expect(Self.crc32("The quick brown fox jumps over the lazy dog".utf8) == 0x414F_A339)
    #expect(Self.checksum(of: Self.golden.dropLast(6)) == "13UfC5")
  }

  /// Bit by bit.
  private static func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      for bit in 0..<8 {
        let isSet = (crc ^ UInt32(byte >> bit)) & 1 == 1
        crc = crc >> 1 ^ (isSet ? 0xEDB8_8320 : 0)
      }
    }
    return ~crc
  }

  private static func checksum(of body: Substring) -> String {
    var rest = Int(crc32(body.utf8))
    var digits: [Character] = []
    for _ in 0..<6 {
      digits.insert(base62[rest % 62], at: 0)
      rest /= 62
    }
    return String(digits)
  }
}
