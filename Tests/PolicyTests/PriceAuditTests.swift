// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import Testing

@Suite struct `Price check` {
  private typealias Files = TemporaryPolicies

  private let now = CivilDay("2026-11-24")!.start

  private func audit(
    _ rows: String..., models: [String] = [], registered: (PriceBook) -> [PriceID: Price] = { _ in [:] }
  ) throws -> PriceAudit {
    let directory = try TemporaryPolicies()
    try directory.write("providers/deal.yaml", Files.provider())
    try directory.write("prices/p.yaml", "schema: toolgate-prices/1\nprices:\n" + rows.joined())
    let (policies, problems) = directory.load()
    #expect(problems == [])
    let book = try #require(policies?.prices)
    var settings = Settings()
    settings.embedded = false
    settings.backends = [
      BackendSettings(
        id: BackendID("b")!, kind: "openai", url: "http://h", trust: .contracted, contract: ContractID("deal")!,
        models: models.map {
          ModelSettings(
            id: ModelID("our-\($0)")!, upstream: $0, certificate: CertificateID("x/y")!, context: 1, maxOutput: 1)
        })
    ]
    return PriceAudit(book, settings: settings, registered: registered(book), at: now)
  }

  private func row(_ id: String, _ models: String = "[m]", from: String, to: String = "null", source: String = "test")
    -> String
  {
    Files.price(id: id, seller: "provider: Firm", models: models, from: from, to: to)
      .replacing("source: test", with: "source: \(source)")
  }

  @Test func `a gap between two versions is a fault`() throws {
    let found = try audit(
      row("a", from: "2026-05-01"), row("a", from: "2026-01-01", to: "2026-03-01"),
      row("a", from: "2026-03-01", to: "2026-04-30"))
    #expect(
      found.faults == [
        "prices/p.yaml:3:9: `a@2026-05-01` there is no price from 2026-04-30 until this one begins on 2026-05-01; "
          + "close the gap"
      ])
  }

  @Test func `a configured model without a price today is a fault, and the next price is named`() throws {
    let found = try audit(
      row("old", "[past]", from: "2026-01-01", to: "2026-11-24"), row("new", "[future]", from: "2026-11-25"),
      row("now", "[present]", from: "2026-11-24", to: "2026-12-31"), models: ["past", "future", "present", "none"])
    #expect(
      found.faults == [
        "the model `our-past` of backend `b` has no price in force; add one to Policies/prices",
        "the model `our-future` of backend `b` has no price in force; the next one begins on 2026-11-25",
        "the model `our-none` of backend `b` has no price in force; add one to Policies/prices",
      ])
  }

  @Test func `a price of another tier alone does not price a model`() throws {
    let flex = row("a", from: "2026-01-01").replacing("    models", with: "    tier: flex\n    models")
    #expect(try audit(flex, models: ["m"]).faults.count == 1)
  }

  @Test func `the built-in model needs a price too`() throws {
    let book = PriceBook(rows: [])
    #expect(
      PriceAudit(book, settings: Settings(), registered: [:], at: now).faults == [
        "the model `toolgate/extractive-1` of backend `builtin` has no price in force; add one to Policies/prices"
      ])
  }

  @Test func `what ends within thirty days is warned about, with what follows`() throws {
    let found = try audit(
      row("a", "[a]", from: "2026-01-01", to: "2026-12-24"), row("b", "[b]", from: "2026-01-01", to: "2026-12-25"),
      row("c", "[c]", from: "2026-01-01", to: "2026-11-25"), row("c", "[c]", from: "2026-11-25"),
      row("d", "[d]", from: "2026-01-01", to: "2026-11-24"))
    #expect(
      found.warnings == [
        "prices/p.yaml:3:9: `a@2026-01-01` ends on 2026-12-24; nothing follows",
        "prices/p.yaml:25:9: `c@2026-01-01` ends on 2026-11-25; `c@2026-11-25` follows",
      ])
    #expect(found.faults == [])
  }

  @Test func `what is unverified is named if it prices a model, and else counted`() throws {
    let found = try audit(
      row("a", "[a]", from: "2026-01-01", source: "somewhere, unverified"), row("b", "[b]", from: "2026-01-01"),
      row("c", "[c]", from: "2026-01-01", source: unverified), row("d", "[d]", from: "2026-01-01", source: unverified),
      models: ["a", "b"])
    #expect(
      found.warnings == [
        "prices/p.yaml:3:9: `a@2026-01-01` prices the model `our-a` and is unverified; compare it with its source, then "
          + "strike that word", "2 more prices are unverified; no configured model uses them today",
      ])
  }

  private let unverified = "unverified"

  @Test func `a list price of nothing is warned about`() throws {
    let free = Files.price(id: "a", seller: "provider: Firm", price: "{input: 0, output: 0}")
    #expect(try audit(free).warnings == ["prices/p.yaml:3:9: `a@2026-01-01` is free; is that so?"])
    #expect(try audit(Files.price(id: "a", price: "{input: 0, output: 0}")).warnings == [])
  }

  @Test func `a price in another currency than the default budget is warned about`() throws {
    let euros = row("a", "[a, b]", from: "2026-01-01").replacing("currency: USD", with: "currency: EUR")
    #expect(
      try audit(euros, row("b", "[c]", from: "2026-01-01"), models: ["a", "c"]).warnings == [
        "prices/p.yaml:3:9: `a@2026-01-01` prices the model `our-a` in EUR, and `limits.default` has a budget in USD: "
          + "projects without a budget in EUR cannot call it"
      ])
    #expect(try audit(euros).warnings == [])
  }

  @Test func `a price that was checked tomorrow is warned about`() throws {
    func warnings(_ day: String) throws -> [String] {
      try audit(row("a", from: "2026-01-01").replacing("2026-11-23", with: day)).warnings
    }
    #expect(
      try warnings("2026-11-25") == [
        "prices/p.yaml:3:9: `a@2026-01-01` was checked on 2026-11-25, which has not come"
      ])
    #expect(try warnings("2026-11-24") == [])
  }

  @Test func `figures that differ from the ledger's are a fault, a version that is gone a warning`() throws {
    let found = try audit(row("a", from: "2026-01-01")) { book in
      let price = book.rows[0].price
      let other = Price(
        id: price.id, currency: price.currency, rates: price.rates,
        contextTiers: [Price.ContextTier(above: 5, rates: price.rates)])
      let gone = Price(id: PriceID("gone@2026-01-01")!, currency: .usd, rates: price.rates)
      return [other.id: other, gone.id: gone]
    }
    #expect(
      found.faults == [
        "prices/p.yaml:3:9: `a@2026-01-01` is in the ledger with other figures; put them back, end it with `valid_to` and "
          + "add a version that begins then"
      ])
    #expect(found.warnings == ["the ledger has the version `gone@2026-01-01`, which no file has any more"])
    let same = try audit(row("a", from: "2026-01-01")) { [$0.rows[0].version: $0.rows[0].price] }
    #expect(same.faults == [] && same.warnings == [])
  }
}
