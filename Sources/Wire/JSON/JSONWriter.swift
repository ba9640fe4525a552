// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Appends JSON to a byte array, without spaces and with the string form of RFC 8785 (JCS).
///
/// Members come out in the order in which they are written. Whoever needs canonical JSON writes them sorted by UTF-16
/// code units and says so; debug builds then check it.
package struct JSONWriter {
  package private(set) var bytes: [UInt8]
  private var needsComma = false
  private let isCanonical: Bool
  /// The last key of each object that is open, only filled to check the order.
  private var lastKeys: [String?] = []

  package init(canonical: Bool = false, capacity: Int = 256) {
    bytes = []
    bytes.reserveCapacity(capacity)
    isCanonical = canonical
  }

  package mutating func object(_ members: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "{"))
    needsComma = false
    assert(pushKeys())
    members(&self)
    assert(popKeys())
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  package mutating func array(_ elements: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "["))
    needsComma = false
    elements(&self)
    bytes.append(UInt8(ascii: "]"))
    needsComma = true
  }

  /// Must be followed by exactly one value.
  package mutating func key(_ name: String) {
    assert(isInOrder(name), "keys of canonical JSON must ascend: \(name)")
    separate()
    Self.append(name, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func value(_ text: String) {
    separate()
    Self.append(text, to: &bytes)
  }

  /// Bytes as a string of two lower-case hexadecimal digits each, behind a text that needs no escape.
  package mutating func value(hexadecimal value: UnsafeRawBufferPointer, behind prefix: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount))
    for byte in value {
      bytes.append(Self.digits[Int(byte >> 4)])
      bytes.append(Self.digits[Int(byte & 15)])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Canonical only up to 2⁵³, beyond which other readers lose digits.
  ///
  /// Not generic: other modules call this for every figure of every record, and would go through witness tables.
  package mutating func value(_ number: Int64) {
    separate()
    Self.append(number, to: &bytes)
  }

  package mutating func value(_ number: Int) { value(Int64(number)) }

  package mutating func value(_ flag: Bool) {
    separate()
    bytes.append(contentsOf: (flag ? "true" : "false").utf8)
  }

  package mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  /// A value that is JSON already.
  package mutating func raw(_ json: [UInt8]) {
    separate()
    bytes.append(contentsOf: json)
  }

  package mutating func member(_ name: String, _ text: String) {
    key(name)
    value(text)
  }

  /// Null when there is no text.
  package mutating func member(_ name: String, orNull text: String?) {
    key(name)
    if let text { value(text) } else { null() }
  }

  package mutating func member(_ name: String, _ number: Int64) {
    key(name)
    value(number)
  }

  package mutating func member(_ name: String, _ number: Int) { member(name, Int64(number)) }

  package mutating func member(_ name: String, _ flag: Bool) {
    key(name)
    value(flag)
  }

  @inline(__always)
  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func pushKeys() -> Bool {
    lastKeys.append(nil)
    return true
  }

  private mutating func popKeys() -> Bool {
    lastKeys.removeLast()
    return true
  }

  private mutating func isInOrder(_ name: String) -> Bool {
    guard isCanonical, !lastKeys.isEmpty else { return true }
    defer { lastKeys[lastKeys.count - 1] = name }
    guard let last = lastKeys[lastKeys.count - 1] else { return true }
    return last.utf16.lexicographicallyPrecedes(name.utf16)
  }

  /// A string with its quotes: RFC 8785, section 3.2.2.2. Runs without an escape are copied whole.
  package static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var copied = 0
      for at in utf8.indices {
        let byte = utf8[at]
        guard needsEscape(byte) else { continue }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[copied..<at]))
        appendEscape(byte, to: &bytes)
        copied = at + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[copied...]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// One byte of a text in UTF-8, as it stands inside a string.
  static func append(textByte byte: UInt8, to bytes: inout [UInt8]) {
    if needsEscape(byte) { appendEscape(byte, to: &bytes) } else { bytes.append(byte) }
  }

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static let digits = Array("0123456789abcdef".utf8)

  private static func appendEscape(_ byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
    case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
    case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
    case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
    case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
    case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
    default:
      bytes.append(contentsOf: #"\u00"#.utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
  }

  /// Decimal digits without a `String` in between.
  private static func append(_ number: Int64, to bytes: inout [UInt8]) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = number.magnitude
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }
}
