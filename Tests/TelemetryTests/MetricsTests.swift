// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Telemetry
import Testing
import ToolgateTesting

@Suite struct MetricsTests {
  static func call(
    project: String = "wikisum", model: String = "toolgate/extractive-1", backend: String = "builtin",
    outcome: Outcome = .complete, tokens: TokenCounts = TokenCounts(input: 10, output: 3), cost: Int64 = 0,
    first: Int64? = 900, total: Int64 = 2_000
  ) -> Metrics.Call {
    Metrics.Call(
      project: ProjectName(project)!, model: ModelID(model)!, backend: BackendID(backend)!, operation: .chat,
      outcome: outcome, tokens: tokens, costPico: cost, currency: .usd, usageSource: .reported, firstByteMicros: first,
      totalMicros: total)
  }

  @Test func aPageWithoutCallsIsWellFormed() throws {
    let page = try ExpositionPage(Metrics().rendered())
    #expect(page.samples.isEmpty)
    #expect(page.types["toolgate_calls_total"] == "counter")
    #expect(page.types["toolgate_call_seconds"] == "histogram")
  }

  @Test func callsTokensAndCostAreSummedByTheirLabels() throws {
    let metrics = Metrics()
    var tokens = TokenCounts(input: 100, output: 7)
    tokens[.inputCacheRead] = 4
    metrics.count(Self.call(tokens: tokens, cost: 1_500_000_000_000))
    metrics.count(Self.call(tokens: tokens, cost: 15_000_000))
    metrics.count(Self.call(outcome: .partial))
    metrics.count(Self.call(project: "other"))
    metrics.countRefusal(.policyDenied)
    metrics.countRefusal(.policyDenied)
    let page = try ExpositionPage(metrics.rendered())
    let mine = ["project": "wikisum", "model": "toolgate/extractive-1"]
    func calls(_ outcome: String, _ project: String) -> String? {
      page.value(
        "toolgate_calls_total",
        [
          "project": project, "model": "toolgate/extractive-1", "backend": "builtin", "operation": "chat",
          "outcome": outcome,
        ])
    }
    #expect(calls("complete", "wikisum") == "2")
    #expect(calls("partial", "wikisum") == "1")
    #expect(calls("complete", "other") == "1")
    func tokensOf(_ bucket: String) -> String? {
      page.value("toolgate_tokens_total", mine.merging(["bucket": bucket]) { a, _ in a })
    }
    #expect(tokensOf("input_uncached") == "210")
    #expect(tokensOf("input_cache_read") == "8")
    #expect(tokensOf("output_text") == "17")
    #expect(tokensOf("output_audio") == nil)
    #expect(page.value("toolgate_cost_total", mine.merging(["currency": "USD"]) { a, _ in a }) == "1.500015")
    #expect(page.value("toolgate_usage_source_total", ["source": "reported"]) == "4")
    #expect(page.value("toolgate_refusals_total", ["code": "policy_denied"]) == "2")
  }

  @Test func aSumOfCostsBeyondOneAmountIsExact() throws {
    let metrics = Metrics()
    for _ in 0..<3 { metrics.count(Self.call(cost: .max)) }
    let page = try ExpositionPage(metrics.rendered())
    #expect(page.samples.contains { $0.name == "toolgate_cost_total" && $0.value == "27670116.110564327421" })
  }

  @Test func histogramsAreCumulativeAndAgreeWithAListOfTimes() throws {
    var random = SeededGenerator(seed: 81)
    let metrics = Metrics()
    var times: [Int64] = [0, 1_000, 1_001, 5_000, 600_000_000, 600_000_001]
    for _ in 0..<2_000 {
      times.append(Int64.random(in: 0...1_000_000_000, using: &random) >> Int64.random(in: 0...20, using: &random))
    }
    for time in times { metrics.count(Self.call(first: nil, total: time)) }
    let page = try ExpositionPage(metrics.rendered())
    let buckets = page.samples.filter { $0.name == "toolgate_call_seconds_bucket" }
    #expect(buckets.count == 12)
    #expect(buckets.last?.labels["le"] == "+Inf")
    var previous = -1.0
    for bucket in buckets {
      let bound = try #require(bucket.labels["le"].flatMap { $0 == "+Inf" ? Double.infinity : Double($0) })
      #expect(bound > previous, "bounds ascend")
      previous = bound
      #expect(bucket.value == "\(times.count { Double($0) / 1_000_000 <= bound })", "le \(bound)")
    }
    #expect(page.value("toolgate_call_seconds_count", ["backend": "builtin"]) == "\(times.count)")
    let sum = times.reduce(0, +)
    let micros = String(String(1_000_000 + sum % 1_000_000).dropFirst())
    #expect(page.value("toolgate_call_seconds_sum", ["backend": "builtin"]) == "\(sum / 1_000_000).\(micros)")
    #expect(page.samples.contains { $0.name.hasPrefix("toolgate_first_byte") } == false, "no first byte, no series")
  }

  @Test(arguments: [#"a\b"#, #"a"b"#, #"\"#, #"""#, #"\\""#, #"a\nb"#, "{x=\"y\"}", "a,b=c", "#"])
  func labelsAreEscaped(name: String) throws {
    let metrics = Metrics()
    metrics.count(Self.call(model: name, backend: name))
    let page = try ExpositionPage(metrics.rendered())
    #expect(
      page.samples.contains {
        $0.name == "toolgate_calls_total" && $0.labels["model"] == name && $0.labels["backend"] == name
      })
    #expect(page.samples.contains { $0.name == "toolgate_call_seconds_count" && $0.labels["backend"] == name })
  }

  @Test func gaugesShowTheirLastValueAndStandByFamily() throws {
    let metrics = Metrics()
    metrics.set("toolgate_load", to: 1)
    metrics.set("toolgate_load", to: -2)
    metrics.set(#"toolgate_load{loop="1"}"#, to: 3)
    metrics.set("toolgate_load_peak", to: 9)
    let page = try ExpositionPage(metrics.rendered())
    #expect(page.value("toolgate_load", [:]) == "-2")
    #expect(page.value("toolgate_load", ["loop": "1"]) == "3")
    #expect(page.value("toolgate_load_peak", [:]) == "9")
    #expect(page.types["toolgate_load"] == "gauge")
  }

  @Test func samePagesForTheSameFigures() {
    func page(_ order: [Int]) -> String {
      let metrics = Metrics()
      for number in order { metrics.count(Self.call(project: "p\(number)", backend: "b\(number)")) }
      return metrics.rendered()
    }
    #expect(page(Array(0..<20)) == page(Array((0..<20).reversed())))
  }
}
