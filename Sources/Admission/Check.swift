// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// Asks every account of a call whether it fits. Nothing is changed.
///
/// A budget comes first, since no waiting helps against it; then the rates, all of them, so that the time to wait is the
/// longest of them; then the calls under way.
enum Check {
  static func refusal(
    of ask: Admission.Ask, in accounts: Accounts, _ numbers: Five<AccountNumber>, at moment: Moment, askAt: String?
  ) -> Refusal? {
    if let allowed = accounts[numbers.project].limits.backends, !allowed.contains(ask.backend) {
      return .backend(ask.backend, allowed: allowed)
    }
    var refusal: Refusal?
    numbers.forEach { number in
      if refusal == nil { refusal = budgetRefusal(of: ask, accounts[number], moment, askAt) }
    }
    if let refusal { return refusal }
    numbers.forEach { number in
      guard let new = rateRefusal(of: ask, accounts[number], moment) else { return }
      if refusal.map({ $0.wait < new.wait }) ?? true { refusal = new }
    }
    if let refusal { return refusal }
    numbers.forEach { number in
      if refusal == nil { refusal = concurrencyRefusal(accounts[number]) }
    }
    return refusal
  }

  private static func budgetRefusal(
    of ask: Admission.Ask, _ account: borrowing AccountBook, _ moment: Moment, _ askAt: String?
  ) -> Refusal? {
    if let budget = account.limits.budgetMonth, let refusal = money(ask, account.month, budget) {
      return refusal(account.scope, moment.monthLabel, askAt)
    }
    if let budget = account.limits.budgetDay, let refusal = money(ask, account.day, budget) {
      return refusal(account.scope, moment.dayLabel, askAt)
    }
    if let budget = account.limits.tokensMonth, !account.month.tokens.fits(ask.tokenBound, in: budget) {
      return .tokenBudget(
        account.scope, period: moment.monthLabel, sum: account.month.tokens, asked: ask.tokenBound, limit: budget,
        askAt: askAt)
    }
    if let budget = account.limits.tokensDay, !account.day.tokens.fits(ask.tokenBound, in: budget) {
      return .tokenBudget(
        account.scope, period: moment.dayLabel, sum: account.day.tokens, asked: ask.tokenBound, limit: budget,
        askAt: askAt)
    }
    return nil
  }

  /// A budget in another currency says nothing of this call, and what is not known is refused (invariant I10).
  private static func money(
    _ ask: Admission.Ask, _ sums: PeriodSums, _ budget: Money
  ) -> ((_ scope: LimitScope, _ period: String, _ askAt: String?) -> Refusal)? {
    guard ask.amount.pico > 0 else { return nil }
    guard ask.amount.currency == budget.currency else {
      return { .otherCurrency($0, period: $1, asked: ask.amount, limit: budget, askAt: $2) }
    }
    let sum = sums.money(budget.currency)
    guard !sum.fits(ask.amount.pico, in: budget.pico) else { return nil }
    return { .budget($0, period: $1, sum: sum, asked: ask.amount, limit: budget, askAt: $2) }
  }

  private static func rateRefusal(
    of ask: Admission.Ask, _ account: borrowing AccountBook, _ moment: Moment
  ) -> Refusal? {
    let now = moment.microseconds
    var refusal: Refusal?
    if let rate = account.limits.requestsPerMinute {
      let wait = account.requests.wait(for: 1, perMinute: rate, at: now)
      if wait > 0 { refusal = .requests(account.scope, limit: rate, wait: wait) }
    }
    if let rate = account.limits.tokensPerMinute {
      guard ask.tokenEstimate <= rate else {
        return .tooLargeForRate(account.scope, asked: ask.tokenEstimate, limit: rate)
      }
      let wait = account.tokens.wait(for: ask.tokenEstimate, perMinute: rate, at: now)
      if wait > (refusal?.wait ?? 0) { refusal = .tokens(account.scope, limit: rate, wait: wait) }
    }
    return refusal
  }

  private static func concurrencyRefusal(_ account: borrowing AccountBook) -> Refusal? {
    guard let limit = account.limits.concurrency, account.underWay >= limit else { return nil }
    return .concurrency(account.scope, underWay: account.underWay, limit: limit)
  }
}
