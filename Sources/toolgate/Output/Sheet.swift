// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// One thing's fields, one below the other, for people: long texts wrap, and notes stand below what they belong to.
struct Sheet {
  /// Columns of a line, unless a single word is longer.
  static let width = 100

  private var entries: [(label: String, text: String, note: String?)] = []

  mutating func add(_ label: String, _ text: String, note: String?) {
    entries.append((label, text, note))
  }

  func rendered() -> String {
    let indent = (entries.map(\.label.count).max() ?? 0) + 2
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for entry in entries {
      let label = entry.label + String(repeating: " ", count: indent - entry.label.count)
      let body = Self.wrapped(entry.text, to: Self.width - indent)
      lines.append(label + (body.first ?? "-"))
      lines += body.dropFirst().map { margin + $0 }
      // Two columns deeper, so that a note is not read as more of the text.
      if let note = entry.note {
        lines += Self.wrapped("source: \(note)", to: Self.width - indent - 2).map { margin + "  " + $0 }
      }
    }
    return lines.joined(separator: "\n")
  }

  /// Breaks between words; a word, such as an address, is never broken.
  private static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
