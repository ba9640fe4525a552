// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// An amount of a currency as a whole number of pico-units (10⁻¹²).
///
/// The unit is so small that tokens × a price per million with six decimals stays whole (invariant I6). `Int64` holds
/// up to about nine million units of the currency; sums over many rows belong in `Int128`. No floating point touches it.
package struct Money: Hashable, Sendable {
  package let pico: Int64
  package let currency: Currency

  package init(pico: Int64, _ currency: Currency) {
    self.pico = pico
    self.currency = currency
  }

  package static let picoPerUnit: Int64 = 1_000_000_000_000

  package static func zero(_ currency: Currency) -> Money { Money(pico: 0, currency) }

  /// Reads `25.00 USD`: a plain decimal that is not negative, one space, a currency.
  ///
  /// - Returns: nil if the text has another form, more than twelve decimals, or does not fit.
  package init?(_ text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let pico = Self.pico(decimal: parts[0]), let currency = Currency(parts[1]) else {
      return nil
    }
    self.init(pico: pico, currency)
  }

  /// A plain decimal such as `0.15` as pico-units; nil unless it is exact.
  package static func pico(decimal text: some StringProtocol) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let units = Int(digits: parts[0]) else { return nil }
    var fraction: Int64 = 0
    if parts.count == 2 {
      guard parts[1].utf8.count <= 12, let digits = Int(digits: parts[1]) else { return nil }
      fraction = Int64(digits)
      for _ in parts[1].utf8.count..<12 { fraction *= 10 }
    }
    let (whole, tooLarge) = Int64(units).multipliedReportingOverflow(by: picoPerUnit)
    let (sum, overflow) = whole.addingReportingOverflow(fraction)
    return tooLarge || overflow ? nil : sum
  }

  /// The amount as a plain decimal without superfluous zeros, at least two decimals: `0.00`, `0.000015`.
  package var decimal: String { Self.decimal(Int128(pico)) }

  /// The same for a sum that may not fit an `Int64`.
  package static func decimal(_ pico: Int128) -> String {
    let magnitude = pico.magnitude
    let (units, rest) = magnitude.quotientAndRemainder(dividingBy: UInt128(picoPerUnit))
    var (fraction, decimals) = (UInt64(rest), 12)
    while decimals > 2, fraction % 10 == 0 { (fraction, decimals) = (fraction / 10, decimals - 1) }
    return "\(pico < 0 ? "-" : "")\(units).\(padded(fraction, decimals))"
  }
}

extension Money: CustomStringConvertible {
  package var description: String { "\(decimal) \(currency)" }
}
