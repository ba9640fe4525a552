// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain
import Foundation
import GRDB
import Ledger
import Serving
import Testing
import ToolgateTesting

/// Calls to a contracted backend, from the request to the figures in the ledger.
@Suite struct PriceTests {
  /// USD for a million tokens: standard 1 and 2, above 1,000 tokens of input 3 and 5; flex half of the first.
  private static let prices = """
    schema: toolgate-prices/1
    prices:
      - id: tests-standard
        contract: openai-api
        models: ["up-*"]
        currency: USD
        price: {input: "1.00", cache_read: "0.10", output: "2.00", reasoning: "4.00"}
        context_tiers:
          - {above: 1000, price: {input: "3.00", cache_read: "0.30", output: "5.00", reasoning: "9.00"}}
        valid_from: 2026-01-01
        source: test
        checked_on: 2026-11-24
        approved_by: tests
      - id: tests-flex
        contract: openai-api
        models: ["up-*"]
        tier: flex
        currency: USD
        price: {input: "0.50", output: "1.00"}
        valid_from: 2026-01-01
        source: test
        checked_on: 2026-11-24
        approved_by: tests

    """

  private static func start(
    prices: String = prices, clock: any WallClock = SystemClock()
  ) async throws -> TestGateway {
    try await TestGateway.start(
      models: [
        "m": "events-5", "at": "events-5+prompt-tokens-1000", "above": "events-5+prompt-tokens-1001",
        "details": "events-5+usage-details", "silent": "events-5+usage-missing",
      ],
      backend: "trust: contracted\n    contract: openai-api",
      limits: "  default: {concurrency: 256, budget_month: 100.00 USD}", prices: prices, clock: clock)
  }

  private func price(of response: RawConnection.Response, _ gateway: TestGateway) throws -> (id: String, hold: Int64) {
    let id = try #require(response.headers["x-request-id"].flatMap { RequestID($0) })
    let ledger = try gateway.home.openLedger()
    defer { try? ledger.close() }
    let row = try ledger.read { desk in
      try Row.fetchOne(
        desk.database, sql: "SELECT price_id, hold_pico FROM intent WHERE request_id = ?",
        arguments: [withUnsafeBytes(of: id.bits.bigEndian) { Data($0) }])
    }
    return (try #require(row)["price_id"], try #require(row)["hold_pico"])
  }

  @Test(arguments: [
    // 11 × 1 + 5 × 2 = 21 millionths
    ("m", "", "tests-standard@2026-01-01", "0.000021 USD"),
    ("m", #","service_tier":"auto""#, "tests-standard@2026-01-01", "0.000021 USD"),
    ("m", #","service_tier":"default""#, "tests-standard@2026-01-01", "0.000021 USD"),
    // 1,000 × 1 + 5 × 2, and one token more: 1,001 × 3 + 5 × 5
    ("at", "", "tests-standard@2026-01-01", "0.00101 USD"),
    ("above", "", "tests-standard@2026-01-01", "0.003028 USD"),
    // (11 − 4) × 1 + 4 × 0.1 + (5 − 2) × 2 + 2 × 4 = 21.4
    ("details", "", "tests-standard@2026-01-01", "0.0000214 USD"),
    // 11 × 0.5 + 5 × 1 = 10.5; flex has one price for all lengths: 1,001 × 0.5 + 5
    ("m", #","service_tier":"flex""#, "tests-flex@2026-01-01", "0.0000105 USD"),
    ("above", #","service_tier":"flex""#, "tests-flex@2026-01-01", "0.0005055 USD"),
  ])
  func aCallCostsWhatItsTierAndItsLengthCost(model: String, more: String, id: String, cost: String) async throws {
    let gateway = try await Self.start()
    let response = try gateway.call(model, more: more)
    #expect(response.status == 200 && response.headers["x-toolgate-cost"] == cost)
    #expect(try price(of: response, gateway).id == id)
    #expect(try await gateway.finish().isSound)
  }

  @Test func aTierWithoutAPriceIsRefusedAndAWordWithoutAMeaningToo() async throws {
    let gateway = try await Self.start()
    let unpriced = try gateway.call("m", more: #","service_tier":"priority""#)
    #expect(unpriced.status == 402 && unpriced.text.contains(#""code":"unpriced_model""#))
    #expect(unpriced.text.contains("service tier `priority`"))
    for word in ["scale", "fast", "batch", "ultrafast"] {
      let refused = try gateway.call("m", more: #","service_tier":"\#(word)""#)
      #expect(refused.status == 400 && refused.text.contains(#""code":"unsupported_parameter""#), "\(word)")
      #expect(refused.text.contains(#""param":"service_tier""#))
    }
    #expect(gateway.upstream.seen.recent.isEmpty, "none of them reached the backend")
    #expect(try SettledCall.all(gateway.home).isEmpty)
    // The model that is built in costs nothing in any tier.
    #expect(try gateway.call("toolgate/extractive-1", more: #","service_tier":"priority""#).status == 200)
    #expect(try await gateway.finish().isSound)
  }

  /// The bound on the input decides which tiers can be reached; the backend's own count decides what is charged.
  @Test func theHoldIsMadeWithTheDearestRatesThatTheRequestCanReach() async throws {
    let gateway = try await Self.start()
    func hold(_ padding: Int, _ tier: String) throws -> Int64 {
      let text = String(repeating: "x", count: padding)
      let response = try gateway.call("m", more: #","service_tier":"\#(tier)","max_tokens":100,"user":"\#(text)""#)
      #expect(response.status == 200)
      return try price(of: response, gateway).hold
    }
    // A body of a hundred bytes more holds a hundred tokens more at the rate in reach.
    let (short, longer) = (try hold(0, "auto"), try hold(100, "auto"))
    #expect(longer - short == 100 * 1_000_000)
    let (long, longest) = (try hold(2_000, "auto"), try hold(2_100, "auto"))
    #expect(longest - long == 100 * 3_000_000)
    // Of the 100 tokens of output at most, each is held at the dearest of its kinds: reasoning.
    let bound = (short - 100 * 4_000_000) / 1_000_000
    #expect(long == (bound + 2_000) * 3_000_000 + 100 * 9_000_000)
    #expect(try hold(2_000, "flex") < long / 5)
    #expect(try await gateway.finish().isSound)
  }

  @Test func theTierIsPassedOnAndEmbeddingsHaveTiersToo() async throws {
    let gateway = try await Self.start()
    let stream = try gateway.call("m", stream: true, more: #","service_tier":"flex""#)
    #expect(stream.status == 200)
    #expect(try price(of: stream, gateway).id == "tests-flex@2026-01-01")
    #expect(gateway.upstream.seen.recent.last?.text.contains(#""service_tier":"flex""#) == true)
    let connection = try gateway.connection()
    let body = #"{"model":"m","input":"x","service_tier":"flex"}"#
    connection.send(gateway.request("POST", "/v1/embeddings", body: body))
    let answer = try connection.response()
    #expect(answer.status == 200 && answer.headers["x-toolgate-cost"] == "0.0000055 USD")
    #expect(try await gateway.finish().isSound)
  }

  /// What had begun for one call has begun for all later ones, also when somebody corrects the clock and reloads.
  @Test func aReloadDoesNotFollowAClockThatWasSetBack() async throws {
    let today = CivilDay(containing: SystemClock().now())
    let turn = CivilDay(daysSince1970: today.daysSince1970 + 20)
    let ended = Self.prices.replacing(
      "    valid_from: 2026-01-01\n", with: "    valid_from: 2026-01-01\n    valid_to: \(turn)\n", maxReplacements: 1)
    let next = try #require(Self.prices.split(separator: "  - id: ").dropFirst().first)
      .replacing("2026-01-01", with: "\(turn)")
    let clock = ManualClock(turn.start + .seconds(3_600))
    let gateway = try await Self.start(prices: ended + "  - id: " + next, clock: clock)
    func price() throws -> String {
      let connection = try gateway.connection()
      connection.send(gateway.request("GET", "/v1/models/m"))
      return try connection.response().text
    }
    #expect(try price().contains("tests-standard@\(turn)"))
    clock.set(today.start)
    gateway.gateway.reload()
    #expect(try price().contains("tests-standard@\(turn)"))
    #expect(try await gateway.finish().isSound)
  }

  /// A version never changes, its tiers included: the reload is refused and calls go on at the old price.
  @Test func aReloadWithOtherTiersIsRefused() async throws {
    let gateway = try await Self.start()
    let file = URL(fileURLWithPath: "\(gateway.home.directory)/Policies/prices/tests.yaml")
    let changed = Self.prices.replacing("above: 1000", with: "above: 999")
    try Data(changed.utf8).write(to: file)
    gateway.gateway.reload()
    #expect(try gateway.call("at").headers["x-toolgate-cost"] == "0.00101 USD")
    // Ended, with a successor, is how it is done.
    let ended = Self.prices.replacing(
      "    valid_from: 2026-01-01\n", with: "    valid_from: 2026-01-01\n    valid_to: 2026-02-01\n", maxReplacements: 1
    )
    let next = try #require(changed.split(separator: "  - id: ").dropFirst().first)
      .replacing("2026-01-01", with: "2026-02-01")
    try Data((ended + "  - id: " + next).utf8).write(to: file)
    gateway.gateway.reload()
    #expect(try gateway.call("at").headers["x-toolgate-cost"] == "0.003025 USD")
    #expect(try await gateway.finish().isSound)
  }
}
