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
}
