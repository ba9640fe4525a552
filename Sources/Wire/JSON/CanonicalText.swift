// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes a value of a scanned document in the canonical form of RFC 8785 (JCS): keys sorted by UTF-16 code units, no
/// space, strings with as few escapes as can be, numbers as ECMAScript writes a double.
package enum CanonicalText {
  /// - Parameters:
  ///   - node: of a tape that scanned exactly these bytes.
  ///   - output: gets the canonical form appended; at most as long as the value, but for numbers.
  /// - Returns: false for a number that no double holds; what was appended until then is of no use.
  package static func append(
    _ node: JSONTape.Node, of tape: borrowing JSONTape, _ bytes: Span<UInt8>, to output: inout [UInt8]
  ) -> Bool {
    switch tape.kind(node) {
    case .object: return appendObject(node, tape, bytes, &output)
    case .array: return appendArray(node, tape, bytes, &output)
    case .string: appendString(node, tape, bytes, &output)
    case .number: return appendNumber(tape.range(node), bytes, &output)
    case .true, .false, .null: output.append(span: bytes.extracting(tape.range(node)))
    }
    return true
  }

  private static func appendObject(
    _ node: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>, _ output: inout [UInt8]
  ) -> Bool {
    var members: [(key: JSONTape.Node, value: JSONTape.Node)] = []
    members.reserveCapacity(tape.count(node))
    for member in tape.members(node) { members.append(member) }
    sort(&members, tape, bytes)
    output.append(UInt8(ascii: "{"))
    for (place, member) in members.enumerated() {
      if place > 0 { output.append(UInt8(ascii: ",")) }
      appendString(member.key, tape, bytes, &output)
      output.append(UInt8(ascii: ":"))
      guard append(member.value, of: tape, bytes, to: &output) else { return false }
    }
    output.append(UInt8(ascii: "}"))
    return true
  }

  private static func sort(
    _ members: inout [(key: JSONTape.Node, value: JSONTape.Node)], _ tape: borrowing JSONTape, _ bytes: Span<UInt8>
  ) {
    guard !sortFew(&members, tape, bytes) else { return }
    // Keys that are made once: comparing escapes again and again would let an object of many keys cost its square.
    var keyed: [(key: [UInt16], member: (key: JSONTape.Node, value: JSONTape.Node))] = []
    keyed.reserveCapacity(members.count)
    for member in members { keyed.append((Array((tape.string(member.key, in: bytes) ?? "").utf16), member)) }
    keyed.sort { $0.key.lexicographicallyPrecedes($1.key) }
    members = keyed.map(\.member)
  }

  /// Puts a few members in order where they lie, as a message's `role` and `content`.
  ///
  /// - Returns: whether they are in order now; false when the keys must be made to be compared.
  private static func sortFew(
    _ members: inout [(key: JSONTape.Node, value: JSONTape.Node)], _ tape: borrowing JSONTape, _ bytes: Span<UInt8>
  ) -> Bool {
    for next in members.indices.dropFirst() {
      var at = next
      while !precedes(members[at - 1].key, members[at].key, tape, bytes) {
        guard members.count <= fewMembers, precedes(members[at].key, members[at - 1].key, tape, bytes) else {
          return false
        }
        members.swapAt(at - 1, at)
        at -= 1
        if at == 0 { break }
      }
    }
    return true
  }

  /// An object with more is sorted by keys that are made, unless it comes sorted.
  private static let fewMembers = 8

  /// Whether two keys stand in order; only sure of short plain ASCII, which nearly all keys are.
  private static func precedes(
    _ a: JSONTape.Node, _ b: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>
  ) -> Bool {
    let (first, second) = (tape.textRange(a), tape.textRange(b))
    for offset in 0..<min(first.count, second.count) {
      let (x, y) = (bytes[first.lowerBound + offset], bytes[second.lowerBound + offset])
      if x >= 0x80 || y >= 0x80 || x == UInt8(ascii: "\\") || y == UInt8(ascii: "\\") { return false }
      if x != y { return x < y }
    }
    return first.count < second.count
  }

  private static func appendArray(
    _ node: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>, _ output: inout [UInt8]
  ) -> Bool {
    output.append(UInt8(ascii: "["))
    // Numbers among the elements are not on the tape; they are found between the values that are.
    var at = tape.range(node).lowerBound + 1
    let end = tape.range(node).upperBound - 1
    var recorded = tape.elements(node)
    var next = recorded.next()
    var isFirst = true
    while true {
      while at < end, isSeparator(bytes[at]) { at += 1 }
      guard at < end else { break }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      if let value = next, tape.range(value).lowerBound == at {
        guard append(value, of: tape, bytes, to: &output) else { return false }
        at = tape.range(value).upperBound
        next = recorded.next()
      } else {
        let start = at
        while at < end, !isSeparator(bytes[at]) { at += 1 }
        guard appendNumber(start..<at, bytes, &output) else { return false }
      }
    }
    output.append(UInt8(ascii: "]"))
    return true
  }

  private static func isSeparator(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == UInt8(ascii: ",") }

  /// Section 3.2.2.2: an escape only where JSON needs one.
  private static func appendString(
    _ node: JSONTape.Node, _ tape: borrowing JSONTape, _ bytes: Span<UInt8>, _ output: inout [UInt8]
  ) {
    guard tape.entries[node.index].flags.contains(.hasEscapes) else {
      return output.append(span: bytes.extracting(tape.range(node)))
    }
    output.append(UInt8(ascii: "\""))
    var text = tape.textRange(node)
    while !text.isEmpty {
      var run = text.lowerBound
      while run < text.upperBound, bytes[run] != UInt8(ascii: "\\") { run += 1 }
      output.append(span: bytes.extracting(text.lowerBound..<run))
      text = run..<text.upperBound
      if !text.isEmpty { text = appendEscape(text, bytes, &output)..<text.upperBound }
    }
    output.append(UInt8(ascii: "\""))
  }

  /// - Parameter text: begins with the backslash of an escape.
  /// - Returns: where the text goes on behind it.
  private static func appendEscape(_ text: Range<Int>, _ bytes: Span<UInt8>, _ output: inout [UInt8]) -> Int {
    let start = text.lowerBound
    switch bytes[start + 1] {
    case UInt8(ascii: "/"):
      output.append(UInt8(ascii: "/"))
      return start + 2
    case UInt8(ascii: "u"):
      // The scan has seen to it that the second half of a pair is there.
      let isPair = JSONText.hexDigit(bytes[start + 2]) == 0xD && (JSONText.hexDigit(bytes[start + 3]) ?? 0) >= 8
      let end = start + (isPair ? 12 : 6)
      var character = JSONUnescaper(start..<end)
      while let byte = character.next(in: bytes) { JSONWriter.append(textByte: byte, to: &output) }
      return end
    default:
      output.append(span: bytes.extracting(start..<start + 2))
      return start + 2
    }
  }

  /// Section 3.2.2.3: as ECMAScript's `Number.prototype.toString` writes the nearest double.
  private static func appendNumber(_ range: Range<Int>, _ bytes: Span<UInt8>, _ output: inout [UInt8]) -> Bool {
    let text = bytes.extracting(range)
    if isPlainInteger(text) {
      output.append(span: text)
      return true
    }
    guard text.count <= JSONTape.maximumNumber,
      let number = text.withUnsafeBufferPointer({ Double(String(decoding: $0, as: UTF8.self)) }), number.isFinite
    else { return false }
    output.append(contentsOf: ecmaScript(number).utf8)
    return true
  }

  /// Up to 15 digits without a leading zero or a minus in front of zero: written so already.
  private static func isPlainInteger(_ text: Span<UInt8>) -> Bool {
    let first = text[0] == UInt8(ascii: "-") ? 1 : 0
    guard text.count - first <= 15, text.count > first else { return false }
    for at in first..<text.count where text[at] &- UInt8(ascii: "0") > 9 { return false }
    return first == 0 || text[1] != UInt8(ascii: "0")
  }

  /// ECMA-262, Number::toString with radix 10. Swift's shortest digits are the same; only where the point stands and
  /// when an exponent is written differs.
  static func ecmaScript(_ number: Double) -> String {
    if number == 0 { return "0" }
    if number < 0 { return "-" + ecmaScript(-number) }
    let (digits, point) = shortestDigits(number)
    let count = digits.count
    if count <= point, point <= 21 { return digits + String(repeating: "0", count: point - count) }
    if 0 < point, point <= 21 { return "\(digits.prefix(point)).\(digits.dropFirst(point))" }
    if -6 < point, point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
    let exponent = point - 1
    let sign = exponent < 0 ? "-" : "+"
    let fraction = count > 1 ? ".\(digits.dropFirst())" : ""
    return "\(digits.prefix(1))\(fraction)e\(sign)\(exponent.magnitude)"
  }

  /// The shortest digits that give the number back, without zeros at their end, and where the point stands: 1 is behind
  /// the first digit.
  private static func shortestDigits(_ number: Double) -> (digits: String, point: Int) {
    let parts = number.description.split(separator: "e", maxSplits: 1)
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = mantissa[0]
    let fraction = mantissa.count > 1 ? mantissa[1] : ""
    var point = whole.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    var digits = Substring(String(whole) + fraction)
    while digits.first == "0" {
      digits = digits.dropFirst()
      point -= 1
    }
    while digits.last == "0" { digits = digits.dropLast() }
    return (String(digits), point)
  }
}
