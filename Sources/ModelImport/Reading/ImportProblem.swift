// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Why something could not be imported: one line that names the place and what to do.
package struct ImportProblem: Error, Hashable, Sendable {
  /// As the person named it.
  package let file: String
  /// `byte 24`, `4:1` (line and column), or the path of a JSON value; nil when it is the file as a whole.
  package let place: String?
  package let message: String

  package init(file: String, place: String? = nil, _ message: String) {
    (self.file, self.place, self.message) = (file, place, message)
  }
}

extension ImportProblem: CustomStringConvertible {
  package var description: String {
    oneLine("\(file)\(place.map { ":\($0)" } ?? ""): \(message)")
  }
}
