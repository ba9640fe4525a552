// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Which of a message's forms a whole number takes, in the order in which translators write them: the categories of CLDR 48
/// (<https://www.unicode.org/cldr/charts/48/supplemental/language_plural_rules.html>) that the language uses for whole
/// numbers.
enum PluralRule: Sendable {
  /// 1, else.
  case one
  /// No difference.
  case none
  /// 0 and 1, else.
  case zeroOrOne
  /// Russian, Ukrainian, Belarusian, Serbian, Croatian, Bosnian: 1 21 31, 2–4 22–24, else.
  case eastSlavic
  /// Polish: 1, 2–4 22–24, else.
  case polish
  /// Czech, Slovak: 1, 2–4, else.
  case czech
  case slovenian, lithuanian, latvian, romanian, hebrew, arabic, irish, welsh

  init(language: String) {
    let base = String(language.prefix { $0 != "-" })
    self =
      switch base {
      case "ja", "zh", "yue", "ko", "vi", "th", "id", "ms", "my", "km", "lo", "jv", "su", "bo", "dz", "wo", "yo", "ig":
        .none
      case "fr", "pt", "hi", "bn", "gu", "kn", "mr", "fa", "am", "as", "hy", "zu", "ti", "mg", "ln", "wa", "ak", "pa":
        .zeroOrOne
      case "ru", "uk", "be", "sr", "hr", "bs", "sh": .eastSlavic
      case "pl": .polish
      case "cs", "sk": .czech
      case "sl": .slovenian
      case "lt": .lithuanian
      case "lv": .latvian
      case "ro", "mo": .romanian
      case "he": .hebrew
      case "ar": .arabic
      case "ga": .irish
      case "cy": .welsh
      default: .one
      }
  }

  func form(of number: Int) -> Int {
    let n = abs(number)
    let (tens, ones) = (n % 100, n % 10)
    let isTeen = (11...19).contains(tens)
    let isFew = (2...4).contains(ones) && !(12...14).contains(tens)
    return switch self {
    case .none: 0
    case .one: n == 1 ? 0 : 1
    case .zeroOrOne: n <= 1 ? 0 : 1
    case .eastSlavic: ones == 1 && tens != 11 ? 0 : isFew ? 1 : 2
    case .polish: n == 1 ? 0 : isFew ? 1 : 2
    case .czech: n == 1 ? 0 : (2...4).contains(n) ? 1 : 2
    case .slovenian: [1, 2, 3, 4].contains(tens) ? [0, 1, 2, 2][tens - 1] : 3
    case .lithuanian: isTeen || ones == 0 ? 2 : ones == 1 ? 0 : 1
    case .latvian: ones == 0 || isTeen ? 0 : ones == 1 ? 1 : 2
    case .romanian: n == 1 ? 0 : n == 0 || (1...19).contains(tens) ? 1 : 2
    case .hebrew: n == 1 ? 0 : n == 2 ? 1 : 2
    case .arabic: n <= 2 ? n : (3...10).contains(tens) ? 3 : tens >= 11 ? 4 : 5
    case .irish: n == 1 ? 0 : n == 2 ? 1 : (3...6).contains(n) ? 2 : (7...10).contains(n) ? 3 : 4
    case .welsh: n <= 3 ? n : n == 6 ? 4 : 5
    }
  }
}
