// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing

/// The prices that are shipped, and costs worked out from them by hand.
@Suite struct `Shipped prices` {
  struct Example: Sendable, CustomTestStringConvertible {
    let contract: String
    let model: String
    var tier = ServiceTier.standard
    var day = "2026-11-24"
    let tokens: [TokenCounts.Bucket: Int64]
    let cost: String
    var testDescription: String { "\(model) \(tier) \(day) \(cost)" }
  }

  static let examples: [Example] = [
    // 1,000 × 0.15 + 2,000 × 0.075 + (200 + 300) × 0.60: reasoning is priced as output.
    Example(
      contract: "openai-api", model: "gpt-4o-mini",
      tokens: [.inputUncached: 1_000, .inputCacheRead: 2_000, .outputText: 200, .outputReasoning: 300],
      cost: "0.0006 USD"),
    // 100 × 5 + 10,000 × 0.50 + 2,000 × 6.25 + 400 × 25
    Example(
      contract: "anthropic-api", model: "claude-opus-5",
      tokens: [.inputUncached: 100, .inputCacheRead: 10_000, .inputCacheWrite: 2_000, .outputText: 400],
      cost: "0.028 USD"),
    // 1,000 × 2.50 + 500 × 32 + 200 × 10 + 300 × 64
    Example(
      contract: "openai-api", model: "gpt-audio",
      tokens: [.inputUncached: 1_000, .inputAudio: 500, .outputText: 200, .outputAudio: 300], cost: "0.0397 USD"),
    // 272,000 × 2.50 + 1,000 × 15, and one token more: 272,001 × 5 + 1,000 × 22.50
    Example(
      contract: "openai-api", model: "gpt-5.4", tokens: [.inputUncached: 272_000, .outputText: 1_000],
      cost: "0.695 USD"),
    Example(
      contract: "openai-api", model: "gpt-5.4", tokens: [.inputUncached: 272_001, .outputText: 1_000],
      cost: "1.382505 USD"),
    // Half of it from the cache: 136,001 × 5 + 136,000 × 0.50 + 1,000 × 22.50
    Example(
      contract: "openai-api", model: "gpt-5.4",
      tokens: [.inputUncached: 136_001, .inputCacheRead: 136_000, .outputText: 1_000], cost: "0.770505 USD"),
    // 1,000 × 1.25 + 1,000 × 7.50; long: 272,001 × 2.50 + 1,000 × 11.25; priority: 1,000 × 5 + 1,000 × 30
    Example(
      contract: "openai-api", model: "gpt-5.4", tier: .flex, tokens: [.inputUncached: 1_000, .outputText: 1_000],
      cost: "0.00875 USD"),
    Example(
      contract: "openai-api", model: "gpt-5.4", tier: .flex, tokens: [.inputUncached: 272_001, .outputText: 1_000],
      cost: "0.6912525 USD"),
    Example(
      contract: "openai-api", model: "gpt-5.4", tier: .priority, tokens: [.inputUncached: 1_000, .outputText: 1_000],
      cost: "0.035 USD"),
    // 1,000 × 0.75 + 100 × 3.75, and twice that from the new year on
    Example(
      contract: "google-gemini-api-paid", model: "gemini-3.8-flash", day: "2026-12-31",
      tokens: [.inputUncached: 1_000, .outputText: 100], cost: "0.001125 USD"),
    Example(
      contract: "google-gemini-api-paid", model: "gemini-3.8-flash", day: "2027-01-01",
      tokens: [.inputUncached: 1_000, .outputText: 100], cost: "0.00225 USD"),
    Example(
      contract: "azure-openai", model: "gpt-4o-mini", tokens: [.inputUncached: 1_000_000], cost: "0.15 USD"),
    // 1,000 × 0.68 + 1,000 × 2.09 in the first week, later 1,000 × 0.70 + 1,000 × 2.10
    Example(
      contract: "mistral-api", model: "mistral-large-4", day: "2026-10-19",
      tokens: [.inputUncached: 1_000, .outputText: 1_000], cost: "0.00277 USD"),
    Example(
      contract: "mistral-api", model: "mistral-large-4", tokens: [.inputUncached: 1_000, .outputText: 1_000],
      cost: "0.0028 USD"),
    Example(contract: "liftwing", model: "llm-qwen3-14b", tokens: [.inputUncached: 1_000], cost: "0 USD"),
  ]

  private static let policies = PolicyDirectory.load(path: shippedPolicies).policies

  @Test(arguments: examples)
  func `cost what a hand makes of the list`(example: Example) throws {
    let book = try #require(Self.policies?.prices)
    let backend = BackendSettings(
      id: BackendID("b")!, kind: "openai", url: "http://h", trust: .contracted,
      contract: ContractID(example.contract)!)
    let model = ModelSettings(
      id: ModelID("m")!, upstream: example.model, certificate: CertificateID("x/y")!, context: 1, maxOutput: 1)
    let price = try #require(
      book.price(for: model, backend: backend, tier: example.tier, at: CivilDay(example.day)!.start))
    var tokens = TokenCounts()
    for (bucket, count) in example.tokens { tokens[bucket] = count }
    #expect(price.cost(of: tokens) == Money(example.cost))
    #expect(try #require(price.ceiling(input: tokens.input, output: tokens.output)).pico >= Money(example.cost)!.pico)
  }

  @Test func `are those of at least thirty models of five providers, each with a source and a day`() throws {
    let rows = try #require(Self.policies?.prices.rows)
    let listed = rows.filter { if case .provider = $0.seller { true } else { false } }
    let bySeller = Dictionary(grouping: listed, by: \.seller.description).mapValues { Set($0.flatMap(\.models)).count }
    #expect(
      Set(bySeller.keys) == Set(["OpenAI", "Microsoft", "Anthropic", "Google", "Mistral AI"].map { "provider \($0)" }))
    #expect(bySeller.values.allSatisfy { $0 >= 10 } && bySeller.values.reduce(0, +) >= 30, "\(bySeller)")
    #expect(listed.allSatisfy { $0.source.contains("https://") && $0.checkedOn >= CivilDay("2026-11-23")! })
    // Nobody has compared them with the providers' own pages, and so each must say.
    #expect(listed.allSatisfy { $0.isUnverified })
    #expect(rows.contains { $0.seller == .local && $0.price.isFree })
  }

  @Test func `have no gaps`() throws {
    let audit = PriceAudit(
      try #require(Self.policies?.prices), settings: Settings(), registered: [:], at: CivilDay("2026-11-24")!.start)
    #expect(audit.faults == [])
  }

  /// It is in ledgers already.
  @Test func `keep the version that was shipped first`() throws {
    let row = try #require(
      Self.policies?.prices.rows.first { $0.version.text == "openai-gpt-4o-mini-standard@2026-10-12" })
    #expect(
      TokenCounts.Bucket.allCases.map { row.rates[$0] } == [
        150_000, 75_000, 150_000, 150_000, 150_000, 600_000, 600_000, 600_000,
      ])
    #expect(row.contextTiers.isEmpty && row.currency == .usd)
  }
}
