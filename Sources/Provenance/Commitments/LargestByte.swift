// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
  /// 0 when there is none. What kinds of characters a text in UTF-8 can have is told by this alone.
  ///
  /// Looks at each byte to the end, which the compiler does many at a time; stopping early would cost more.
  var largestByte: UInt8 {
    withUnsafeBufferPointer { bytes in
      var largest: UInt8 = 0
      for byte in bytes { largest = Swift.max(largest, byte) }
      return largest
    }
  }
}
