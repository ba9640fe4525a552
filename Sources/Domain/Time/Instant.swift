// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A point in time: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// This is the unit of every time in the ledger. Nothing in the domain reads a clock; an `Instant` is handed in.
package struct Instant: Hashable, Comparable, Sendable {
  package var microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package init(seconds: Int64) {
    self.microseconds = seconds * 1_000_000
  }

  /// Whole seconds since 1970, rounded towards the past.
  package var seconds: Int64 {
    microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000
  }

  package static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }

  package static func + (instant: Instant, duration: Duration) -> Instant {
    let (seconds, attoseconds) = duration.components
    return Instant(microseconds: instant.microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
  }

  package static func - (later: Instant, earlier: Instant) -> Duration {
    .microseconds(later.microseconds - earlier.microseconds)
  }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC with microseconds: `2026-11-23T21:41:41.000000Z`.
  package var description: String {
    rfc3339(fraction: true)
  }

  package func rfc3339(fraction: Bool) -> String {
    let day = CivilDay(containing: self)
    let inDay = microseconds - day.start.microseconds
    let (second, micros) = (Int(inDay / 1_000_000), Int(inDay % 1_000_000))
    return String(unsafeUninitializedCapacity: 27) { buffer in
      var at = 0
      func put(_ value: Int, _ width: Int, _ end: Unicode.Scalar) {
        var rest = value
        for place in (at..<at + width).reversed() {
          buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
          rest /= 10
        }
        buffer[at + width] = UInt8(ascii: end)
        at += width + 1
      }
      put(day.year, 4, "-")
      put(day.month, 2, "-")
      put(day.day, 2, "T")
      put(second / 3600, 2, ":")
      put(second / 60 % 60, 2, ":")
      put(second % 60, 2, fraction ? "." : "Z")
      if fraction { put(micros, 6, "Z") }
      return at
    }
  }
}

/// The time of day as the program is told it. Production reads the system's clock; tests turn the hands themselves.
package protocol WallClock: Sendable {
  func now() -> Instant
}

/// Decimal digits of a number that is not negative, with zeros in front up to `width`.
func padded(_ value: some BinaryInteger, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
