// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads a JSON number as the nearest 32-bit float.
enum DecimalFloat {
  /// Powers of ten that a double holds exactly.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// - Returns: nil when the number is too large for a finite float, or absurdly long.
  static func read(_ text: Span<UInt8>) -> Float? {
    guard text.count <= JSONTape.maximumNumber else { return nil }
    let value = quick(text) ?? text.withUnsafeBufferPointer { Float(String(decoding: $0, as: UTF8.self)) }
    guard let value, value.isFinite else { return nil }
    return value
  }

  /// For a mantissa below 2⁵³ and a small exponent: one rounded division or multiplication of two exact doubles gives
  /// the nearest double (W. D. Clinger, "How to Read Floating Point Numbers Accurately", 1990). Rounding that once
  /// more gives the nearest float, unless the double lies exactly between two floats; then, and near the smallest
  /// floats, the library reads the digits.
  private static func quick(_ text: Span<UInt8>) -> Float? {
    var mantissa: UInt64 = 0
    var exponent = 0
    var at = 0
    let isNegative = text[0] == UInt8(ascii: "-")
    if isNegative { at = 1 }
    var isPastPoint = false
    while at < text.count {
      let digit = text[at] &- UInt8(ascii: "0")
      if digit < 10 {
        guard mantissa < 1 << 53 / 10 - 1 else { return nil }
        mantissa = mantissa * 10 + UInt64(digit)
        if isPastPoint { exponent -= 1 }
      } else if text[at] == UInt8(ascii: ".") {
        isPastPoint = true
      } else {
        break
      }
      at += 1
    }
    if at < text.count {
      at += 1
      var sign = 1
      if text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
        sign = text[at] == UInt8(ascii: "-") ? -1 : 1
        at += 1
      }
      var written = 0
      while at < text.count {
        guard written < 1000 else { return nil }
        written = written * 10 + Int(text[at] &- UInt8(ascii: "0"))
        at += 1
      }
      exponent += sign * written
    }
    if mantissa == 0 { return isNegative ? -0.0 : 0 }
    guard abs(exponent) < powers.count else { return nil }
    let magnitude = Double(mantissa)
    let double = exponent < 0 ? magnitude / powers[-exponent] : magnitude * powers[exponent]
    let isBetweenFloats = double.bitPattern & 0x1FFF_FFFF == 0x1000_0000
    guard !isBetweenFloats, double >= Double(Float.leastNormalMagnitude) else { return nil }
    return isNegative ? -Float(double) : Float(double)
  }
}
