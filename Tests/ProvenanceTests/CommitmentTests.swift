// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Provenance
import Testing
import ToolgateTesting

@Suite struct CommitmentTests {
  struct Published: Decodable {
    var text: String
    var salt: String
    var commitment: String
  }

  private static let salt = CommitmentSalt([UInt8](repeating: 0, count: 32))!

  private static func pieces(_ chunks: [[UInt8]]) -> String? {
    var incremental = IncrementalCommitment(salt: salt)
    for chunk in chunks { incremental.append(chunk) }
    return incremental.finalize()?.text
  }

  @Test func theTwoSpellingsOfTheSameAccentAreOneText() {
    let expected = "hmac-sha256:d935df5514010604ad3618f62fdc49212090b3255f55a5e0f3c54dff03820d87"
    #expect(Commitment.of(text: Array("Cafe\u{301}".utf8), salt: Self.salt)?.text == expected)
    #expect(Commitment.of(text: Array("Caf\u{E9}".utf8), salt: Self.salt)?.text == expected)
    #expect(Commitment.of(text: Array("Cafe".utf8), salt: Self.salt)?.text != expected)
  }

  @Test func commitmentsAreThoseOfTheOtherImplementation() throws {
    for published in try Vectors.json("commitments.json", as: [Published].self) {
      let (text, salt) = (Vectors.hexadecimal(published.text), CommitmentSalt(hexadecimal: published.salt)!)
      #expect(Commitment.of(text: text, salt: salt)?.text == published.commitment, "\(published.text)")
      var incremental = IncrementalCommitment(salt: salt)
      for byte in text { incremental.append([byte]) }
      #expect(incremental.finalize()?.text == published.commitment, "\(published.text), byte by byte")
    }
  }

  @Test func textsComposeAsTheOtherImplementationComposesThem() throws {
    let published = try Vectors.json("normalization.json", as: [[String]].self)
    #expect(published.count > 800)
    for pair in published {
      let text = String(decoding: Vectors.hexadecimal(pair[0]), as: UTF8.self)
      #expect(Array(CanonicalComposition.nfc(text).utf8) == Vectors.hexadecimal(pair[1]), "\(pair[0])")
    }
  }

  /// Letters with marks that compose, reorder, or begin a piece; scripts that compose without marks; and what Unicode
  /// writes otherwise in NFC.
  private static let parts: [String] = [
    "a", "e", "o", " ", "\n", "é", "ö", "e\u{301}", "\u{301}", "\u{323}", "\u{307}", "\u{30A}", "A", "\u{327}", "漢",
    "字",
    "\u{F900}", "か", "\u{3099}", "\u{309A}", "ハ", "\u{1100}", "\u{1161}", "\u{11A8}", "가", "각", "\u{AC00}", "क",
    "\u{93C}", "\u{928}", "\u{9C7}", "\u{9BE}", "\u{BC6}", "\u{BBE}", "ا", "\u{653}", "\u{654}", "ש", "\u{5C1}",
    "\u{5BC}",
    "и", "\u{306}", "Я", "α", "\u{345}", "\u{342}", "ก", "\u{E33}", "\u{E48}", "🌊", "👩\u{200D}🔬", "🇺🇳", "\u{1D15E}",
    "\u{110B9}", "\u{110BA}", "\u{2126}", "\u{2000}", "“", "—", "\u{340}", "\u{344}", "\u{F73}", "\u{FB1D}",
    "\u{1025}", "\u{102E}", "\u{338}", "=", "<", "\u{2ADC}",
  ]

  @Test func piecesSplitAnywhereGiveTheCommitmentOfTheWhole() {
    var random = SeededGenerator(seed: 77)
    for _ in 0..<4_000 {
      let text = (0..<Int.random(in: 0...24, using: &random)).map { _ in Self.parts.randomElement(using: &random)! }
      let bytes = Array(text.joined().utf8)
      var cuts = (0..<Int.random(in: 0...8, using: &random)).map { _ in Int.random(in: 0...bytes.count, using: &random)
      }
      cuts = [0] + cuts.sorted() + [bytes.count]
      let chunks = zip(cuts, cuts.dropFirst()).map { Array(bytes[$0..<$1]) }
      #expect(Self.pieces(chunks) == Commitment.of(text: bytes, salt: Self.salt)?.text, "\(bytes) cut at \(cuts)")
    }
  }

  /// What the boundaries rest on: such a character never composes with one in front of it, in any order.
  @Test func noCharacterThatACutGoesBeforeComposesWithWhatIsInFront() {
    // Nothing is assigned between planes 3 and 14, and nothing there decomposes.
    let scalars = (0...UInt32(0x2FFFF)).lazy.compactMap(Unicode.Scalar.init)
    var composing = Set<UInt32>()
    for scalar in scalars {
      let decomposed = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
      for second in decomposed.dropFirst() { composing.insert(second.value) }
    }
    #expect(composing.count > 100)
    for scalar in scalars where CompositionBoundary.isBefore(scalar.value) {
      #expect(scalar.properties.canonicalCombiningClass == .notReordered, "\(scalar.value)")
      #expect(!composing.contains(scalar.value), "\(scalar.value)")
      #expect(String(scalar).precomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual([scalar]))
    }
  }

  @Test func bytesThatAreNotUTF8HaveNoCommitment() {
    let wrong: [[UInt8]] = [
      [0xFF], [0xC0, 0x80], [0x61, 0x80], [0xE2, 0x82], [0xE2, 0x82, 0x61], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80],
      [0xF0, 0x9F, 0x8C], [0xC3], [0xF5, 0x80, 0x80, 0x80], [0xE0, 0x80, 0x80],
    ]
    for bytes in wrong {
      #expect(Commitment.of(text: bytes, salt: Self.salt) == nil)
      #expect(Self.pieces([bytes]) == nil)
      #expect(Self.pieces(bytes.map { [$0] }) == nil)
      #expect(Self.pieces([Array("text ".utf8) + bytes + Array(" text".utf8)]) == nil)
    }
  }

  @Test func aTextWithoutAPlaceToCutIsGivenUpAndNotCommittedToWrongly() {
    let marks = Array(String(repeating: "\u{301}", count: IncrementalCommitment.mostPendingBytes / 2).utf8)
    #expect(Self.pieces([marks]) == Commitment.of(text: marks, salt: Self.salt)?.text)
    #expect(Self.pieces([Array("a".utf8), marks]) == nil)
    #expect(Self.pieces([Array("a".utf8), marks, Array(" and on".utf8)]) == nil)
  }

  @Test func aSaltIsNotPrinted() {
    let salt = CommitmentSalt(0..<32)!
    var dumped = ""
    dump(salt, to: &dumped)
    #expect("\(salt)" == "<salt>" && !dumped.contains("31") && salt.hexadecimal.hasPrefix("000102"))
    #expect(CommitmentSalt(hexadecimal: salt.hexadecimal) == salt)
    #expect(CommitmentSalt(hexadecimal: salt.hexadecimal.uppercased()) == nil)
    #expect(CommitmentSalt(0..<31) == nil)
  }
}
