// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A place in a file. Lines and columns begin with 1; columns count Unicode scalars, as libyaml does.
package struct YAMLPlace: Hashable, Comparable, Sendable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    (self.line, self.column) = (line, column)
  }

  package static let start = YAMLPlace(line: 1, column: 1)

  package static func < (a: YAMLPlace, b: YAMLPlace) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// One fault of a file, or one thing worth knowing about it.
package struct YAMLProblem: Hashable, Sendable {
  package let file: String
  package let place: YAMLPlace
  /// One line that says what to do; holds no secret.
  package let message: String

  /// - Parameter message: A message may quote the file: what would break the line is replaced, and what is very long is
  ///   cut.
  package init(file: String, place: YAMLPlace, message: String) {
    self.file = oneLine(file, most: 300)
    self.place = place
    self.message = oneLine(message, most: 500)
  }
}

extension YAMLProblem: Comparable {
  package static func < (a: YAMLProblem, b: YAMLProblem) -> Bool {
    a.file != b.file ? a.file < b.file : (a.place, a.message) < (b.place, b.message)
  }
}

extension YAMLProblem: CustomStringConvertible {
  /// `toolgate.yaml:12:5: …`, the form that editors and terminals turn into a link.
  package var description: String { "\(file):\(place.line):\(place.column): \(message)" }
}
