// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain

/// What admission should say, in the plainest way: every question is answered from the list of all calls. Nothing is
/// held, released or carried over, so there is nothing to get out of step.
struct SlowLimiter {
  struct Call {
    let ask: Admission.Ask
    let at: Int64
    /// Nil while it is under way; then what it cost and when.
    var end: (cost: Int64, tokens: Int64, at: Int64)?
    var day: String { String(Instant(microseconds: at).description.prefix(10)) }
    var month: String { String(day.prefix(7)) }
  }

  var book: LimitBook
  private(set) var calls: [Int: Call] = [:]
  /// What settled calls used, by scope and period, so that they need not be kept.
  private var spent: [Key: (pico: Int128, tokens: Int128)] = [:]
  /// What went into each bucket of a rate, and when; cut off where the bucket was empty.
  private var requestFlow: [LimitScope: [(at: Int64, units: Int64)]] = [:]
  private var tokenFlow: [LimitScope: [(at: Int64, units: Int64)]] = [:]

  private struct Key: Hashable {
    let scope: LimitScope
    let period: String
  }

  init(book: LimitBook) {
    self.book = book
  }

  static func scopes(of ask: Admission.Ask) -> [LimitScope] {
    [.token(ask.token), .project(ask.project), .model(ask.model), .backend(ask.backend), .global]
  }

  // MARK: The question

  mutating func answer(_ ask: Admission.Ask, at now: Int64) -> GatewayError.Code? {
    for scope in Self.scopes(of: ask) where exceedsBudget(scope, ask, now) { return .insufficientQuota }
    for scope in Self.scopes(of: ask) where exceedsRate(scope, ask, now) { return .rateLimitExceeded }
    for scope in Self.scopes(of: ask) {
      if let most = book.limits(of: scope).concurrency, underWay(scope) >= most { return .concurrencyExceeded }
    }
    return nil
  }

  private func underWay(_ scope: LimitScope) -> Int64 {
    Int64(calls.values.count { $0.end == nil && Self.scopes(of: $0.ask).contains(scope) })
  }

  func used(_ scope: LimitScope, _ period: String) -> (spent: Int128, held: Int128, tokens: Int128, tokensHeld: Int128)
  {
    let done = spent[Key(scope: scope, period: period)] ?? (0, 0)
    let open = calls.values.filter {
      ($0.day == period || $0.month == period) && Self.scopes(of: $0.ask).contains(scope)
    }
    return (
      done.pico, open.reduce(0) { $0 + Int128($1.ask.amount.pico) }, done.tokens,
      open.reduce(0) { $0 + Int128($1.ask.tokenBound) }
    )
  }

  private func exceedsBudget(_ scope: LimitScope, _ ask: Admission.Ask, _ now: Int64) -> Bool {
    let limits = book.limits(of: scope)
    let day = String(Instant(microseconds: now).description.prefix(10))
    for (period, money, tokens) in [
      (String(day.prefix(7)), limits.budgetMonth, limits.tokensMonth), (day, limits.budgetDay, limits.tokensDay),
    ] {
      guard money != nil || tokens != nil else { continue }
      let used = used(scope, period)
      if let money, ask.amount.pico > 0, used.spent + used.held + Int128(ask.amount.pico) > Int128(money.pico) {
        return true
      }
      if let tokens, used.tokens + used.tokensHeld + Int128(ask.tokenBound) > Int128(tokens) { return true }
    }
    return false
  }

  private func exceedsRate(_ scope: LimitScope, _ ask: Admission.Ask, _ now: Int64) -> Bool {
    let limits = book.limits(of: scope)
    if let rate = limits.requestsPerMinute,
      Self.level(requestFlow[scope] ?? [], rate, now) + 60_000_000 > rate * 60_000_000
    {
      return true
    }
    if let rate = limits.tokensPerMinute {
      return Self.level(tokenFlow[scope] ?? [], rate, now) + ask.tokenEstimate * 60_000_000 > rate * 60_000_000
    }
    return false
  }

  /// A bucket that everything was poured into, played from its beginning.
  private static func level(_ flow: [(at: Int64, units: Int64)], _ rate: Int64, _ now: Int64) -> Int64 {
    var level: Int128 = 0
    var at: Int64 = 0
    for drop in flow {
      level = max(0, level - Int128(drop.at - at) * Int128(rate))
      level = max(0, level + Int128(drop.units) * 60_000_000)
      at = drop.at
    }
    return Int64(max(0, level - Int128(now - at) * Int128(rate)))
  }

  // MARK: What happens

  mutating func begin(_ id: Int, _ ask: Admission.Ask, at now: Int64) {
    calls[id] = Call(ask: ask, at: now)
    for scope in Self.scopes(of: ask) {
      pour(1, into: \.requestFlow, scope, book.limits(of: scope).requestsPerMinute, now)
      pour(ask.tokenEstimate, into: \.tokenFlow, scope, book.limits(of: scope).tokensPerMinute, now)
    }
  }

  mutating func settle(_ id: Int, cost: Int64, tokens: Int64, at now: Int64) {
    let call = calls.removeValue(forKey: id)!
    for scope in Self.scopes(of: call.ask) {
      for period in [call.day, call.month] {
        let key = Key(scope: scope, period: period)
        let before = spent[key] ?? (0, 0)
        spent[key] = (before.pico + Int128(cost), before.tokens + Int128(tokens))
      }
      pour(
        tokens - call.ask.tokenEstimate, into: \.tokenFlow, scope, book.limits(of: scope).tokensPerMinute, now)
    }
  }

  mutating func cancel(_ id: Int, at now: Int64) {
    let call = calls.removeValue(forKey: id)!
    for scope in Self.scopes(of: call.ask) {
      pour(-1, into: \.requestFlow, scope, book.limits(of: scope).requestsPerMinute, now)
      pour(-call.ask.tokenEstimate, into: \.tokenFlow, scope, book.limits(of: scope).tokensPerMinute, now)
    }
  }

  private mutating func pour(
    _ units: Int64, into flow: WritableKeyPath<SlowLimiter, [LimitScope: [(at: Int64, units: Int64)]]>,
    _ scope: LimitScope, _ rate: Int64?, _ now: Int64
  ) {
    guard let rate else { return }
    if Self.level(self[keyPath: flow][scope] ?? [], rate, now) == 0 { self[keyPath: flow][scope] = [] }
    self[keyPath: flow][scope, default: []].append((now, units))
  }
}
