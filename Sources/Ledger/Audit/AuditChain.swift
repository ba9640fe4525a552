// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The hash that ties each row of the audit log to the one before it.
///
/// It is SHA-256 over the hash of the row before, and then each other column in the order of the table: `i` and eight
/// bytes for a number, `n` for NULL, `t`, eight bytes of length and UTF-8 for a text; most significant byte first. No two
/// rows have the same bytes, and none can change, go, come in between or change places without changing all that follow.
enum AuditChain {
  /// What the first row follows.
  static let genesis = [UInt8](repeating: 0, count: 32)

  enum Field {
    case number(Int64)
    /// The bytes as they are stored, valid UTF-8 or not.
    case text([UInt8]?)
  }

  static func hash(after previous: [UInt8], _ fields: [Field]) -> [UInt8] {
    var bytes = previous
    for field in fields {
      switch field {
      case .number(let number):
        bytes.append(UInt8(ascii: "i"))
        append(UInt64(bitPattern: number), to: &bytes)
      case .text(nil):
        bytes.append(UInt8(ascii: "n"))
      case .text(let text?):
        bytes.append(UInt8(ascii: "t"))
        append(UInt64(text.count), to: &bytes)
        bytes += text
      }
    }
    return Array(SHA256.hash(data: bytes))
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }
}
