// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Foundation

enum Hexadecimal {
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}

/// Base64 with padding (RFC 4648, section 4).
enum Base64 {
  static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// Only the one spelling that `encode` writes.
  static func decode(_ text: String) -> [UInt8]? {
    guard let bytes = Data(base64Encoded: text).map(Array.init), encode(bytes) == text else { return nil }
    return bytes
  }
}
