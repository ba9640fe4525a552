// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing

/// What people write wrong into a price file, and the line that they are told.
@Suite struct `Price file` {
  private typealias Files = TemporaryPolicies

  /// One change of a row that is sound, the place of its value and what is told.
  struct Fault: Sendable, CustomTestStringConvertible {
    let from: String
    let to: String
    let told: String
    var testDescription: String { to }

    init(_ from: String, _ to: String, _ told: String) { (self.from, self.to, self.told) = (from, to, told) }
  }

  private static let sound = """
    schema: toolgate-prices/1
    prices:
      - id: firm-model-standard
        provider: Firm
        models: [model]
        tier: standard
        per: 1000000
        currency: USD
        price: {input: "0.15", cache_read: "0.05", output: "0.60"}
        context_tiers:
          - {above: 1000, price: {input: "0.30", cache_read: "0.10", output: "0.90"}}
          - {above: 2000, price: {input: "0.45", cache_read: "0.15", output: "1.20"}}
        valid_from: 2026-01-01
        valid_to: 2027-01-01
        source: https://firm.example/prices
        checked_on: 2026-11-23
        approved_by: finance

    """

  private static let decimal =
    "must be a decimal that comes to whole pico-units (10^-12) for one token, 10^13 at most; for 1000000 tokens: six "
    + "decimals, not"

  static let faults: [Fault] =
    [
      "-0.15", "+0.15", "0.1234567", "1e-3", "1,5", "0,15", ".15", "0.", "0x1", "1_000", "free", "NaN", "inf", " 0.15",
      "0.15 ", "٠.١٥", "０.１５", "½", "−1", "10000000.000001", "99999999999999999999", "9223373",
      "0.0000000000001",
    ].map { Fault(#"input: "0.15""#, #"input: "\#($0)""#, "9:20: `input` \(decimal) `\($0)`") }
    + [
      Fault(#"output: "0.60""#, "output: []", "9:56: `output` \(decimal.dropLast(5)), not a list"),
      Fault(#", output: "0.60""#, "", "9:12: `output` is missing; it \(decimal.dropLast(5))"),
      Fault("per: 1000000", "per: 0", "7:10: `per` must be a whole number from 1 to 1000000000, not `0`"),
      Fault("per: 1000000", "per: -1", "7:10: `per` must be a whole number from 1 to 1000000000, not `-1`"),
      Fault("per: 1000000", "per: 1e6", "7:10: `per` must be a whole number from 1 to 1000000000, not `1e6`"),
      Fault("per: 1000000", "per: 1.5", "7:10: `per` must be a whole number from 1 to 1000000000, not `1.5`"),
      Fault(
        "per: 1000000", "per: 1000000000000",
        "7:10: `per` must be a whole number from 1 to 1000000000, not `1000000000000`"),
      Fault("per: 1000000", "per: ١٠", "7:10: `per` must be a whole number from 1 to 1000000000, not `١٠`"),
      Fault("USD", "UDS", "8:15: `currency` must be a currency in use by ISO 4217, such as USD, not `UDS`"),
      Fault("USD", "usd", "8:15: `currency` must be a currency in use by ISO 4217, such as USD, not `usd`"),
      Fault("USD", "XXX", "8:15: `currency` must be a currency in use by ISO 4217, such as USD, not `XXX`"),
      Fault("USD", "$", "8:15: `currency` must be a currency in use by ISO 4217, such as USD, not `$`"),
      Fault("2026-01-01", "2026-02-29", "13:17: `valid_from` must be a day, such as 2026-11-23, not `2026-02-29`"),
      Fault("2026-01-01", "2026-13-01", "13:17: `valid_from` must be a day, such as 2026-11-23, not `2026-13-01`"),
      Fault("2026-01-01", "01.01.2026", "13:17: `valid_from` must be a day, such as 2026-11-23, not `01.01.2026`"),
      Fault("2026-01-01", "2026-1-1", "13:17: `valid_from` must be a day, such as 2026-11-23, not `2026-1-1`"),
      Fault("2026-01-01", "٢٠٢٦-٠١-٠١", "13:17: `valid_from` must be a day, such as 2026-11-23, not `٢٠٢٦-٠١-٠١`"),
      Fault("2027-01-01", "2026-04-31", "14:15: `valid_to` must be a day, such as 2026-11-23, not `2026-04-31`"),
      Fault(
        "2027-01-01", "2026-01-01",
        "14:15: `valid_to` must be later than `valid_from`; it is the first day that is not priced"),
      Fault("2026-11-23", "yesterday", "16:17: `checked_on` must be a day, such as 2026-11-23, not `yesterday`"),
      Fault("tier: standard", "tier: fast", "6:11: `tier` must be standard, flex, priority or batch, not `fast`"),
      Fault(
        "provider: Firm", "trust: local", "6:11: a price of `trust: local` is for every tier; leave `tier` out"),
      Fault(
        "firm-model-standard", "f\u{fc}r",
        "3:9: `id` must be a name of visible ASCII characters without spaces, not `f\u{fc}r`"),
      Fault(
        "firm-model-standard", String(repeating: "x", count: 190),
        "3:9: `id` must have at most 189 characters; the day goes behind it"),
      Fault("above: 1000", "above: 0", "11:17: `above` must be a whole number from 1 to 1000000000000, not `0`"),
      Fault("above: 1000", "above: -5", "11:17: `above` must be a whole number from 1 to 1000000000000, not `-5`"),
      Fault("above: 1000", "above: 0.5", "11:17: `above` must be a whole number from 1 to 1000000000000, not `0.5`"),
      Fault("above: 2000", "above: 1000", "12:17: `above` must be larger than that of the tier before, 1000"),
      Fault("above: 2000", "above: 999", "12:17: `above` must be larger than that of the tier before, 1000"),
      Fault(
        #""0.45", cache_read: "0.15""#, #""0.45""#,
        "12:30: `cache_read` is missing; a context tier prices the same keys as the row"),
      Fault(
        #"output: "1.20""#, #"output: "1.20", audio: "3.00""#,
        "12:89: `audio` is not in the row's own `price`; add it there"),
      Fault(#"input: "0.45""#, #"input: "-1""#, "12:38: `input` \(decimal) `-1`"),
      Fault("above: 2000, ", "", "12:9: `above` is missing; it must be a whole number from 1 to 1000000000000"),
      Fault(
        "schema: toolgate-prices/1", "schema: toolgate-prices/2",
        "1:9: `schema` must be `toolgate-prices/1`, not `toolgate-prices/2`"),
      Fault("    per:", "    pre: 1\n    per:", "7:5: unknown key `pre`; the nearest known key is `per`"),
      Fault(
        "provider: Firm", "provider: Frim",
        "3:9: the provider `Frim` does not stand in providers; add its terms or correct the name"),
    ]

  @Test(arguments: faults)
  func `a fault is told in one line with file, line and value`(fault: Fault) throws {
    let directory = try TemporaryPolicies()
    try directory.write("providers/deal.yaml", Files.provider())
    try directory.write("prices/p.yaml", Self.sound)
    #expect(directory.load().problems == [])
    let text = Self.sound.replacing(fault.from, with: fault.to, maxReplacements: 1)
    try directory.write("prices/p.yaml", text)
    let (policies, problems) = directory.load()
    #expect(policies == nil && problems == ["prices/p.yaml:\(fault.told)"])
    #expect(problems.allSatisfy { !$0.contains("\n") })
  }

  @Test func `tiers are read as they stand`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("providers/deal.yaml", Files.provider())
    try directory.write("prices/p.yaml", Self.sound.replacing("tier: standard", with: "tier: flex"))
    let row = try #require(directory.load().policies?.prices.rows.first)
    #expect(row.tier == .flex && row.contextTiers.map(\.above) == [1_000, 2_000])
    #expect(row.contextTiers[1].rates[.inputCacheRead] == 150_000)
    // A bucket without a price takes that of its parent in the same tier.
    #expect(
      row.contextTiers[1].rates[.inputAudio] == 450_000 && row.contextTiers[1].rates[.outputReasoning] == 1_200_000)
    #expect(row.price.cost(of: TokenCounts(input: 1_001, output: 10)) == Money("0.0003093 USD"))
  }

  @Test func `at most eight tiers`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("providers/deal.yaml", Files.provider())
    func write(_ count: Int) throws {
      let tiers = (1...count).map { "      - {above: \($0), price: {input: 1, output: 1}}" }.joined(separator: "\n")
      let row = Files.price(price: "{input: 1, output: 1}\n    context_tiers:\n\(tiers)")
      try directory.write("prices/p.yaml", Files.book(row))
    }
    try write(8)
    #expect(directory.load().problems == [])
    try write(9)
    #expect(directory.load().problems == ["prices/p.yaml:10:7: `context_tiers` must have at most 8 items"])
  }

  @Test func `rows of different tiers stand side by side, those of one tier do not`() throws {
    let directory = try TemporaryPolicies()
    try directory.write("providers/deal.yaml", Files.provider())
    func row(_ id: String, _ tier: String, _ price: String) -> String {
      Files.price(id: id, seller: "provider: Firm\n    tier: \(tier)", price: price)
    }
    let rows = ["standard", "flex", "priority", "batch"].enumerated().map { row($1, $1, "{input: \($0), output: 9}") }
    try directory.write("prices/p.yaml", "schema: toolgate-prices/1\nprices:\n" + rows.joined())
    let (policies, problems) = directory.load()
    #expect(problems == [])
    let backend = BackendSettings(
      id: BackendID("c")!, kind: "openai", url: "http://h", trust: .contracted, contract: ContractID("deal")!)
    var model = ModelSettings(
      id: ModelID("m")!, upstream: "m", certificate: CertificateID("x/y")!, context: 1, maxOutput: 1)
    func found(_ tier: ServiceTier) -> String? {
      policies?.prices.price(for: model, backend: backend, tier: tier, at: CivilDay("2026-06-01")!.start)?.id.text
    }
    for tier in ServiceTier.allCases { #expect(found(tier) == "\(tier.rawValue)@2026-01-01") }
    // A row that is named is for its own tier.
    model.price = PriceID("flex")!
    #expect(found(.flex) == "flex@2026-01-01" && found(.standard) == nil)
    try directory.write(
      "prices/p.yaml", Files.book(row("a", "flex", "{input: 1, output: 1}"), row("b", "flex", "{input: 1, output: 1}")))
    #expect(
      directory.load().problems == [
        "prices/p.yaml:15:9: the model `m` has a price for the same days in prices/p.yaml, line 3; end one with `valid_to`"
      ])
    // One id for two tiers would give two versions one name.
    try directory.write(
      "prices/p.yaml",
      Files.book(row("a", "flex", "{input: 1, output: 1}"), row("a", "standard", "{input: 1, output: 1}")))
    #expect(
      directory.load().problems == [
        "prices/p.yaml:15:9: the id `a` has a price for the same days in prices/p.yaml, line 3; end one with `valid_to`"
      ])
  }
}
