// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Places where a text can be cut so that both parts can be brought to NFC each for itself.
///
/// That is before a character of combining class 0 that never composes with one in front of it (Unicode Standard
/// Annex #15, section 9: stable code points). It may still compose with what follows, so a cut goes before it and
/// never behind. The ranges below are not all such characters, but every one of them is; the tests try each.
package enum CompositionBoundary {
  /// Smaller scalars are all of this kind, and are in NFC in any order.
  static let firstThatMayCompose: UInt32 = 0x300

  package static func isBefore(_ scalar: UInt32) -> Bool {
    if scalar < firstThatMayCompose { return true }
    return ranges.contains { $0.contains(scalar) }
  }

  /// In the order in which texts are likely to need them.
  private static let ranges: [ClosedRange<UInt32>] = [
    0x4E00...0x9FFF,  // Chinese characters
    0x3041...0x3096, 0x30A0...0x30FF, 0x3000...0x3029,  // kana and their punctuation
    0xAC00...0xD7A3,  // Korean syllables
    0x0400...0x0482, 0x048A...0x052F,  // Cyrillic
    0x0620...0x064A,  // Arabic letters
    0x0E01...0x0E30,  // Thai letters
    0x0905...0x0939,  // Devanagari letters
    0x05D0...0x05EA,  // Hebrew letters
    0x03A3...0x03CE,  // Greek letters
    0x2010...0x2027,  // dashes and quotation marks
    0x1F300...0x1F64F,  // emoji
  ]
}
