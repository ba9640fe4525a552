// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension LimitSettings {
  /// Reads `limits:`: the sections `default`, `request` and `answer`, and
  /// - `idle_time`: 1s...1d, default 2m: a connection without a request is closed
  /// - `shutdown_time`: 1s...1h, default 30s: how long calls may finish after the process is told to stop
  init(_ map: YAMLMap) {
    self.init()
    map.map("default") { readDefault($0) }
    map.map("request") { readRequest($0) }
    map.map("answer") { readAnswer($0) }
    idleTime = map.value("idle_time", .duration(in: .seconds(1)...(.seconds(86_400))), default: idleTime)
    shutdownTime = map.value("shutdown_time", .duration(in: .seconds(1)...(.seconds(3_600))), default: shutdownTime)
  }

  /// What a project may do that has no limits of its own. Of these only `concurrency` is in force (1...10000,
  /// default 4).
  private mutating func readDefault(_ map: YAMLMap) {
    projectConcurrency = map.value("concurrency", .int(in: 1...10_000), default: projectConcurrency)
    _ = map.optional("requests_per_minute", .int(in: 1...1_000_000_000))
    _ = map.optional("tokens_per_minute", .int(in: 1...1_000_000_000_000))
    _ = map.optional("budget_month", .money)
    _ = map.optional("budget_day", .money)
    for key in ["requests_per_minute", "tokens_per_minute", "budget_month", "budget_day"] where map.has(key) {
      map.warn("`\(key)` is read but not yet enforced; only concurrency is", at: key)
    }
  }

  /// - `body`: 1KiB...1GiB, default 10MiB; `header`: 1KiB...1MiB, default 32KiB; `json_depth`: 1...1024, default 64
  /// - `header_time`: 1s...1h, default 10s; `body_time`: 1s...1h, default 1m
  private mutating func readRequest(_ map: YAMLMap) {
    requestBody = map.value("body", .bytes(in: 1 << 10...1 << 30), default: requestBody)
    requestHeader = map.value("header", .bytes(in: 1 << 10...1 << 20), default: requestHeader)
    jsonDepth = map.value("json_depth", .int(in: 1...1024), default: jsonDepth)
    let range = Duration.seconds(1)...Duration.seconds(3_600)
    headerTime = map.value("header_time", .duration(in: range), default: headerTime)
    bodyTime = map.value("body_time", .duration(in: range), default: bodyTime)
  }

  /// - `body`: 1KiB...1GiB, default 16MiB; `event`: 1KiB...1GiB, default 4MiB
  /// - `window`: 16KiB...1GiB, default 256KiB; `drain`: 0s...1h, default 10s
  private mutating func readAnswer(_ map: YAMLMap) {
    answerBody = map.value("body", .bytes(in: 1 << 10...1 << 30), default: answerBody)
    answerEvent = map.value("event", .bytes(in: 1 << 10...1 << 30), default: answerEvent)
    streamWindow = map.value("window", .bytes(in: 1 << 14...1 << 30), default: streamWindow)
    drainTime = map.value("drain", .duration(in: .zero...(.seconds(3_600))), default: drainTime)
  }
}
