// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension PriceRow {
  /// Reads one item of `prices:`; nil, and reported, if anything is wrong: half a price is never used.
  init?(_ map: YAMLMap) {
    let id = map.required("id", .name(PriceID.self))
    let seller = Seller(map)
    let patterns = map.list("models", of: .modelPattern)
    if patterns.isEmpty {
      map.error("`models` is missing; list the names, or the beginning of names with a *", at: "models")
    }
    let per = map.value("per", .int(in: 1...1_000_000_000), default: 1_000_000)
    let currency = map.required("currency", .currency)
    let rates = map.requiredMap("price") { Self.rates($0, per: per) } ?? nil
    let validFrom = map.required("valid_from", .day)
    let validTo = map.optional("valid_to", .day)
    if let validFrom, let validTo, validTo <= validFrom {
      map.error("`valid_to` must be later than `valid_from`; it is the first day that is not priced", at: "valid_to")
    }
    let source = map.required("source", .prose)
    let checkedOn = map.required("checked_on", .day)
    let approvedBy = map.required("approved_by", .text)
    guard let id, let seller, !patterns.isEmpty, let currency, let rates, let validFrom, let source, let checkedOn,
      let approvedBy
    else { return nil }
    self.init(
      id: id, seller: seller, models: patterns, currency: currency, rates: rates, validFrom: validFrom,
      validTo: validTo, source: source, checkedOn: checkedOn, approvedBy: approvedBy)
  }

  /// Reads `price:`. A bucket without a price of its own takes its parent's: what is read counts as input, what is
  /// written counts as output.
  private static func rates(_ map: YAMLMap, per: Int) -> TokenCounts.Vector<Int64>? {
    let form = YAMLForm<Int64>.rate(per: per)
    let input = map.required("input", form)
    let output = map.required("output", form)
    var rates = TokenCounts.Vector<Int64>(repeating: 0)
    for bucket in TokenCounts.Bucket.allCases {
      let own = bucket.priceKey.flatMap { map.optional($0, form) }
      rates[bucket] = own ?? (bucket.isInput ? input : output) ?? 0
    }
    return input == nil || output == nil ? nil : rates
  }
}

extension TokenCounts.Bucket {
  /// Nil for the two parents.
  fileprivate var priceKey: String? {
    switch self {
    case .inputUncached, .outputText: nil
    case .inputCacheRead: "cache_read"
    case .inputCacheWrite: "cache_write"
    case .inputAudio: "audio"
    case .inputImage: "image"
    case .outputReasoning: "reasoning"
    case .outputAudio: "output_audio"
    }
  }
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

extension YAMLForm where Value == Int64 {
  /// A decimal such as 0.15 for `per` tokens, as pico-units for one token; refused unless that is a whole number
  /// (invariant I6).
  fileprivate static func rate(per: Int) -> YAMLForm {
    let expected = "a decimal that comes to whole pico-units (10^-12) for one token; for 1000000 tokens: six decimals"
    return YAMLForm(expected: expected, isText: true) { text in
      guard let pico = Money.pico(decimal: text), pico.isMultiple(of: Int64(per)) else { return nil }
      return pico / Int64(per)
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
    YAMLForm(expected: "a currency of ISO 4217, such as USD", isText: true) { Currency($0) }
  }
}
