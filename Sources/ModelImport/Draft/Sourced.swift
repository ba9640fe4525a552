// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Which file said it, and under which key.
package struct Origin: Hashable, Sendable, CustomStringConvertible {
  package let file: String
  package let key: String

  /// - Parameter file: Only its last part is kept: a draft gets published, and where somebody keeps files does not.
  package init(file: String, key: String) {
    self.file = file.split(separator: "/").last.map(String.init) ?? file
    self.key = key
  }

  package var description: String { oneLine("\(file), \(key)") }
}

/// A value that was found, never one that was judged.
package struct Sourced<Value: Hashable & Sendable>: Hashable, Sendable {
  package let value: Value
  package let origin: Origin

  package init(_ value: Value, _ origin: Origin) {
    (self.value, self.origin) = (value, origin)
  }
}
