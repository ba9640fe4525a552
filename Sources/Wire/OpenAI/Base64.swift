// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// RFC 4648, section 4: the standard alphabet, with padding.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func append(_ source: [UInt8], to output: inout [UInt8]) {
    output.reserveCapacity(output.count + (source.count + 2) / 3 * 4)
    var at = 0
    while at < source.count {
      let count = min(3, source.count - at)
      var group = UInt32(source[at]) << 16
      if count > 1 { group |= UInt32(source[at + 1]) << 8 }
      if count > 2 { group |= UInt32(source[at + 2]) }
      for place in 0..<4 {
        let digit = alphabet[Int(group >> UInt32(18 - 6 * place) & 63)]
        output.append(place <= count ? digit : UInt8(ascii: "="))
      }
      at += 3
    }
  }
}
