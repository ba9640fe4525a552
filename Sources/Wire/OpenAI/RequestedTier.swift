// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

extension ServiceTier {
  /// What a request asks for in `service_tier`. A tier that has no price of its own here is refused: a provider may take
  /// any word, and would then bill what nobody has held.
  static func requested(_ tape: borrowing JSONTape, _ bytes: Span<UInt8>) throws(GatewayError) -> ServiceTier {
    guard let tier = tape.present("service_tier", of: tape.root, in: bytes) else { return .standard }
    if tape.equals(tier, "auto", in: bytes) || tape.equals(tier, "default", in: bytes)
      || tape.equals(tier, "standard", in: bytes)
    {
      return .standard
    }
    if tape.equals(tier, "flex", in: bytes) { return .flex }
    if tape.equals(tier, "priority", in: bytes) { return .priority }
    throw .unsupported("service_tier", "must be auto, default, standard, flex or priority, or left out")
  }
}
