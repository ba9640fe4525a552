// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The key of one commitment: 32 random bytes, others for each text. Without it nobody can try out short answers.
package struct CommitmentSalt: Hashable, Sendable {
  package let bytes: [UInt8]

  package static let byteCount = 32

  /// Nil unless there are 32 bytes.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = Array(bytes)
  }

  package static func random(using random: inout some RandomNumberGenerator) -> CommitmentSalt {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    for _ in 0..<byteCount / 8 { withUnsafeBytes(of: random.next()) { bytes.append(contentsOf: $0) } }
    return CommitmentSalt(known: bytes)
  }

  private init(known bytes: [UInt8]) { self.bytes = bytes }

  /// Reads 64 digits of lower-case hexadecimal.
  package init?(hexadecimal text: some StringProtocol) {
    guard let bytes = Hexadecimal.bytes(text) else { return nil }
    self.init(bytes)
  }

  package var hexadecimal: String { Hexadecimal.text(bytes) }
}

extension CommitmentSalt: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Not the salt: it belongs into a receipt and nowhere else.
  package var description: String { "<salt>" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
