// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Integer arithmetic in place of floating point.
///
/// Sums of integers come out the same in any order and on any processor, and no mathematics library has a say in
/// the last bit. "Q16" is a number times 65 536.
package enum FixedPoint {
  /// One, in Q16.
  package static let one: Int64 = 1 << 16

  /// The binary logarithm of a positive integer in Q16, rounded down; 0 for anything below 1.
  ///
  /// The classic bit-by-bit method: each squaring of the mantissa yields the next binary digit.
  package static func log2(_ value: Int64) -> Int64 {
    guard value > 1 else { return 0 }
    let exponent = 63 - value.leadingZeroBitCount
    var mantissa = exponent > 31 ? UInt64(value) >> UInt64(exponent - 31) : UInt64(value) << UInt64(31 - exponent)
    var result = Int64(exponent) << 16
    var bit: Int64 = 1 << 15
    while bit > 0 {
      mantissa = (mantissa * mantissa) >> 31
      if mantissa >= 1 << 32 {
        result |= bit
        mantissa >>= 1
      }
      bit >>= 1
    }
    return result
  }

  /// The square root rounded down; 0 for anything below 1.
  package static func squareRoot(_ value: Int64) -> Int64 {
    guard value > 0 else { return 0 }
    var root: Int64 = 0
    var bit: Int64 = 1 << ((63 - Int64(value.leadingZeroBitCount)) & ~1)
    var rest = value
    while bit > 0 {
      if rest >= root + bit {
        rest -= root + bit
        root = (root >> 1) + bit
      } else {
        root >>= 1
      }
      bit >>= 2
    }
    return root
  }
}
