// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension PriceRow {
  /// Reads one item of `prices:`; nil, and reported, if anything is wrong: half a price is never used.
  init?(_ map: YAMLMap) {
    let id = readID(map)
    let seller = Seller(map)
    let patterns = map.list("models", of: .modelPattern)
    if patterns.isEmpty {
      map.error("`models` is missing; list the names, or the beginning of names with a *", at: "models")
    }
    let tier = map.optional("tier", .choice(ServiceTier.self))
    if tier != nil, seller == .local {
      map.error("a price of `trust: local` is for every tier; leave `tier` out", at: "tier")
    }
    let per = map.value("per", .int(in: 1...1_000_000_000), default: 1_000_000)
    let currency = map.required("currency", .currency)
    let prices = ListedRates.read(map, per: per)
    let validFrom = map.required("valid_from", .day)
    let validTo = map.optional("valid_to", .day)
    if let validFrom, let validTo, validTo <= validFrom {
      map.error("`valid_to` must be later than `valid_from`; it is the first day that is not priced", at: "valid_to")
    }
    let source = map.required("source", .prose)
    let checkedOn = map.required("checked_on", .day)
    let approvedBy = map.required("approved_by", .text)
    guard let id, let seller, !patterns.isEmpty, let currency, let prices, let validFrom, let source, let checkedOn,
      let approvedBy
    else { return nil }
    self.init(
      id: id, seller: seller, models: patterns, tier: tier ?? .standard, currency: currency, rates: prices.base,
      contextTiers: prices.contextTiers, validFrom: validFrom, validTo: validTo, source: source, checkedOn: checkedOn,
      approvedBy: approvedBy)
  }
}

private func readID(_ map: YAMLMap) -> PriceID? {
  guard let id = map.required("id", .name(PriceID.self)) else { return nil }
  // A version is the id, `@` and a day, and must be a name itself.
  let most = 189
  guard id.text.utf8.count <= most else {
    map.error("`id` must have at most \(most) characters; the day goes behind it", at: "id")
    return nil
  }
  return id
}

extension PriceRow.Seller {
  /// Exactly one of `provider`, `contract` and `trust: local`.
  fileprivate init?(_ map: YAMLMap) {
    let provider = map.optional("provider", .text)
    let contract = map.optional("contract", .name(ContractID.self))
    let trust = map.optional("trust", .exactly("local"))
    guard ["provider", "contract", "trust"].filter({ map.has($0) }).count == 1 else {
      map.report.error("a price needs exactly one of `provider`, `contract` and `trust: local`", at: map.place)
      return nil
    }
    if let provider {
      self = .provider(provider)
    } else if let contract {
      self = .contract(contract)
    } else if trust != nil {
      self = .local
    } else {
      return nil
    }
  }
}

extension YAMLForm where Value == ModelPattern {
  fileprivate static var modelPattern: YAMLForm {
    YAMLForm(expected: "a model's name, or the beginning of names and a * behind it", isText: true) { ModelPattern($0) }
  }
}

extension YAMLForm where Value == Currency {
  fileprivate static var currency: YAMLForm {
    YAMLForm(expected: "a currency in use by ISO 4217, such as USD", isText: true) { text in
      Currency(text).flatMap { $0.isInUse ? $0 : nil }
    }
  }
}
