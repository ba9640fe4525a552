// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Synchronization

/// What is counted while the process runs, rendered as Prometheus text (exposition format 0.0.4).
///
/// Every label comes from the configuration or from a closed set, never from a caller, so that the number of series is
/// bounded. Counters start at zero with the process; what must survive is in the ledger.
package final class Metrics: Sendable {
  /// One call that came to its end.
  package struct Call: Sendable {
    package var project: ProjectName
    package var model: ModelID
    package var backend: BackendID
    package var operation: Operation
    package var outcome: Outcome
    package var tokens: TokenCounts
    package var costPico: Int64
    package var currency: Currency
    package var usageSource: UsageSource
    package var firstByteMicros: Int64?
    package var totalMicros: Int64

    package init(
      project: ProjectName, model: ModelID, backend: BackendID, operation: Operation, outcome: Outcome,
      tokens: TokenCounts, costPico: Int64, currency: Currency, usageSource: UsageSource, firstByteMicros: Int64?,
      totalMicros: Int64
    ) {
      self.project = project
      self.model = model
      self.backend = backend
      self.operation = operation
      self.outcome = outcome
      self.tokens = tokens
      self.costPico = costPico
      self.currency = currency
      self.usageSource = usageSource
      self.firstByteMicros = firstByteMicros
      self.totalMicros = totalMicros
    }
  }

  /// What one call adds to, found with one look-up; families of the page are sums over these.
  private struct SeriesKey: Hashable {
    let project: ProjectName, model: ModelID, backend: BackendID, operation: Operation, outcome: Outcome
    let usageSource: UsageSource, currency: Currency
  }

  private struct Figures {
    var calls = 0
    var tokens = TokenCounts.Vector<Int64>(repeating: 0)
    var costPico: Int128 = 0
  }

  private struct Times {
    var firstByte = Histogram.times
    var total = Histogram.times
  }

  private struct State {
    var series: [SeriesKey: Figures] = [:]
    var times: [BackendID: Times] = [:]
    var estimates: [ModelID: Histogram] = [:]
    var refusals: [GatewayError.Code: Int] = [:]
    var gauges: [String: Int64] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  package func count(_ call: Call) {
    let key = SeriesKey(
      project: call.project, model: call.model, backend: call.backend, operation: call.operation,
      outcome: call.outcome, usageSource: call.usageSource, currency: call.currency)
    state.withLock { state in
      Self.add(call, to: &state.series[key, default: Figures()])
      Self.add(call, to: &state.times[call.backend, default: Times()])
    }
  }

  private static func add(_ call: Call, to figures: inout Figures) {
    figures.calls += 1
    for bucket in TokenCounts.Bucket.allCases { figures.tokens[bucket] &+= call.tokens[bucket] }
    figures.costPico += Int128(call.costPico)
  }

  private static func add(_ call: Call, to times: inout Times) {
    if let first = call.firstByteMicros { times.firstByte.observe(first) }
    times.total.observe(call.totalMicros)
  }

  /// A call that was refused before anything was written down.
  package func countRefusal(_ code: GatewayError.Code) {
    state.withLock { $0.refusals[code, default: 0] += 1 }
  }

  /// How many input tokens a call was guessed to have, and how many it had.
  package func countEstimate(of model: ModelID, tokens: Int64, actual: Int64) {
    guard actual > 0, tokens > 0 else { return }
    let ratio = min(tokens, 1 << 40) * 1_000_000 / actual
    state.withLock { $0.estimates[model, default: .ratios].observe(ratio) }
  }

  /// A figure that goes up and down. The name is a constant of the program and may end in labels: `x{y="z"}`.
  package func set(_ name: String, to value: Int64) {
    state.withLock { $0.gauges[name] = value }
  }

  package func rendered() -> String {
    let state = state.withLock { $0 }
    var page = Exposition()
    page.family("toolgate_calls_total", "counter", "Calls that were settled.")
    Self.write("toolgate_calls_total", state.series, to: &page) { key, figures, sum in
      let labels = [
        ("project", key.project.text), ("model", key.model.text), ("backend", key.backend.text),
        ("operation", key.operation.rawValue), ("outcome", key.outcome.rawValue),
      ]
      sum(labels, Int128(figures.calls))
    }
    page.family("toolgate_tokens_total", "counter", "Tokens that were settled, in disjoint buckets.")
    Self.write("toolgate_tokens_total", state.series, to: &page) { key, figures, sum in
      for bucket in TokenCounts.Bucket.allCases where figures.tokens[bucket] > 0 {
        let labels = [("project", key.project.text), ("model", key.model.text), ("bucket", bucket.name)]
        sum(labels, Int128(figures.tokens[bucket]))
      }
    }
    page.family("toolgate_cost_total", "counter", "Cost that was settled, in units of the currency.")
    Self.write("toolgate_cost_total", state.series, to: &page, render: Money.decimal) { key, figures, sum in
      guard figures.costPico != 0 else { return }
      let labels = [("project", key.project.text), ("model", key.model.text), ("currency", key.currency.code)]
      sum(labels, figures.costPico)
    }
    page.family("toolgate_usage_source_total", "counter", "Settlements by where their token figures come from.")
    Self.write("toolgate_usage_source_total", state.series, to: &page) { key, figures, sum in
      sum([("source", key.usageSource.rawValue)], Int128(figures.calls))
    }
    page.family("toolgate_refusals_total", "counter", "Calls that were refused before they were written down.")
    for (code, count) in state.refusals {
      page.sample("toolgate_refusals_total", [("code", code.label)], "\(count)")
    }
    page.histogram(
      "toolgate_first_byte_seconds", "Time to the backend's first byte.", by: "backend",
      state.times.mapValues(\.firstByte).filter { $0.value.count > 0 })
    page.histogram("toolgate_call_seconds", "Time to the settlement.", by: "backend", state.times.mapValues(\.total))
    page.histogram(
      "toolgate_input_estimate_ratio", "Input tokens as estimated before the call, divided by those reported after it.",
      by: "model", state.estimates)
    // By family first: `x_y` sorts between `x` and `x{…}`, and all lines of a family must stand together.
    let gauges = state.gauges.map { (family: String($0.key.prefix { $0 != "{" }), name: $0.key, value: $0.value) }
    for gauge in gauges.sorted(by: { ($0.family, $0.name) < ($1.family, $1.name) }) {
      page.family(gauge.family, "gauge", nil)
      page.line("\(gauge.name) \(gauge.value)")
    }
    return page.text
  }

  /// A family whose samples are sums over the series.
  private static func write(
    _ family: String, _ series: [SeriesKey: Figures], to page: inout Exposition,
    render: (Int128) -> String = { "\($0)" },
    each: (SeriesKey, Figures, (_ labels: [(String, String)], _ value: Int128) -> Void) -> Void
  ) {
    var sums: [String: (labels: [(String, String)], value: Int128)] = [:]
    for (key, figures) in series {
      each(key, figures) { labels, value in
        sums[labels.map { "\($0.0)=\($0.1)" }.joined(separator: "\n"), default: (labels, 0)].value += value
      }
    }
    for sum in sums.values { page.sample(family, sum.labels, render(sum.value)) }
  }
}
