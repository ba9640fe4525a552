// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Wire

/// Reading of JSON that is in the form of RFC 8785 (JCS) already, with whole numbers alone: the entries of the log.
///
/// There is one way to write each value, so a byte that was changed is either an error or another value.
package struct CanonicalRecord: Sendable {
  package let bytes: [UInt8]
  private let tape: JSONTape

  /// Beyond it readers that use doubles lose digits (RFC 7493, section 2.2).
  static let largestNumber: Int64 = 9_007_199_254_740_991

  /// Nil when the bytes are not canonical JSON or not an object.
  package init?(_ bytes: [UInt8]) {
    var tape = JSONTape()
    do { try tape.scan(bytes.span, maximumDepth: 32) } catch { return nil }
    var canonical: [UInt8] = []
    guard tape.kind(tape.root) == .object, CanonicalText.append(tape.root, of: tape, bytes.span, to: &canonical),
      canonical == bytes, Self.hasWholeNumbersAlone(bytes)
    else { return nil }
    (self.bytes, self.tape) = (bytes, tape)
  }

  var memberCount: Int { tape.count(tape.root) }

  /// Nil when there is no such member or it is not a string.
  package func string(_ name: StaticString) -> String? {
    tape.member(name, of: tape.root, in: bytes.span).flatMap { tape.string($0, in: bytes.span) }
  }

  /// A member's value as it is written; nil when there is no such member.
  package func written(_ name: StaticString) -> [UInt8]? {
    tape.member(name, of: tape.root, in: bytes.span).map { Array(bytes[tape.range($0)]) }
  }

  /// Numbers are the only place for a digit or a minus outside of strings; `true`, `false` and `null` hold neither.
  private static func hasWholeNumbersAlone(_ json: [UInt8]) -> Bool {
    var isInString = false
    var at = 0
    while at < json.count {
      if isInString {
        if json[at] == UInt8(ascii: "\\") { at += 1 } else if json[at] == UInt8(ascii: "\"") { isInString = false }
      } else if json[at] == UInt8(ascii: "\"") {
        isInString = true
      } else if json[at] == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(json[at]) {
        let end = json[at...].firstIndex { ",]}".utf8.contains($0) } ?? json.count
        guard let number = Int64(String(decoding: json[at..<end], as: UTF8.self)),
          (-largestNumber...largestNumber).contains(number)
        else { return false }
        at = end - 1
      }
      at += 1
    }
    return true
  }
}
