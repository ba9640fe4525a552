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

  private struct CallKey: Hashable {
    let project: ProjectName, model: ModelID, backend: BackendID, operation: Operation, outcome: Outcome
  }

  private struct TokenKey: Hashable {
    let project: ProjectName, model: ModelID, bucket: TokenCounts.Bucket
  }

  private struct CostKey: Hashable {
    let project: ProjectName, model: ModelID, currency: Currency
  }

  private struct State {
    var calls: [CallKey: Int] = [:]
    var tokens: [TokenKey: Int64] = [:]
    var cost: [CostKey: Int128] = [:]
    var sources: [UsageSource: Int] = [:]
    var refusals: [GatewayError.Code: Int] = [:]
    var firstByte: [BackendID: Histogram] = [:]
    var total: [BackendID: Histogram] = [:]
    var gauges: [String: Int64] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  package func count(_ call: Call) {
    state.withLock { state in
      let key = CallKey(
        project: call.project, model: call.model, backend: call.backend, operation: call.operation,
        outcome: call.outcome)
      state.calls[key, default: 0] += 1
      for bucket in TokenCounts.Bucket.allCases where call.tokens[bucket] > 0 {
        state.tokens[TokenKey(project: call.project, model: call.model, bucket: bucket), default: 0] &+=
          call.tokens[bucket]
      }
      if call.costPico != 0 {
        state.cost[CostKey(project: call.project, model: call.model, currency: call.currency), default: 0] +=
          Int128(call.costPico)
      }
      state.sources[call.usageSource, default: 0] += 1
      if let first = call.firstByteMicros { state.firstByte[call.backend, default: Histogram()].observe(first) }
      state.total[call.backend, default: Histogram()].observe(call.totalMicros)
    }
  }

  /// A call that was refused before anything was written down.
  package func countRefusal(_ code: GatewayError.Code) {
    state.withLock { $0.refusals[code, default: 0] += 1 }
  }

  /// A figure that goes up and down. The name is a constant of the program and may end in labels: `x{y="z"}`.
  package func set(_ name: String, to value: Int64) {
    state.withLock { $0.gauges[name] = value }
  }

  package func rendered() -> String {
    let state = state.withLock { $0 }
    var page = Exposition()
    page.family("toolgate_calls_total", "counter", "Calls that were settled.")
    for (key, count) in state.calls {
      page.sample(
        "toolgate_calls_total",
        [
          ("project", key.project.text), ("model", key.model.text), ("backend", key.backend.text),
          ("operation", key.operation.rawValue), ("outcome", key.outcome.rawValue),
        ], "\(count)")
    }
    page.family("toolgate_tokens_total", "counter", "Tokens that were settled, in disjoint buckets.")
    for (key, count) in state.tokens {
      page.sample(
        "toolgate_tokens_total",
        [("project", key.project.text), ("model", key.model.text), ("bucket", key.bucket.name)], "\(count)")
    }
    page.family("toolgate_cost_total", "counter", "Cost that was settled, in units of the currency.")
    for (key, pico) in state.cost {
      page.sample(
        "toolgate_cost_total",
        [("project", key.project.text), ("model", key.model.text), ("currency", key.currency.code)],
        Money.decimal(pico))
    }
    page.family("toolgate_usage_source_total", "counter", "Settlements by where their token figures come from.")
    for (source, count) in state.sources {
      page.sample("toolgate_usage_source_total", [("source", source.rawValue)], "\(count)")
    }
    page.family("toolgate_refusals_total", "counter", "Calls that were refused before they were written down.")
    for (code, count) in state.refusals {
      page.sample("toolgate_refusals_total", [("code", code.label)], "\(count)")
    }
    page.histogram("toolgate_first_byte_seconds", "Time to the backend's first byte.", state.firstByte)
    page.histogram("toolgate_call_seconds", "Time to the settlement.", state.total)
    // By family first: `x_y` sorts between `x` and `x{…}`, and all lines of a family must stand together.
    let gauges = state.gauges.map { (family: String($0.key.prefix { $0 != "{" }), name: $0.key, value: $0.value) }
    for gauge in gauges.sorted(by: { ($0.family, $0.name) < ($1.family, $1.name) }) {
      page.family(gauge.family, "gauge", nil)
      page.line("\(gauge.name) \(gauge.value)")
    }
    return page.text
  }
}
