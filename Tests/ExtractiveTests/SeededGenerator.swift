// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// SplitMix64: the same numbers from the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Text from words, marks, blanks and signs of many scripts, sensible or not.
  mutating func text(of parts: Int) -> String {
    (0..<parts).map { _ in Self.parts.randomElement(using: &self) ?? "" }.joined()
  }

  private static let parts = [
    "river ", "water ", "The ", "of ", "stone ", "bridge ", "e.g. ", "Dr. ", "3.14 ", "No. 5 ", ". ", ".\n", "? ", "! ",
    "…", "...", "\n\n", "\n* ", "\n# ", "\n== x ==\n", "汉", "字", "水", "。", "！", "」", "「", "ひ", "カ", "ก", "ข้า ", "ລາວ ",
    "नदी ", "जल ", "। ", "॥", "ماء ", "نهر ", "؟ ", "۔ ", "נהר ", "мост ", "вода ", "Вода ", "г. ", "\u{301}",
    "\u{200D}",
    "\u{200F}", "\u{0}", "👩‍👧", "🌊", "\"", "”", ") ", "(", "[1]", "<ref>", "</ref> ", "| ", "{{", "}}", "-", "'", ",",
    "\r\n",
    "\u{2028}", "\u{2029}", "\u{3000}", "\u{FEFF}", "1", "٣", "a", "Z",
  ]
}
