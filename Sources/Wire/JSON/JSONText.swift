// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The lexical rules of RFC 8259: each function reads one token from its first byte on and returns the offset after it.
enum JSONText {
  static func literal(_ text: StaticString, _ bytes: Span<UInt8>, from start: Int) throws(JSONFault) -> Int {
    for offset in 0..<text.utf8CodeUnitCount {
      guard start + offset < bytes.count else { throw JSONFault(.truncated, at: bytes.count) }
      guard bytes[start + offset] == text.utf8Start[offset] else {
        throw JSONFault(.unexpectedByte, at: start + offset)
      }
    }
    return start + text.utf8CodeUnitCount
  }

  /// - Returns: also whether it is a plain run of digits.
  static func number(_ bytes: Span<UInt8>, from start: Int) throws(JSONFault) -> (end: Int, isNatural: Bool) {
    var at = start
    var isNatural = true
    if bytes[at] == UInt8(ascii: "-") {
      isNatural = false
      at += 1
    }
    let first = at
    at = try digits(bytes, from: at)
    if bytes[first] == UInt8(ascii: "0"), at > first + 1 { throw JSONFault(.invalidNumber, at: first + 1) }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      isNatural = false
      at = try digits(bytes, from: at + 1)
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      isNatural = false
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      at = try digits(bytes, from: at)
    }
    return (at, isNatural)
  }

  /// One digit or more.
  private static func digits(_ bytes: Span<UInt8>, from start: Int) throws(JSONFault) -> Int {
    var at = start
    while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 { at += 1 }
    if at == start { throw JSONFault(at < bytes.count ? .invalidNumber : .truncated, at: at) }
    return at
  }

  /// - Parameter start: of the opening quote.
  static func string(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(JSONFault) -> (end: Int, flags: JSONTape.Flags) {
    var flags: JSONTape.Flags = []
    var at = start + 1
    while true {
      at = skipPlain(bytes, from: at)
      guard at < bytes.count else { throw JSONFault(.truncated, at: at) }
      switch bytes[at] {
      case UInt8(ascii: "\""):
        return (at + 1, flags)
      case UInt8(ascii: "\\"):
        flags.insert(.hasEscapes)
        at = try escape(bytes, from: at)
      case 0x00..<0x20:
        throw JSONFault(.controlCharacter, at: at)
      case 0x20..<0x80:
        at += 1
      default:
        repeat { at = try scalar(bytes, from: at) } while at < bytes.count && bytes[at] >= 0x80
      }
    }
  }

  /// Steps over characters without meaning, eight at a time. May stop early, never late.
  @inline(__always)
  private static func skipPlain(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let raw = bytes.bytes
    var at = start
    while at + 8 <= bytes.count {
      let word = raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
      let quote = word ^ 0x2222_2222_2222_2222
      let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
      // A byte's high bit ends up set where the byte is a control, a quote, a backslash or not ASCII. A borrow from
      // below can only set too many.
      let special =
        (word &- 0x2020_2020_2020_2020) | (quote &- 0x0101_0101_0101_0101) & ~quote
        | (backslash &- 0x0101_0101_0101_0101) & ~backslash | word
      if special & 0x8080_8080_8080_8080 != 0 { break }
      at += 8
    }
    return at
  }

  /// - Parameter start: of the backslash.
  private static func escape(_ bytes: Span<UInt8>, from start: Int) throws(JSONFault) -> Int {
    guard start + 1 < bytes.count else { throw JSONFault(.truncated, at: bytes.count) }
    switch bytes[start + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return start + 2
    case UInt8(ascii: "u"):
      let unit = try codeUnit(bytes, from: start + 2)
      guard unit & 0xF800 == 0xD800 else { return start + 6 }
      guard unit < 0xDC00, start + 7 < bytes.count, bytes[start + 6] == UInt8(ascii: "\\"),
        bytes[start + 7] == UInt8(ascii: "u"), try codeUnit(bytes, from: start + 8) & 0xFC00 == 0xDC00
      else { throw JSONFault(.loneSurrogate, at: start) }
      return start + 12
    default:
      throw JSONFault(.invalidEscape, at: start + 1)
    }
  }

  private static func codeUnit(_ bytes: Span<UInt8>, from start: Int) throws(JSONFault) -> UInt32 {
    var unit: UInt32 = 0
    for at in start..<start + 4 {
      guard at < bytes.count else { throw JSONFault(.truncated, at: bytes.count) }
      guard let digit = hexDigit(bytes[at]) else { throw JSONFault(.invalidEscape, at: at) }
      unit = unit << 4 | digit
    }
    return unit
  }

  static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// One character of two to four bytes, by table 3-7 of the Unicode standard: no overlong form, no surrogate, nothing
  /// above U+10FFFF.
  private static func scalar(_ bytes: Span<UInt8>, from start: Int) throws(JSONFault) -> Int {
    let lead = bytes[start]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0:
      length = 3
      second = 0xA0...0xBF
    case 0xED:
      length = 3
      second = 0x80...0x9F
    case 0xE1...0xEF: length = 3
    case 0xF0:
      length = 4
      second = 0x90...0xBF
    case 0xF1...0xF3: length = 4
    case 0xF4:
      length = 4
      second = 0x80...0x8F
    default: throw JSONFault(.invalidUTF8, at: start)
    }
    for offset in 1..<length {
      guard start + offset < bytes.count else { throw JSONFault(.truncated, at: bytes.count) }
      let isGood = offset == 1 ? second.contains(bytes[start + 1]) : bytes[start + offset] & 0xC0 == 0x80
      guard isGood else { throw JSONFault(.invalidUTF8, at: start + offset) }
    }
    return start + length
  }
}
