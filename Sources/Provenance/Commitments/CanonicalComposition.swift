// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Unicode's form NFC (Unicode Standard Annex #15), the same for everybody who computes it.
package enum CanonicalComposition {
  /// In Swift 6.3, Foundation goes wrong in two places where other people's commitments would differ: a composed Korean
  /// syllable with a final consonant behind it stays apart, and the marks that a few Tibetan vowels are made of stay out
  /// of order. It goes right from a text that is decomposed. `Tests/vectors/normalization.json` holds what another
  /// implementation makes of such texts.
  package static func nfc(_ text: String) -> String {
    // Characters that neither compose with what is in front of them nor are reordered are in NFC in any order.
    if text.unicodeScalars.allSatisfy({ CompositionBoundary.isBefore($0.value) }) { return text }
    return text.decomposedStringWithCanonicalMapping.precomposedStringWithCanonicalMapping
  }

  /// The same of a text that is known to be UTF-8, and without a copy where the bytes tell that it is in NFC.
  static func nfc(_ utf8: [UInt8]) -> [UInt8] {
    // The first characters that may not be in NFC begin with the byte CC.
    if utf8.largestByte < firstByteThatMayCompose { return utf8 }
    return Array(nfc(String(decoding: utf8, as: UTF8.self)).utf8)
  }

  /// The lead byte of U+0300, `CompositionBoundary.firstThatMayCompose`.
  private static let firstByteThatMayCompose: UInt8 = 0xCC
}
