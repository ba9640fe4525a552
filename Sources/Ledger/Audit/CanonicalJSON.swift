// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Wire

/// A value that is written as canonical JSON (RFC 8785), so that equal states are equal texts.
///
/// Numbers must lie within ±2⁵³; money is text, as it has twelve decimals.
indirect enum CanonicalJSON {
  case null
  case flag(Bool)
  case number(Int64)
  case text(String)
  case list([CanonicalJSON])
  case object([String: CanonicalJSON])

  var text: String {
    var writer = JSONWriter(canonical: true)
    write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func write(to json: inout JSONWriter) {
    switch self {
    case .null: json.null()
    case .flag(let flag): json.value(flag)
    case .number(let number): json.value(number)
    case .text(let text): json.value(text)
    case .list(let elements): json.array { json in for element in elements { element.write(to: &json) } }
    case .object(let members):
      json.object { json in
        for (key, value) in members.sorted(by: { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }) {
          json.key(key)
          value.write(to: &json)
        }
      }
    }
  }
}

extension CanonicalJSON {
  /// Null when there is no text.
  static func text(orNull text: String?) -> CanonicalJSON { text.map(CanonicalJSON.text) ?? .null }

  static func time(orNull instant: Instant?) -> CanonicalJSON { .text(orNull: instant?.description) }
}
