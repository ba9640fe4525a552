// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Wire

/// Members that are left out when there is nothing to say: absent is unknown, and null is not allowed in these formats.
extension JSONWriter {
  mutating func member(_ name: String, ifKnown text: String?) {
    if let text { member(name, text) }
  }

  mutating func object(_ name: String, _ members: (inout JSONWriter) -> Void) {
    key(name)
    object(members)
  }

  mutating func array(_ name: String, ofTexts texts: [String]) {
    array(name, of: texts) { $0.value($1) }
  }

  /// - Parameter write: Writes exactly one value.
  mutating func array<Element>(
    _ name: String, of elements: [Element], _ write: (inout JSONWriter, Element) -> Void
  ) {
    guard !elements.isEmpty else { return }
    key(name)
    array { json in for element in elements { write(&json, element) } }
  }
}
