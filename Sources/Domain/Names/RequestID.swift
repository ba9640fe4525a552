// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The name of one call, given by the gateway: a ULID, 48 bits of milliseconds and 80 random bits.
///
/// Ids of one process sort by time, so that the ledger's indexes grow at their end. The text form is the 26 characters of
/// Crockford's base 32 (<https://github.com/ulid/spec>) with `req_` in front.
package struct RequestID: Hashable, Sendable {
  package let bits: UInt128

  package init(bits: UInt128) {
    self.bits = bits
  }

  package init(at instant: Instant, using random: inout some RandomNumberGenerator) {
    let milliseconds = UInt128(UInt64(max(0, instant.microseconds / 1_000))) & 0xFFFF_FFFF_FFFF
    let low: UInt64 = random.next()
    let high: UInt64 = random.next()
    bits = milliseconds << 80 | UInt128(high & 0xFFFF) << 64 | UInt128(low)
  }

  package static let prefix = "req_"

  private static let alphabet: [UInt8] = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// Reads `req_` and 26 characters, or the 26 characters alone, in either case.
  package init?(_ text: some StringProtocol) {
    let digits = text.hasPrefix(Self.prefix) ? Substring(text.dropFirst(Self.prefix.count)) : Substring(text)
    guard digits.utf8.count == 26, let first = digits.utf8.first, first <= UInt8(ascii: "7") else { return nil }
    var bits: UInt128 = 0
    for byte in digits.utf8 {
      let upper = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
      guard let digit = Self.alphabet.firstIndex(of: upper) else { return nil }
      bits = bits << 5 | UInt128(digit)
    }
    self.bits = bits
  }

  /// The 26 characters without the prefix: the `id` of a provenance record.
  package var ulid: String {
    String(unsafeUninitializedCapacity: 26) { buffer in
      var rest = bits
      for place in (0..<26).reversed() {
        buffer[place] = Self.alphabet[Int(truncatingIfNeeded: rest & 31)]
        rest >>= 5
      }
      return 26
    }
  }
}

extension RequestID: CustomStringConvertible {
  package var description: String { Self.prefix + ulid }
}
