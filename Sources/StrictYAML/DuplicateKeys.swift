// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A text in which keys that repeat another one are made different, so that a parser that stops at the first duplicate
/// can be led through the whole text.
///
/// The first character of a key is replaced with one of the private use area (U+E000…). One scalar stands for one
/// scalar, so that every line and column stays what it was.
struct DuplicateKeys {
  private var scalars: [Unicode.Scalar]
  private var lineStarts: [Int] = [0]
  private var originals: [YAMLPlace: Unicode.Scalar] = [:]

  init(text: String) {
    scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() where Self.endsLine(scalar, index, scalars) {
      lineStarts.append(index + 1)
    }
  }

  /// The line breaks of YAML 1.1; the CR of a CR LF is not one.
  private static func endsLine(_ scalar: Unicode.Scalar, _ index: Int, _ all: [Unicode.Scalar]) -> Bool {
    switch scalar {
    case "\n", "\u{85}", "\u{2028}", "\u{2029}": true
    case "\r": index + 1 == all.count || all[index + 1] != "\n"
    default: false
    }
  }

  var text: String { String(String.UnicodeScalarView(scalars)) }

  /// Each mark costs another run of the parser through the whole text, so a long text gets fewer.
  private var mostMarks: Int { min(256, max(4, (4 << 20) / max(scalars.count, 1))) }

  /// - Returns: false if the key cannot be marked: it is empty, begins with an escape, or too many are marked already.
  mutating func mark(keyAt place: YAMLPlace) -> Bool {
    guard originals.count < mostMarks, lineStarts.indices.contains(place.line - 1) else { return false }
    var index = lineStarts[place.line - 1] + place.column - 1
    if scalars.indices.contains(index), scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
    guard scalars.indices.contains(index), originals[place] == nil,
      scalars[index].properties.isAlphabetic || scalars[index].properties.numericType != nil,
      let standIn = Unicode.Scalar(0xE000 + UInt32(originals.count))
    else { return false }
    originals[place] = scalars[index]
    scalars[index] = standIn
    return true
  }

  /// The key as it stands in the file.
  func original(_ key: String, at place: YAMLPlace) -> String {
    guard let first = originals[place] else { return key }
    return String(first) + String(String.UnicodeScalarView(key.unicodeScalars.dropFirst()))
  }
}
