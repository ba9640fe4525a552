// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// How one scope stands at one moment, for those who look at it.
package struct Standing: Sendable {
  package let limits: Limits
  package let underWay: Int64
  package let requests, tokens: Rate?
  package let day, month: PeriodStanding

  package struct PeriodStanding: Sendable {
    /// `2026-11-24` or `2026-11`.
    package let label: String
    package let tokensSpent, tokensHeld: Int128
    /// Pico-units by currency.
    package let money: [Currency: (spent: Int128, held: Int128)]
  }

  init(_ account: borrowing AccountBook, at moment: Moment) {
    limits = account.limits
    underWay = account.underWay
    requests = Rate(account.requests, account.limits.requestsPerMinute, moment)
    tokens = Rate(account.tokens, account.limits.tokensPerMinute, moment)
    day = PeriodStanding(account.day, moment.dayLabel)
    month = PeriodStanding(account.month, moment.monthLabel)
  }
}

extension Standing.PeriodStanding {
  init(_ sums: PeriodSums, _ label: String) {
    self.label = label
    (tokensSpent, tokensHeld) = (sums.tokens.spent, sums.tokens.held)
    money = Dictionary(
      uniqueKeysWithValues: sums.currencies.map { currency in
        let sum = sums.money(currency)
        return (currency, (sum.spent, sum.held))
      })
  }
}

/// One rate as the `x-ratelimit-` headers tell it.
package struct Rate: Sendable {
  package let limit: Int64
  /// What fits now.
  package let remaining: Int64
  /// Microseconds until a whole minute's worth fits.
  package let resetMicros: Int64

  init?(_ meter: RateMeter, _ limit: Int64?, _ moment: Moment) {
    guard let limit else { return nil }
    let left = meter.left(perMinute: limit, at: moment.microseconds)
    self.limit = limit
    remaining = left.units
    resetMicros = left.fullIn
  }
}

/// The rates that bind a caller: its token's or its project's, whichever has less left. Nil where none is set.
package struct RateReport: Sendable {
  package let requests, tokens: Rate?

  init(_ token: borrowing AccountBook, _ project: borrowing AccountBook, at moment: Moment) {
    requests = Self.tighter(
      Rate(token.requests, token.limits.requestsPerMinute, moment),
      Rate(project.requests, project.limits.requestsPerMinute, moment))
    tokens = Self.tighter(
      Rate(token.tokens, token.limits.tokensPerMinute, moment),
      Rate(project.tokens, project.limits.tokensPerMinute, moment))
  }

  private static func tighter(_ a: Rate?, _ b: Rate?) -> Rate? {
    guard let a, let b else { return a ?? b }
    return a.remaining <= b.remaining ? a : b
  }
}
