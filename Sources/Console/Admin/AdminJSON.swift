// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Wire

/// A value of a strict JSON text (RFC 8259, no duplicate keys). Numbers are whole; money is text.
indirect enum AdminJSON: Sendable {
  case null
  case flag(Bool)
  case number(Int64)
  case text(String)
  case array([AdminJSON])
  /// In the order of the text.
  case object([(key: String, value: AdminJSON)])

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var flag: Bool? {
    if case .flag(let flag) = self { flag } else { nil }
  }

  /// - Throws: `AdminFault`, which says what is wrong with the text.
  init(parsing bytes: [UInt8]) throws(AdminFault) {
    var tape = JSONTape()
    let span = bytes.span
    do throws(JSONFault) {
      try tape.scan(span, maximumDepth: 8)
    } catch {
      throw AdminFault(.badInput, "the body is not strict JSON: \(error.message)")
    }
    self = try Self.value(tape.root, tape, span)
  }

  private static func value(_ node: JSONTape.Node, _ tape: JSONTape, _ bytes: Span<UInt8>) throws(AdminFault)
    -> AdminJSON
  {
    switch tape.kind(node) {
    case .null: return .null
    case .true: return .flag(true)
    case .false: return .flag(false)
    case .number:
      guard let number = tape.integer(node, in: bytes) else {
        throw AdminFault(.badInput, "the body holds a number that is not a whole one of 64 bits")
      }
      return .number(number)
    case .string: return .text(tape.string(node, in: bytes) ?? "")
    case .array:
      var elements: [AdminJSON] = []
      for element in tape.elements(node) { elements.append(try value(element, tape, bytes)) }
      return .array(elements)
    case .object:
      var members: [(key: String, value: AdminJSON)] = []
      for (key, member) in tape.members(node) {
        members.append((tape.string(key, in: bytes) ?? "", try value(member, tape, bytes)))
      }
      return .object(members)
    }
  }
}

/// Why an admin route does not do what it was asked, in one line that names the place.
package struct AdminFault: Error {
  package enum Kind: Sendable {
    case badInput, notPermitted
  }

  let kind: Kind
  let message: String

  package init(_ kind: Kind, _ message: String) {
    (self.kind, self.message) = (kind, message)
  }
}
