// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Benchmark
import Domain

/// One call through admission and back, with every limit set in every scope, among few and among many projects.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.cpuUser, .wallClock, .mallocCountTotal, .throughput], scalingFactor: .kilo, maxDuration: .seconds(5))
  for projects in [10, 1_000, 100_000] {
    Benchmark("admit and settle, \(projects) projects") { benchmark in
      let start = Instant(seconds: 1_764_000_000)
      let admission = Admission(book: book(projects: projects), at: start)
      let asks = (0..<4_096).map { ask(project: Int64($0 * 7_919 % projects)) }
      for project in 0..<projects { settle(try! admission.admit(ask(project: Int64(project)), at: start), start) }
      benchmark.startMeasurement()
      var (at, turn) = (start.microseconds, 0)
      for _ in benchmark.scaledIterations {
        at += 50
        turn = (turn + 1) & 4_095
        let now = Instant(microseconds: at)
        settle(try! admission.admit(asks[turn], at: now), now)
      }
      benchmark.stopMeasurement()
    }
  }
}

private func settle(_ hold: consuming Hold, _ now: Instant) {
  hold.settle(cost: Money(pico: 1, .usd), tokens: 10, at: now)
}

private func ask(project: Int64) -> Admission.Ask {
  Admission.Ask(
    project: ProjectID(row: project), token: TokenRow(row: project), model: ModelID("smollm2-135m-instruct")!,
    backend: BackendID("local-llama")!, amount: Money(pico: 1_000, .usd), tokenBound: 3_000, tokenEstimate: 900)
}

private func book(projects: Int) -> LimitBook {
  var limits = Limits()
  limits.requestsPerMinute = Limits.maximumRate
  limits.tokensPerMinute = Limits.maximumRate
  limits.concurrency = 1_000
  limits.budgetDay = Money(pico: .max, .usd)
  limits.budgetMonth = Money(pico: .max, .usd)
  limits.tokensDay = .max
  limits.tokensMonth = .max
  var scopes: [LimitScope: Limits] = [
    .global: limits, .backend(BackendID("local-llama")!): limits, .model(ModelID("smollm2-135m-instruct")!): limits,
  ]
  for project in 0..<projects {
    scopes[.project(ProjectID(row: Int64(project)))] = limits
    scopes[.token(TokenRow(row: Int64(project)))] = limits
  }
  return LimitBook(scopes: scopes)
}
