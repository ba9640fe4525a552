// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The public part of a token: ten characters of base 62. It names a token in lists, logs and the ledger without opening
/// anything.
package struct TokenID: Hashable, Sendable, CustomStringConvertible {
  /// The ten digits as a number below 62¹⁰, which keeps look-ups cheap.
  let value: UInt64

  package static let length = 10

  package init?(_ text: some StringProtocol) {
    self.init(digits: Array(text.utf8)[...])
  }

  init?(digits: ArraySlice<UInt8>) {
    guard digits.count == Self.length else { return nil }
    var value: UInt64 = 0
    for byte in digits {
      guard let digit = Base62.digit(byte) else { return nil }
      value = value * 62 + UInt64(digit)
    }
    self.value = value
  }

  package var description: String { String(decoding: Base62.render(value, width: Self.length), as: UTF8.self) }
}

/// Digits, capitals, small letters: what survives a double click, a URL and a shell.
enum Base62 {
  static let alphabet: [UInt8] = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 36
    default: nil
    }
  }

  /// The lowest `width` digits, most significant first.
  static func render(_ value: UInt64, width: Int) -> [UInt8] {
    var rest = value
    var digits = [UInt8](repeating: UInt8(ascii: "0"), count: width)
    for place in (0..<width).reversed() {
      digits[place] = alphabet[Int(rest % 62)]
      rest /= 62
    }
    return digits
  }

  /// Digits drawn evenly.
  static func random(_ count: Int, using random: inout some RandomNumberGenerator) -> [UInt8] {
    (0..<count).map { _ in alphabet.randomElement(using: &random)! }
  }
}
