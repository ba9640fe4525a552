// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Tells a full stop that ends a sentence from one that belongs to a word before it.
///
/// The lists only steer where sentences are cut, never which are chosen. A word that may as well end a sentence
/// ("etc.", "usw.", "и др.") is in no list: before a small letter the sentence goes on anyhow.
enum Abbreviations {
  /// True when the full stop at `dot` does not end the sentence whose next visible letter stands at `next`.
  static func holdOpen(dot: Int, next: Int, in scalars: [Unicode.Scalar], from start: Int) -> Bool {
    let word = wordBefore(dot, in: scalars, from: start)
    guard !word.isEmpty else { return false }
    let key = text(word)
    if alwaysOpen.contains(key) { return true }
    let nextIsDigit = Scripts.classify(scalars[next]) == .digit
    let letters = word.filter { Scripts.classify($0) != .mark }
    if letters.allSatisfy({ Scripts.classify($0) == .digit }) {
      return letters.count <= 2 && (word.startIndex == start || ordinalNouns.contains(text(scalars, from: next)))
    }
    if letters.contains(".") { return isDotted(letters) }
    if letters.count == 1, let only = letters.first {
      guard Scripts.classify(only) == .letter else { return false }
      return Scripts.isCapital(only) || nextIsDigit || isInitial(next, scalars)
    }
    return nextIsDigit && openBeforeNumber.contains(key)
  }

  /// The unbroken run of letters, digits, marks and inner full stops before `dot`.
  private static func wordBefore(
    _ dot: Int, in scalars: [Unicode.Scalar], from start: Int
  ) -> ArraySlice<Unicode.Scalar> {
    var first = dot
    while first > start, dot - first < longest {
      let before = scalars[first - 1]
      switch Scripts.classify(before) {
      case .letter, .digit, .mark: first -= 1
      case .symbol where before == ".": first -= 1
      default: return scalars[first..<dot]
      }
    }
    return scalars[first..<dot]
  }

  /// "U.S", "e.g", "z.B", "т.е": every part short and of letters. A version number or a host name is not.
  private static func isDotted(_ letters: [Unicode.Scalar]) -> Bool {
    letters.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
      (1...3).contains(part.count) && part.allSatisfy { Scripts.classify($0) == .letter }
    }
  }

  /// One letter and a full stop: the second half of "z. B." or "т. е.".
  private static func isInitial(_ index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
    index + 1 < scalars.count && Scripts.classify(scalars[index]) == .letter && scalars[index + 1] == "."
  }

  private static func text(_ word: some Sequence<Unicode.Scalar>) -> String {
    var key = String.UnicodeScalarView()
    for scalar in word { key.append(Scripts.lowercased(scalar)) }
    return String(key)
  }

  private static func text(_ scalars: [Unicode.Scalar], from start: Int) -> String {
    text(scalars[start...].prefix(longest).prefix { Scripts.classify($0) == .letter })
  }

  private static let longest = 24

  /// Titles, and words that always introduce something.
  private static let alwaysOpen: Set<String> = [
    // English
    "dr", "mr", "mrs", "ms", "prof", "st", "mt", "rev", "gen", "col", "capt", "lt", "sgt", "sen", "gov", "messrs",
    "vs", "cf", "viz", "approx", "dept", "univ",
    // German
    "fr", "ing", "bzw", "bspw", "vgl", "evtl", "ggf", "inkl", "exkl", "sog", "ca", "geb", "gest", "zzgl",
    // French, Italian, Spanish, Portuguese, Dutch, Polish, Czech
    "mgr", "env", "sr", "sra", "srta", "dra", "dott", "sig", "dhr", "mevr", "tzw", "tzn", "np", "tzv",
    "např", "av", "apr",
    // Russian, Ukrainian
    "им", "ул", "просп", "акад", "проф", "гр", "св", "вул",
    // Hindi, Bengali
    "डॉ", "श्री", "ড", "ডা",
  ]

  /// Words that are abbreviations only where a number follows ("No. 5", but "He said no.").
  private static let openBeforeNumber: Set<String> = [
    "no", "nos", "nr", "num", "vol", "fig", "figs", "p", "pp", "art", "sec", "ch", "chap", "eq", "para", "op",
    "abb", "abs", "bd", "kap", "ziff", "tab", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
    "okt", "nov", "dec", "dez", "núm", "pág", "págs", "cap", "č", "рис", "стр", "табл", "гл", "ст", "км", "млн",
  ]

  /// German writes ordinals with a full stop and nouns with a capital: "am 3. Oktober", "im 19. Jahrhundert".
  private static let ordinalNouns: Set<String> = [
    "januar", "jänner", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
    "november", "dezember", "jahrhundert", "jahrhunderts", "jahrhunderten", "jahrtausend", "jahrtausends", "jh", "jhd",
    "weltkrieg", "weltkriegs", "weltkrieges", "auflage", "ausgabe", "bezirk", "grad", "grades", "klasse", "lebensjahr",
    "platz", "ordnung", "stock", "tag", "woche", "liga", "division", "armee", "buch", "kapitel",
  ]
}
