// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// The key of one commitment: 32 random bytes, others for each text. Without it nobody can try out short answers.
package struct CommitmentSalt: Hashable, Sendable {
  let value: Bytes32

  /// Nil unless there are 32 bytes.
  package init?(_ bytes: some Collection<UInt8>) {
    guard let value = Bytes32(bytes) else { return nil }
    self.value = value
  }

  package init(using random: inout some RandomNumberGenerator) { value = Bytes32(using: &random) }

  /// Reads 64 digits of lower-case hexadecimal.
  package init?(hexadecimal text: some StringProtocol) {
    guard let bytes = Hexadecimal.bytes(text) else { return nil }
    self.init(bytes)
  }

  package var bytes: [UInt8] { value.array }
  package var hexadecimal: String { value.hexadecimal }
}

extension CommitmentSalt: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Not the salt: it belongs into a receipt and nowhere else.
  package var description: String { "<salt>" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
