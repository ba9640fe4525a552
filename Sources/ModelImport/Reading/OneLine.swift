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

/// Lower-case hexadecimal digits of a digest.
func hex(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
  return String(decoding: text, as: UTF8.self)
}

/// Exactly `count` lower-case hexadecimal digits.
func isHex(_ text: String, count: Int) -> Bool {
  text.utf8.count == count
    && text.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
}
