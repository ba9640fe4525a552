// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing

@Suite struct `Price book` {
  private typealias Files = TemporaryPolicies

  private func load(_ rows: String...) throws -> (policies: Policies?, problems: [String]) {
    let directory = try TemporaryPolicies()
    try directory.write("providers/deal.yaml", Files.provider())
    try directory.write("prices/p.yaml", "schema: toolgate-prices/1\nprices:\n" + rows.joined())
    return directory.load()
  }

  private let local = BackendSettings(id: BackendID("b")!, kind: "openai", url: "http://h")
  private let contracted = BackendSettings(
    id: BackendID("c")!, kind: "openai", url: "http://h", trust: .contracted, contract: ContractID("deal")!)

  private func model(_ upstream: String, certificate: String = "x/y", price: String? = nil) -> ModelSettings {
    ModelSettings(
      id: ModelID("tool-name")!, upstream: upstream, certificate: CertificateID(certificate)!, context: 1, maxOutput: 1,
      price: price.flatMap { PriceID($0) })
  }

  private func day(_ text: String) -> Instant { CivilDay(text)!.start }

  @Test(arguments: [
    ("0.15", Int64(150_000)), ("0.60", 600_000), ("0.075", 75_000), ("2", 2_000_000), ("0", 0), ("0.000001", 1),
    ("75.000000", 75_000_000),
  ])
  func `a price for a million tokens is exact for one`(text: String, pico: Int64) throws {
    let (policies, problems) = try load(Files.price(price: "{input: \"\(text)\", output: \(text)}"))
    #expect(problems.isEmpty)
    let price = try #require(policies?.prices.price(for: model("m"), backend: local, at: day("2026-06-01")))
    #expect(price.rates[.inputUncached] == pico)
    #expect(price.cost(of: TokenCounts(input: 1_000_000, output: 0)) == Money("\(text) USD"))
  }

  @Test(arguments: ["0.0000001", "0.1234567", "-1", "1e3", "1,5", "free", ".5", "99999999999"])
  func `a price that is not exact is refused`(text: String) throws {
    let (_, problems) = try load(Files.price(price: "{input: \"\(text)\", output: 1}"))
    #expect(
      problems == [
        "prices/p.yaml:8:20: `input` must be a decimal that comes to whole pico-units (10^-12) for one token, 10^13 at "
          + "most; for 1000000 tokens: six decimals, not `\(text)`"
      ])
  }

  @Test func `a bucket without a price takes its parent's`() throws {
    let row = Files.price(price: "{input: 10, output: 20, cache_read: 1, reasoning: 30}")
    let price = try #require(
      try load(row).policies?.prices.price(for: model("m"), backend: local, at: day("2026-06-01")))
    let rates = TokenCounts.Bucket.allCases.map { price.rates[$0] / 1_000_000 }
    #expect(rates == [10, 1, 10, 10, 10, 20, 30, 20])
  }

  @Test func `a price holds from its first instant to the last before its end`() throws {
    let (policies, problems) = try load(
      Files.price(price: "{input: 1, output: 1}", from: "2026-03-01", to: "2026-04-01"),
      Files.price(price: "{input: 2, output: 2}", from: "2026-04-01"))
    #expect(problems.isEmpty)
    let book = try #require(policies?.prices)
    func id(_ instant: Instant) -> String? { book.price(for: model("m"), backend: local, at: instant)?.id.text }
    let microsecond = Duration.microseconds(1)
    #expect(id(Instant(microseconds: day("2026-03-01").microseconds - 1)) == nil)
    #expect(id(day("2026-03-01")) == "p@2026-03-01")
    #expect(id(Instant(microseconds: day("2026-04-01").microseconds - 1)) == "p@2026-03-01")
    #expect(id(day("2026-04-01")) == "p@2026-04-01")
    #expect(id(day("9999-01-01") + microsecond) == "p@2026-04-01")
  }

  @Test func `two prices for the same days are refused`() throws {
    let (_, problems) = try load(
      Files.price(id: "a", models: "[m, n]", from: "2026-03-01"),
      Files.price(id: "b", models: "[k, n]", from: "2026-01-01", to: "2026-03-02"),
      Files.price(id: "a", models: "[other]", from: "2026-05-01"))
    #expect(
      problems == [
        "prices/p.yaml:14:9: the model `n` has a price for the same days in prices/p.yaml, line 3; "
          + "end one with `valid_to`",
        "prices/p.yaml:25:9: the id `a` has a price for the same days in prices/p.yaml, line 3; "
          + "end one with `valid_to`",
      ])
  }

  @Test func `the nearest row prices a model`() throws {
    let (policies, problems) = try load(
      Files.price(id: "all", seller: "provider: Firm", models: "[\"*\"]"),
      Files.price(id: "family", seller: "provider: Firm", models: "[gpt-*]"),
      Files.price(id: "exact", seller: "provider: Firm", models: "[gpt-mini]"),
      Files.price(id: "ours", seller: "contract: deal", models: "[gpt-max*]"),
      Files.price(id: "certificate", seller: "provider: Firm", models: "[x/y]"),
      Files.price(id: "free", models: "[\"*\"]", price: "{input: 0, output: 0}"))
    #expect(problems.isEmpty)
    let book = try #require(policies?.prices)
    func row(_ upstream: String, _ certificate: String = "q/q", backend: BackendSettings, price: String? = nil)
      -> String?
    {
      book.price(for: model(upstream, certificate: certificate, price: price), backend: backend, at: day("2026-06-01"))?
        .id.text
    }
    #expect(row("other", backend: contracted) == "all@2026-01-01")
    #expect(row("gpt-x", backend: contracted) == "family@2026-01-01")
    #expect(row("gpt-mini", backend: contracted) == "exact@2026-01-01")
    #expect(row("gpt-max-1", backend: contracted) == "ours@2026-01-01")
    #expect(row("deployment-7", "x/y", backend: contracted) == "certificate@2026-01-01")
    #expect(row("gpt-mini", backend: local) == "free@2026-01-01")
    #expect(row("gpt-mini", backend: contracted, price: "family") == "family@2026-01-01")
    // The zero for local models never prices a contracted one, and a name that is not there is no price.
    #expect(row("gpt-mini", backend: contracted, price: "free") == nil)
    #expect(row("gpt-mini", backend: contracted, price: "gone") == nil)
  }

  @Test func `a row names one seller, and a known one`() throws {
    #expect(
      try load(Files.price(seller: "provider: Firm\n    contract: deal")).problems
        == ["prices/p.yaml:3:5: a price needs exactly one of `provider`, `contract` and `trust: local`"])
    #expect(
      try load(Files.price(seller: "contract: none-such")).problems
        == [
          "prices/p.yaml:3:9: the contract `none-such` does not stand in providers; add its terms or correct the name"
        ])
  }

  @Test func `faults of a row are all named`() throws {
    let row = Files.price(
      models: "[a*b]", price: "{input: 1, outptu: 2}", from: "2026-02-01", to: "2026-02-01", per: "0")
    #expect(
      try load(row).problems == [
        "prices/p.yaml:5:13: `models` is missing; list the names, or the beginning of names with a *",
        "prices/p.yaml:5:14: `models` must be a model's name, or the beginning of names and a * behind it, not `a*b`",
        "prices/p.yaml:6:10: `per` must be a whole number from 1 to 1000000000, not `0`",
        "prices/p.yaml:8:12: `output` is missing; it must be a decimal that comes to whole pico-units (10^-12) for one "
          + "token, 10^13 at most; for 1000000 tokens: six decimals",
        "prices/p.yaml:8:23: unknown key `outptu`; the nearest known key is `output`",
        "prices/p.yaml:10:15: `valid_to` must be later than `valid_from`; it is the first day that is not priced",
      ])
  }
}
