// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import StrictYAML

/// Lines of a file of YAML in block style, in which things stand one below the other.
extension [String] {
  /// Without empty ones at the end.
  init(block text: String) {
    self = text.fileLines.map(String.init)
    while last?.allSatisfy(\.isWhitespace) == true { removeLast() }
  }

  /// What begins at a line. A comment or an empty line behind it belongs to what comes next.
  func entry(at start: Int) -> ClosedRange<Int> {
    let column = self[start].indent
    let end = self[(start + 1)...].firstIndex { $0.says && $0.indent <= column } ?? endIndex
    return start...(self[start..<end].lastIndex(where: \.says) ?? start)
  }
}

extension String {
  var indent: Int { prefix { $0 == " " }.count }

  /// More than blanks and a comment.
  var says: Bool { first { !$0.isWhitespace }.map { $0 != "#" } ?? false }
}
