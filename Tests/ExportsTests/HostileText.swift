// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Names that break a writer that does not quote: YAML's own words and signs, JSON's, line ends of three standards,
/// control characters, and characters that turn the direction of what stands behind them.
enum HostileText {
  static let all = [
    "no", "null", "~", "1.0", "0x10", "2026-11-23", "a: b", "a #b", "# a", "- a", "? a", "---", "...", "& *a", "!tag a",
    "%TAG", "@a", "`a`", "{a", "[a]", "'", "\"", "\\", "\\u0000", " a", "a ", "a\n---\nb: c", "a\r\nb", "a\tb",
    "a\u{0}b\u{7}\u{1B}[31m", "a\u{7F}\u{85}\u{9F}b", "a\u{2028}b\u{2029}c", "a\u{FEFF}b", "\u{202E}gnp.exe\u{202C}",
    "\u{2067}abc\u{2069}", "מודל שפה", "نموذج", "模型 😀 e\u{301}", "</script><!--", "",
  ]
}
