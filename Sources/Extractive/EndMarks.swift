// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The characters that end sentences, and those that may stand between an end mark and the next sentence.
///
/// The set follows the Unicode property Sentence_Terminal (<https://www.unicode.org/reports/tr29/>), which the
/// Swift standard library does not offer, and adds the Tibetan shad and the Thai and Khmer section marks.
enum EndMarks {
  enum Kind {
    /// Ends a sentence wherever it stands: 。 ؟ । and others that have no second use.
    case full
    /// Ends a sentence if what follows looks like a beginning: ! ? and the Greek question mark.
    case spaced
    /// U+2026 and its like: as `spaced`, but inside a sentence as often as at its end.
    case ellipsis
    /// The full stop, which also marks abbreviations, ordinals and decimals.
    case dot
  }

  /// The kind of end mark at `index`, or nil.
  static func kind(at index: Int, in scalars: [Unicode.Scalar]) -> Kind? {
    switch scalars[index].value {
    case 0x2E, 0xFF0E: .dot
    case 0x21, 0x3F, 0x203D: .spaced
    case 0x3B, 0x037E: followsGreek(index, scalars) ? .spaced : nil
    case 0x2026, 0x22EF: .ellipsis
    case 0x0589, 0x05C3: .full  // Armenian, Hebrew sof pasuq
    case 0x061E...0x061F, 0x06D4, 0x0700...0x0702, 0x07F9: .full  // Arabic, Syriac, N'Ko
    case 0x0964...0x0965, 0x0DF4: .full  // Danda and double danda (all Brahmic scripts), Sinhala
    case 0x0E5A...0x0E5B, 0x0F0D...0x0F12: .full  // Thai, Tibetan
    case 0x104B: .full  // Myanmar section mark; U+104A is a comma
    case 0x1362, 0x1367...0x1368: .full  // Ethiopic full stop, question mark, paragraph mark
    case 0x166E, 0x1735...0x1736: .full  // Canadian syllabics, Philippine scripts
    case 0x17D4...0x17D5, 0x1803, 0x1809: .full  // Khmer, Mongolian
    case 0x1AA8...0x1AAB, 0x1B5A...0x1B5B, 0x1B5E...0x1B5F: .full  // Tai Tham, Balinese
    case 0x1C3B...0x1C3C, 0x1C7E...0x1C7F: .full  // Lepcha, Ol Chiki
    case 0x203C, 0x2047...0x2049, 0x2E2E, 0x2E3C: .full
    case 0x3002, 0xFF01, 0xFF1F, 0xFF61, 0xFE12, 0xFE15...0xFE16, 0xFE52, 0xFE56...0xFE57: .full
    case 0xA4FF, 0xA60E...0xA60F, 0xA6F3, 0xA6F7, 0xA876...0xA877, 0xA8CE...0xA8CF: .full
    case 0xA92F, 0xA9C8...0xA9C9, 0xAA5D...0xAA5F, 0xAAF0...0xAAF1, 0xABEB: .full
    default: nil
    }
  }

  /// True when the sentence asks: a question mark among its last scalars, closing signs aside.
  static func isQuestion(_ sentence: ArraySlice<Unicode.Scalar>) -> Bool {
    for index in sentence.indices.suffix(4) {
      switch sentence[index].value {
      case 0x3F, 0x037E, 0x055E, 0x061F, 0x1367, 0x2047...0x2049, 0xFE56, 0xFF1F: return true
      default: continue
      }
    }
    return false
  }

  /// True for a quotation mark or bracket that can only close.
  static func closes(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x29, 0x5D, 0x7D: return true
    case 0..<0xA0: return false
    default:
      let category = scalar.properties.generalCategory
      return category == .closePunctuation || category == .finalPunctuation
    }
  }

  /// True for a quotation mark that closes in one language and opens in another: " ' “ ‘ «.
  static func closesPerhaps(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x22, 0x27, 0x60, 0x2A, 0x5F: return true  // * and _ close Markdown emphasis
    case 0..<0xA0: return false
    default: return scalar.properties.generalCategory == .initialPunctuation
    }
  }

  /// True for what may stand before the first letter of a sentence.
  static func opens(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x28, 0x5B, 0x7B, 0xA1, 0xBF: return true
    default:
      let category = scalar.properties.generalCategory
      return category == .openPunctuation || closesPerhaps(scalar) || category == .finalPunctuation
    }
  }

  /// After a closed quotation, these say that the sentence which quotes goes on: 「…。」と言った。
  static func continuesAfterQuotation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3068, 0x3001, 0xFF0C, 0x2C, 0x060C, 0x306E, 0x3067, 0x306A: true  // と 、 ， , ، の で な
    default: false
    }
  }

  /// A semicolon is a question mark in Greek; U+037E is canonically the same character.
  private static func followsGreek(_ index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
    guard index > 0 else { return false }
    let before = EndMarks.closes(scalars[index - 1]) && index > 1 ? index - 2 : index - 1
    return Scripts.isGreek(scalars[before])
      || Scripts.classify(scalars[before]) == .mark && before > 0
        && Scripts.isGreek(scalars[before - 1])
  }
}
