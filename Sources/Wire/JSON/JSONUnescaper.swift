// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Gives the text of a string that was scanned, byte by byte in UTF-8, without storing it.
struct JSONUnescaper {
  private var at: Int
  private let end: Int
  /// What is left of a character that an escape stood for, lowest byte first.
  private var rest: UInt32 = 0
  private var restCount = 0

  /// - Parameter text: without the quotes.
  init(_ text: Range<Int>) {
    (at, end) = (text.lowerBound, text.upperBound)
  }

  mutating func next(in bytes: Span<UInt8>) -> UInt8? {
    if restCount > 0 {
      let byte = UInt8(truncatingIfNeeded: rest)
      rest >>= 8
      restCount -= 1
      return byte
    }
    guard at < end else { return nil }
    let byte = bytes[at]
    at += 1
    guard byte == UInt8(ascii: "\\") else { return byte }
    let letter = bytes[at]
    at += 1
    switch letter {
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "u"):
      var scalar = codeUnit(in: bytes)
      if scalar & 0xFC00 == 0xD800 {
        at += 2
        scalar = 0x10000 + (scalar & 0x3FF) << 10 + codeUnit(in: bytes) & 0x3FF
      }
      return begin(scalar)
    default: return letter
    }
  }

  private mutating func codeUnit(in bytes: Span<UInt8>) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      unit = unit << 4 | (JSONText.hexDigit(bytes[at]) ?? 0)
      at += 1
    }
    return unit
  }

  /// Keeps all but the first byte of a character's UTF-8 form for later.
  private mutating func begin(_ scalar: UInt32) -> UInt8 {
    func tail(_ shift: UInt32) -> UInt32 { 0x80 | scalar >> shift & 0x3F }
    switch scalar {
    case ..<0x80:
      return UInt8(scalar)
    case ..<0x800:
      (rest, restCount) = (tail(0), 1)
      return UInt8(0xC0 | scalar >> 6)
    case ..<0x10000:
      (rest, restCount) = (tail(6) | tail(0) << 8, 2)
      return UInt8(0xE0 | scalar >> 12)
    default:
      (rest, restCount) = (tail(12) | tail(6) << 8 | tail(0) << 16, 3)
      return UInt8(0xF0 | scalar >> 18 & 0x07)
    }
  }
}
