// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A parsed file as a plain tree: no anchors, no tags, no duplicate keys, bounded depth.
package struct YAMLNode: Sendable {
  package let place: YAMLPlace
  package let content: Content

  package enum Content: Sendable {
    case scalar(YAMLScalar)
    case list([YAMLNode])
    case map([YAMLEntry])
  }

  /// For messages.
  var kind: String {
    switch content {
    case .scalar: "a single value"
    case .list: "a list"
    case .map: "a map"
    }
  }

  /// True for `null`, `~` and a key that nothing follows: they stand for a value that is not there.
  var isNull: Bool {
    if case .scalar(let scalar) = content { scalar.isPlain && ["", "~", "null"].contains(scalar.text) } else { false }
  }
}

/// A value as it was written. Nothing has guessed a type from it: `no` is the text `no`.
package struct YAMLScalar: Hashable, Sendable {
  package let text: String
  /// Without quotes and not a block.
  package let isPlain: Bool
}

/// A key of a map and its value.
package struct YAMLEntry: Sendable {
  package let key: String
  package let place: YAMLPlace
  package let value: YAMLNode
}
