// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// A short encyclopedic text in one language, sentence by sentence, with the summary it must get.
struct Article: CustomTestStringConvertible, Sendable {
  let language: String
  let sentences: [String]
  /// What stands between two sentences.
  let separator: String
  /// Positions of the sentences that make the summary without a limit.
  let summary: [Int]

  var text: String { sentences.joined(separator: separator) }
  var testDescription: String { language }

  init(_ language: String, separator: String = " ", summary: [Int], _ sentences: [String]) {
    self.language = language
    self.separator = separator
    self.summary = summary
    self.sentences = sentences
  }

  static let all = [
    english, german, french, russian, chinese, japanese, arabic, hindi, thai, hebrew,
  ]
}
