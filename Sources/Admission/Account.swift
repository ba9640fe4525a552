// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// What one scope uses at the moment, beside its limits.
///
/// Spent sums are kept for every scope that calls, with or without a budget: one that is set later then counts what was
/// spent before it.
struct AccountBook {
  let scope: LimitScope
  private(set) var limits: Limits
  /// Of the limit book from which `limits` was taken.
  private var edition: Int
  private(set) var underWay: Int64 = 0
  private(set) var requests = RateMeter()
  private(set) var tokens = RateMeter()
  private(set) var day: PeriodSums
  private(set) var month: PeriodSums

  init(_ scope: LimitScope, _ limits: Limits, edition: Int, at moment: Moment) {
    self.scope = scope
    self.limits = limits
    self.edition = edition
    day = PeriodSums(period: moment.day)
    month = PeriodSums(period: moment.month)
  }

  /// Brings limits and periods up to date.
  mutating func turn(to moment: Moment, edition: Int, limits: () -> Limits) {
    if self.edition != edition {
      self.edition = edition
      self.limits = limits()
    }
    if day.period != moment.day { day = PeriodSums(period: moment.day) }
    if month.period != moment.month { month = PeriodSums(period: moment.month) }
  }

  /// What the ledger says was spent before this process began.
  mutating func begin(with sum: UsedSum) {
    if sum.day.daysSince1970 == day.period { day.spend(sum.pico, sum.currency, tokens: Int128(sum.tokens)) }
    if Moment.month(of: sum.day) == month.period { month.spend(sum.pico, sum.currency, tokens: Int128(sum.tokens)) }
  }

  /// What the rates were charged with for one call.
  struct Charge: Sendable {
    let account: AccountNumber
    let isRequestMetered: Bool
    let tokens: Int64
  }

  mutating func take(_ ask: Admission.Ask, as account: AccountNumber, at moment: Moment) -> Charge {
    underWay += 1
    if let rate = limits.requestsPerMinute { requests.take(1, perMinute: rate, at: moment.microseconds) }
    var charged: Int64 = 0
    if let rate = limits.tokensPerMinute {
      charged = min(ask.tokenEstimate, rate)
      tokens.take(charged, perMinute: rate, at: moment.microseconds)
    }
    day.hold(ask.amount, tokens: ask.tokenBound)
    month.hold(ask.amount, tokens: ask.tokenBound)
    return Charge(account: account, isRequestMetered: limits.requestsPerMinute != nil, tokens: charged)
  }

  /// The call was made: what it held goes back and what it used is spent, in the periods in which it began.
  ///
  /// - Parameters:
  ///   - moment: when it began.
  ///   - now: in microseconds.
  mutating func settle(
    _ charge: Charge, _ ask: Admission.Ask, from moment: Moment, cost: Money, tokens used: Int64, at now: Int64
  ) {
    underWay -= 1
    if charge.tokens > 0, let rate = limits.tokensPerMinute {
      tokens.giveBack(charge.tokens - used, perMinute: rate, at: now)
    }
    if day.period == moment.day { day.settle(ask.amount, tokens: ask.tokenBound, cost: cost, used: used) }
    if month.period == moment.month { month.settle(ask.amount, tokens: ask.tokenBound, cost: cost, used: used) }
  }

  /// The call was not made: all goes back, also the request.
  mutating func cancel(_ charge: Charge, _ ask: Admission.Ask, from moment: Moment, at now: Int64) {
    underWay -= 1
    if charge.isRequestMetered, let rate = limits.requestsPerMinute {
      requests.giveBack(1, perMinute: rate, at: now)
    }
    if charge.tokens > 0, let rate = limits.tokensPerMinute {
      tokens.giveBack(charge.tokens, perMinute: rate, at: now)
    }
    if day.period == moment.day { day.release(ask.amount, tokens: ask.tokenBound) }
    if month.period == moment.month { month.release(ask.amount, tokens: ask.tokenBound) }
  }
}

/// An instant with the periods that it is in.
struct Moment: Sendable {
  let microseconds: Int64
  /// Days since 1970 in UTC.
  let day: Int
  /// Months since year 0.
  let month: Int
  /// The first microsecond behind the day.
  private let dayEnd: Int64

  init(_ instant: Instant) {
    let civil = CivilDay(containing: instant)
    microseconds = instant.microseconds
    day = civil.daysSince1970
    month = Self.month(of: civil)
    dayEnd = civil.start.microseconds + 86_400_000_000
  }

  /// A later instant. Nearly all are of the same day, which takes no calendar.
  func advanced(to instant: Instant) -> Moment {
    instant.microseconds < dayEnd ? Moment(microseconds: instant.microseconds, like: self) : Moment(instant)
  }

  private init(microseconds: Int64, like other: Moment) {
    self.microseconds = microseconds
    (day, month, dayEnd) = (other.day, other.month, other.dayEnd)
  }

  static func month(of day: CivilDay) -> Int { day.year * 12 + day.month - 1 }

  /// The keys of the periods: `2026-11-24` and `2026-11`.
  var dayLabel: String { CivilDay(daysSince1970: day).description }
  var monthLabel: String { String(dayLabel.prefix(7)) }
}
