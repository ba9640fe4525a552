// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Bytes that must not be seen: a provider's key, a token's secret, the key of a hash.
///
/// Nothing that prints a value prints these: not interpolation, `print`, `dump`, a debugger's summary or a log's
/// metadata. The one way to them is `reveal`, which is easy to search for.
package struct Secret: Sendable {
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  package var isEmpty: Bool { bytes.isEmpty }

  package func reveal<R, E: Error>(_ use: ([UInt8]) throws(E) -> R) throws(E) -> R { try use(bytes) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<secret, \(bytes.count) bytes>" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
