// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

/// The figures of one row of a price file: `price:`, and `context_tiers:` where long input costs something else.
struct ListedRates {
  let base: Price.Rates
  let contextTiers: [Price.ContextTier]

  private static let mostTiers = 8
  /// Tokens; the ledger's figures end there too.
  private static let mostTokens = 1_000_000_000_000

  /// Nil, and reported, if anything is wrong.
  static func read(_ map: YAMLMap, per: Int) -> ListedRates? {
    let form = YAMLForm<Int64>.rate(per: per)
    guard let read = map.requiredMap("price", { (rates: rates($0, form), keys: keys($0)) }) else { return nil }
    var tiers: [Price.ContextTier?] = []
    var last = 0
    for tier in map.maps("context_tiers", { self.tier($0, form, baseKeys: read.keys, above: &last) }) {
      tiers.append(tier)
    }
    if tiers.count > mostTiers {
      map.error("`context_tiers` must have at most \(mostTiers) items", at: "context_tiers")
    }
    guard let base = read.rates, tiers.allSatisfy({ $0 != nil }) else { return nil }
    return ListedRates(base: base, contextTiers: tiers.compactMap(\.self))
  }

  /// A tier that left out a key would take it from its own `input` and so be dearer than the list, without a word.
  private static func tier(
    _ map: YAMLMap, _ form: YAMLForm<Int64>, baseKeys: Set<String>, above last: inout Int
  ) -> Price.ContextTier? {
    let above = map.required("above", .int(in: 1...mostTokens))
    if let above {
      if above <= last { map.error("`above` must be larger than that of the tier before, \(last)", at: "above") }
      last = max(last, above)
    }
    let rates = map.requiredMap("price") { price in
      for key in baseKeys.subtracting(keys(price)).sorted() {
        price.report.error("`\(key)` is missing; a context tier prices the same keys as the row", at: price.place)
      }
      for key in keys(price).subtracting(baseKeys).sorted() {
        price.error("`\(key)` is not in the row's own `price`; add it there", at: key)
      }
      return self.rates(price, form)
    }
    guard let above, let rates = rates ?? nil else { return nil }
    return Price.ContextTier(above: Int64(above), rates: rates)
  }

  /// A bucket without a price of its own takes its parent's: what is read counts as input, what is written as output.
  private static func rates(_ map: YAMLMap, _ form: YAMLForm<Int64>) -> Price.Rates? {
    let input = map.required("input", form)
    let output = map.required("output", form)
    var rates = Price.Rates(repeating: 0)
    for bucket in TokenCounts.Bucket.allCases {
      let own = bucket.priceKey.flatMap { map.optional($0, form) }
      rates[bucket] = own ?? (bucket.isInput ? input : output) ?? 0
    }
    return input == nil || output == nil ? nil : rates
  }

  /// The keys beside the two that are required.
  private static func keys(_ map: YAMLMap) -> Set<String> {
    Set(TokenCounts.Bucket.allCases.compactMap(\.priceKey).filter { map.has($0) })
  }
}

extension TokenCounts.Bucket {
  /// Under which name a price file prices it by itself; nil for the two parents.
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

extension YAMLForm where Value == Int64 {
  /// Ten units of the currency for one token. Nothing costs that; a million tokens at it still fit an amount, so that a
  /// slip such as a forgotten `per` is told here and not at the first call.
  private static var mostPico: Int64 { 10_000_000_000_000 }

  /// A decimal such as 0.15 for `per` tokens, as pico-units for one token; refused unless that is a whole number
  /// (invariant I6).
  fileprivate static func rate(per: Int) -> YAMLForm {
    let expected =
      "a decimal that comes to whole pico-units (10^-12) for one token, 10^13 at most; for 1000000 tokens: six decimals"
    return YAMLForm(expected: expected, isText: true) { text in
      guard let pico = Money.pico(decimal: text), pico.isMultiple(of: Int64(per)), pico / Int64(per) <= mostPico
      else { return nil }
      return pico / Int64(per)
    }
  }
}
