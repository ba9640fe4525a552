// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension LimitSettings {
  /// Reads `limits:`: the sections `default`, `request` and `answer`, and
  /// - `ask_at`: where projects ask for more, such as the address of a page; told to those who are refused
  /// - `idle_time`: 1s...1d, default 2m: a connection without a request is closed
  /// - `shutdown_time`: 1s...1h, default 30s: how long calls may finish after the process is told to stop
  init(_ map: YAMLMap) {
    self.init()
    map.map("default") { readDefault($0) }
    askAt = map.optional("ask_at", .headerText)
    map.map("request") { readRequest($0) }
    map.map("answer") { readAnswer($0) }
    idleTime = map.value("idle_time", .duration(in: .seconds(1)...(.seconds(86_400))), default: idleTime)
    shutdownTime = map.value("shutdown_time", .duration(in: .seconds(1)...(.seconds(3_600))), default: shutdownTime)
  }

  /// What a project may use that has no limits of its own. Every key takes `none` for no limit.
  /// - `requests_per_minute`, `tokens_per_minute`: 1...10^10, default none
  /// - `concurrency`: 1...10000, default 4
  /// - `budget_day`, `budget_month`: money; `budget_month` is 0.00 USD by default, so that only free models may be called
  /// - `tokens_day`, `tokens_month`: 0...10^15, default none
  private mutating func readDefault(_ map: YAMLMap) {
    func set<Value: Sendable>(_ key: String, _ form: YAMLForm<Value>, to path: WritableKeyPath<Limits, Value?>) {
      if map.has(key) { projectDefault[keyPath: path] = map.optional(key, form.orNone) ?? nil }
    }
    let rate = YAMLForm<Int64>.int64(in: 1...Limits.maximumRate)
    let tokens = YAMLForm<Int64>.int64(in: 0...1_000_000_000_000_000)
    set("requests_per_minute", rate, to: \.requestsPerMinute)
    set("tokens_per_minute", rate, to: \.tokensPerMinute)
    set("concurrency", .int64(in: 1...10_000), to: \.concurrency)
    set("budget_day", .money, to: \.budgetDay)
    set("budget_month", .money, to: \.budgetMonth)
    set("tokens_day", tokens, to: \.tokensDay)
    set("tokens_month", tokens, to: \.tokensMonth)
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
