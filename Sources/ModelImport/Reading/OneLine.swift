// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import StrictYAML

/// Foreign text for a message or a comment: on one line, and nothing in it that moves the reader's cursor or turns the
/// direction of the text around. YAML 1.1 also counts U+0085, U+2028 and U+2029 as line breaks.
func oneLine(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: \.isUnseen) else { return text }
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { result.append(scalar.isUnseen ? " " : scalar) }
  return String(result)
}

/// The same, and no longer than `limit` characters.
func short(_ text: String, limit: Int = 80) -> String {
  // A character may have any number of combining marks; scalars are what bounds the bytes.
  let scalars = text.unicodeScalars.prefix(limit + 1)
  let line = oneLine(String(String.UnicodeScalarView(scalars.prefix(limit))))
  return scalars.count > limit ? line + "…" : line
}
