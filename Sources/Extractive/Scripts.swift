// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What one Unicode scalar is to the splitter, the tokenizer and the token count.
package enum CharacterClass: UInt8, Sendable {
  /// White space within a line, and control characters: a NUL or an escape is never passed on.
  case space
  /// Anything that ends a line, as in UAX #14: LF, CR, VT, FF, NEL, LS, PS.
  case lineBreak
  /// A letter of a script that puts spaces between words.
  case letter
  /// A letter of a script that writes words without spaces: Han, Kana, Thai, Lao, Khmer, Myanmar and relatives.
  case spaceless
  /// A number of any kind (general categories Nd, Nl, No).
  case digit
  /// A combining mark, variation selector included.
  case mark
  /// Invisible formatting that neither breaks nor makes a word: joiners, direction marks, soft hyphen, BOM.
  case ignorable
  /// Punctuation, symbols, emoji, private and unassigned characters: all that is visible and no word.
  case symbol

  /// True for what moves the pen without ink.
  var isBlank: Bool { self == .space || self == .lineBreak }
}

/// Character classes and the few script questions that splitting and joining ask.
///
/// Everything comes from the Unicode data of the Swift standard library, which ships with the binary, so the
/// answer does not depend on the machine or its locale.
package enum Scripts {
  /// The class of a scalar. Constant time for the Basic Multilingual Plane.
  package static func classify(_ scalar: Unicode.Scalar) -> CharacterClass {
    let value = Int(scalar.value)
    return value < planeSize ? plane[value] : derive(scalar)
  }

  /// The simple lower-case form; a scalar whose lower case is longer than one scalar stays as it is.
  static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.value < 0x80 {
      return 65...90 ~= scalar.value ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
    }
    guard scalar.properties.changesWhenLowercased else { return scalar }
    let mapping = scalar.properties.lowercaseMapping.unicodeScalars
    guard let first = mapping.first, mapping.count == 1 else { return scalar }
    return first
  }

  /// True for a small letter with which a sentence would not begin.
  ///
  /// Asked through title case, not through "is lower case", because Georgian letters count as small although
  /// Georgian sentences begin with them.
  static func isSmall(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return 97...122 ~= scalar.value }
    return scalar.properties.isLowercase && scalar.properties.changesWhenTitlecased
  }

  /// True for a capital or title-case letter.
  static func isCapital(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return 65...90 ~= scalar.value }
    return scalar.properties.isUppercase
  }

  static func isGreek(_ scalar: Unicode.Scalar) -> Bool {
    0x0370...0x03FF ~= scalar.value || 0x1F00...0x1FFF ~= scalar.value
  }

  /// Thai and Lao mark phrases by spaces and mostly have no sentence ends at all.
  static func isThaiOrLao(_ scalar: Unicode.Scalar) -> Bool { 0x0E01...0x0EFF ~= scalar.value }

  static func isHiragana(_ scalar: Unicode.Scalar) -> Bool { 0x3041...0x309F ~= scalar.value }

  /// Arabic vowel signs and tatweel, Hebrew points and cantillation: the same word is written with and without.
  static func isOptionalVowel(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0591...0x05BD, 0x05BF, 0x05C1...0x05C2, 0x05C4...0x05C5, 0x05C7: true
    case 0x0610...0x061A, 0x0640, 0x064B...0x065F, 0x0670, 0x06D6...0x06ED: true
    default: false
    }
  }

  /// Full-width punctuation carries its own room, so no space follows it.
  static func isWidePunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3001...0x3003, 0x3008...0x301F, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF0F: true
    case 0xFF1A...0xFF20, 0xFF3B...0xFF3D, 0xFF5B...0xFF65: true
    default: false
    }
  }

  private static let planeSize = 0x10000

  private static let plane: [CharacterClass] = (0..<UInt32(planeSize)).map { value in
    Unicode.Scalar(value).map(derive) ?? .symbol
  }

  private static func derive(_ scalar: Unicode.Scalar) -> CharacterClass {
    switch scalar.value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: return .lineBreak
    case 0x1F3FB...0x1F3FF: return .mark  // skin tones modify the emoji before them
    case 0x200B: return .space  // ZERO WIDTH SPACE separates words in Khmer, Thai and Myanmar
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .spaceSeparator, .lineSeparator, .paragraphSeparator:
      return .space
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return isSpaceless(scalar.value) ? .spaceless : .letter
    case .decimalNumber, .letterNumber, .otherNumber:
      return scalar.value == 0x3007 ? .spaceless : .digit  // IDEOGRAPHIC NUMBER ZERO is written like a letter
    case .nonspacingMark, .spacingMark, .enclosingMark:
      return .mark
    case .format:
      return .ignorable
    default:
      return .symbol
    }
  }

  private static func isSpaceless(_ value: UInt32) -> Bool {
    switch value {
    case 0x0E01...0x0EFF: true  // Thai, Lao
    case 0x1000...0x109F, 0xA9E0...0xA9FF, 0xAA60...0xAA7F: true  // Myanmar and its extensions
    case 0x1780...0x17FF: true  // Khmer
    case 0x1950...0x19DF, 0x1A20...0x1AAF, 0xAA80...0xAADF: true  // Tai Le, New Tai Lue, Tai Tham, Tai Viet
    case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x303C: true  // radicals and Han signs
    case 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF: true  // Hiragana, Katakana
    case 0x3105...0x312F, 0x31A0...0x31BF, 0x31F0...0x31FF: true  // Bopomofo, small Katakana
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF: true  // Han
    case 0xA000...0xA48F, 0xFF66...0xFF9F: true  // Yi, half-width Katakana
    case 0x1B000...0x1B16F, 0x20000...0x3FFFF: true  // Kana supplements, further Han
    default: false
    }
  }
}
