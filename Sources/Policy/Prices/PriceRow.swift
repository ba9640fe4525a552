// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// One version of what somebody charges for some models.
package struct PriceRow: Hashable, Sendable {
  /// Names the row; versions of one price share it and do not overlap in time.
  package var id: PriceID
  package var seller: Seller
  /// Matched against what the backend calls the model and against its certificate's id.
  package var models: [ModelPattern]
  /// Which calls it is for; a local row is for all of them.
  package var tier: ServiceTier
  package var currency: Currency
  /// Pico-units for one token.
  package var rates: Price.Rates
  /// Other rates for long input, ascending.
  package var contextTiers: [Price.ContextTier]
  package var validFrom: CivilDay
  /// The first day on which it no longer holds; nil: open.
  package var validTo: CivilDay?
  package var source: String
  package var checkedOn: CivilDay
  /// A role, never a person.
  package var approvedBy: String

  package enum Seller: Hashable, Sendable {
    /// Every backend of this trust; the file knows `local` alone.
    case local
    case contract(ContractID)
    /// Every contract with this provider that has no row of its own.
    case provider(String)
  }

  /// What rows are priced with: the row and the day from which this version holds.
  package var version: PriceID { PriceID("\(id)@\(validFrom)")! }

  package var price: Price { Price(id: version, currency: currency, rates: rates, contextTiers: contextTiers) }

  /// Nobody has compared it with what the provider itself publishes; the source says so in this word.
  package var isUnverified: Bool { source.contains("unverified") }

  func covers(_ tier: ServiceTier) -> Bool { seller == .local || self.tier == tier }

  /// From the first instant of `validFrom` to the last before `validTo`, in UTC.
  package func isValid(at instant: Instant) -> Bool {
    validFrom.start <= instant && validTo.map { instant < $0.start } ?? true
  }

  func overlaps(_ other: PriceRow) -> Bool {
    let startsBeforeEnd = other.validTo.map { validFrom < $0 } ?? true
    let endsAfterStart = validTo.map { other.validFrom < $0 } ?? true
    return startsBeforeEnd && endsAfterStart
  }
}

/// A model's name, or the beginning of names with a star behind it.
package struct ModelPattern: Hashable, Sendable, CustomStringConvertible {
  private let prefix: String
  private let isExact: Bool

  /// Nil for anything but visible ASCII with at most one star, at the end.
  package init?(_ text: String) {
    isExact = !text.hasSuffix("*")
    prefix = isExact ? text : String(text.dropLast())
    guard !text.isEmpty, text.utf8.count <= 200, !prefix.contains("*"),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
  }

  package func matches(_ name: String) -> Bool { isExact ? name == prefix : name.hasPrefix(prefix) }

  /// A name beats a beginning, a longer beginning beats a shorter one.
  var specificity: Int { isExact ? .max : prefix.utf8.count }

  package var description: String { isExact ? prefix : prefix + "*" }
}
