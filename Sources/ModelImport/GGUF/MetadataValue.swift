// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A value under a `general.` key, from a GGUF file or from a server that shows one's metadata.
package enum MetadataValue: Hashable, Sendable {
  case natural(UInt64)
  case negative(Int64)
  case float(Double)
  case bool(Bool)
  case text(String)
  case texts([String])
  /// A list of something else; only how long it is.
  case list(count: UInt64)

  var text: String? {
    if case .text(let text) = self, !text.isEmpty { text } else { nil }
  }

  var texts: [String] {
    switch self {
    case .texts(let texts): texts
    case .text(let text) where !text.isEmpty: [text]
    default: []
    }
  }

  /// For messages.
  var kind: String {
    switch self {
    case .natural, .negative, .float: "a number"
    case .bool: "a truth value"
    case .text: "a text"
    case .texts, .list: "a list"
    }
  }

  var natural: UInt64? {
    if case .natural(let value) = self { value } else { nil }
  }
}
