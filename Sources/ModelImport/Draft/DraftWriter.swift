// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import StrictYAML

/// Writes the few forms of YAML that a draft needs. Foreign text comes out in quotes with everything unusual escaped,
/// or in a comment on one line, so that no name of a model can become a key.
struct DraftWriter {
  private(set) var text = ""

  mutating func comment(_ words: String, indent: Int = 0) {
    let pad = String(repeating: " ", count: indent)
    var line = ""
    // A reader that counts what looks like an alias should find none of ours.
    let shown = oneLine(words).split(separator: "*", omittingEmptySubsequences: false).joined(separator: "\\*")
    for word in shown.split(separator: " ") {
      if !line.isEmpty, pad.count + line.count + word.count + 3 > 118 {
        text += "\(pad)# \(line)\n"
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    if !line.isEmpty { text += "\(pad)# \(line)\n" }
  }

  mutating func line(_ words: String) { text += words + "\n" }

  /// Nil is written as null.
  mutating func value(_ key: String, _ value: String?, indent: Int = 0) {
    text += "\(String(repeating: " ", count: indent))\(key): \(value.map(ScalarText.shortest) ?? "null")\n"
  }

  mutating func list(_ key: String, _ values: [String]) {
    text += "\(key): [\(values.map(ScalarText.shortest).joined(separator: ", "))]\n"
  }
}
