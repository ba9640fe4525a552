// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Lower-case hexadecimal, two digits a byte.
package enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  package static func text(_ bytes: some Sequence<UInt8>) -> String { Array(bytes).withUnsafeBytes { text($0) } }

  /// Each record has several, so this one is not generic and copies nothing.
  package static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    String(unsafeUninitializedCapacity: 2 * bytes.count) { room in
      for (place, byte) in bytes.enumerated() {
        room[2 * place] = digits[Int(byte >> 4)]
        room[2 * place + 1] = digits[Int(byte & 15)]
      }
      return 2 * bytes.count
    }
  }

  /// Exactly so many digits as `text` writes them.
  package static func isText(_ text: some StringProtocol, digits count: Int) -> Bool {
    text.utf8.count == count && text.utf8.allSatisfy(digits.contains)
  }

  /// Nil for anything but what `text` writes.
  package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    let values = text.utf8.map { digits.firstIndex(of: $0) }
    guard values.count.isMultiple(of: 2), !values.contains(nil) else { return nil }
    return stride(from: 0, to: values.count, by: 2).map { UInt8((values[$0] ?? 0) << 4 | (values[$0 + 1] ?? 0)) }
  }
}
