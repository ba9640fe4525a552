// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

enum WritingDirection {
  /// Languages that are written from right to left unless a script says otherwise: CLDR 48, `characterOrder`, and those
  /// of MediaWiki's language list.
  private static let languages: Set<Substring> = [
    "ae", "aeb", "ajp", "apc", "ar", "arc", "arq", "ary", "arz", "azb", "bal", "bcc", "bgn", "bqi", "ckb", "dv", "fa",
    "glk", "he", "khw", "ks", "lki", "lrc", "luz", "mzn", "nqo", "pnb", "ps", "rhg", "sd", "sdh", "skr",
    "syr", "ug", "ur", "yi",
  ]
  private static let scripts: Set<Substring> = ["adlm", "arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa"]

  /// - Parameter code: BCP 47.
  static func isRightToLeft(_ code: String) -> Bool {
    let parts = code.lowercased().split(separator: "-")
    guard let language = parts.first else { return false }
    if let script = parts.dropFirst().first(where: { $0.count == 4 && $0.allSatisfy(\.isLetter) }) {
      return scripts.contains(script)
    }
    return languages.contains(language)
  }
}

enum PseudoLanguage {
  private static let letters: [Character: Character] = Dictionary(
    uniqueKeysWithValues: zip("abcdefghijklmnopqrstuvwxyz", "ابصدعفغهيجكلمنوپقرستثڤخزشظ"))

  /// Letter by letter, so that every text keeps its length.
  static func mirrored(_ text: String) -> String { String(text.map { letters[Character($0.lowercased())] ?? $0 }) }
}
