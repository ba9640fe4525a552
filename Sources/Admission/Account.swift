// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// What one scope uses at the moment, beside its limits. Only touched under the lock of `Admission`.
///
/// Spent sums are kept for every scope that calls, with or without a budget: one that is set later then counts what was
/// spent before it.
final class Account {
  let scope: LimitScope
  private(set) var limits: Limits
  /// Of the book from which `limits` was taken.
  private var edition: Int
  var underWay: Int64 = 0
  var requests = RateMeter()
  var tokens = RateMeter()
  private(set) var day: PeriodSums
  private(set) var month: PeriodSums

  init(_ scope: LimitScope, edition: Int, book: LimitBook, at moment: Moment) {
    self.scope = scope
    self.edition = edition
    limits = book.limits(of: scope)
    day = PeriodSums(period: moment.day)
    month = PeriodSums(period: moment.month)
  }

  /// Brings limits and periods up to date.
  func turn(to moment: Moment, edition: Int, book: LimitBook) {
    if self.edition != edition {
      self.edition = edition
      limits = book.limits(of: scope)
    }
    if day.period != moment.day { day = PeriodSums(period: moment.day) }
    if month.period != moment.month { month = PeriodSums(period: moment.month) }
  }

  /// What the ledger says was spent before this process began.
  func begin(with sum: UsedSum) {
    if sum.day.daysSince1970 == day.period { day.spend(sum.pico, sum.currency, tokens: Int128(sum.tokens)) }
    if Moment.month(of: sum.day) == month.period { month.spend(sum.pico, sum.currency, tokens: Int128(sum.tokens)) }
  }

  func take(_ ask: Admission.Ask, at moment: Moment) -> Share {
    underWay += 1
    if let rate = limits.requestsPerMinute { requests.take(1, perMinute: rate, at: moment.microseconds) }
    if let rate = limits.tokensPerMinute {
      tokens.take(min(ask.tokenEstimate, rate), perMinute: rate, at: moment.microseconds)
    }
    day.hold(ask.amount, tokens: ask.tokenBound)
    month.hold(ask.amount, tokens: ask.tokenBound)
    return Share(
      account: self, isRequestMetered: limits.requestsPerMinute != nil,
      meteredTokens: limits.tokensPerMinute.map { min(ask.tokenEstimate, $0) } ?? 0)
  }

  /// A hold in one account.
  struct Share {
    let account: Account
    let isRequestMetered: Bool
    /// Tokens that the rate was charged with.
    let meteredTokens: Int64
  }

  /// The call was made: what it held goes back and what it used is spent, in the periods in which it began.
  ///
  /// - Parameters:
  ///   - moment: when it began.
  ///   - now: in microseconds.
  func settle(
    _ share: Share, _ ask: Admission.Ask, from moment: Moment, cost: Money, tokens used: Int64, at now: Int64
  ) {
    underWay -= 1
    if share.meteredTokens > 0, let rate = limits.tokensPerMinute {
      tokens.giveBack(share.meteredTokens - used, perMinute: rate, at: now)
    }
    if day.period == moment.day {
      day.release(ask.amount, tokens: ask.tokenBound)
      day.spend(Int128(cost.pico), cost.currency, tokens: Int128(used))
    }
    if month.period == moment.month {
      month.release(ask.amount, tokens: ask.tokenBound)
      month.spend(Int128(cost.pico), cost.currency, tokens: Int128(used))
    }
  }

  /// The call was not made: all goes back, also the request.
  func cancel(_ share: Share, _ ask: Admission.Ask, from moment: Moment, at now: Int64) {
    underWay -= 1
    if share.isRequestMetered, let rate = limits.requestsPerMinute {
      requests.giveBack(1, perMinute: rate, at: now)
    }
    if share.meteredTokens > 0, let rate = limits.tokensPerMinute {
      tokens.giveBack(share.meteredTokens, perMinute: rate, at: now)
    }
    if day.period == moment.day { day.release(ask.amount, tokens: ask.tokenBound) }
    if month.period == moment.month { month.release(ask.amount, tokens: ask.tokenBound) }
  }
}

/// An instant with the periods that it is in.
struct Moment {
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
