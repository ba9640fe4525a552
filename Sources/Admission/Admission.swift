// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Synchronization

/// Decides whether a call may start now, and holds for it what it may use, in one atomic step over all scopes: everything
/// is checked first, then everything is taken.
///
/// The state is shared by all event loops, because a limit is one number however many loops there are. The lock guards
/// five look-ups and some additions and is not held across anything that waits.
///
/// Time only goes forwards in here. An instant before the last one counts as the last one, and the hold says which
/// instant that was: the ledger's row must carry the same, so that memory and ledger agree on the period.
package final class Admission: Sendable {
  /// What one call asks for.
  package struct Ask: Sendable {
    package let project: ProjectID
    package let token: TokenRow
    package let model: ModelID
    package let backend: BackendID
    /// The most that the call may cost: what budgets hold.
    package let amount: Money
    /// The most tokens that it may use: what budgets of tokens hold.
    package let tokenBound: Int64
    /// The tokens that it will probably use: what a rate is charged with until they are known.
    package let tokenEstimate: Int64

    package init(
      project: ProjectID, token: TokenRow, model: ModelID, backend: BackendID, amount: Money, tokenBound: Int64,
      tokenEstimate: Int64
    ) {
      self.project = project
      self.token = token
      self.model = model
      self.backend = backend
      self.amount = amount
      self.tokenBound = tokenBound
      self.tokenEstimate = tokenEstimate
    }
  }

  private struct State {
    var book: LimitBook
    /// Counts the books, so that an account sees at a glance whether its limits are of this one.
    var edition = 0
    var moment: Moment
    /// Of scopes that have called since the process began, or in the periods that were under way then.
    var accounts = Accounts()
    var askAt: String?

    mutating func advance(to instant: Instant) -> Moment {
      if instant.microseconds > moment.microseconds { moment = moment.advanced(to: instant) }
      return moment
    }

    mutating func account(_ scope: LimitScope) -> Account {
      let account = accounts.find(scope) { [edition, book, moment] in
        Account(scope, AccountBook(book.limits(of: scope), edition: edition, at: moment))
      }
      account.book.turn(to: moment, edition: edition) { book.limits(of: scope) }
      return account
    }
  }

  /// `Account` is no value; what makes the state safe to share is the lock that every touch goes through.
  private struct Guarded: @unchecked Sendable {
    var state: State
  }

  private let guarded: Mutex<Guarded>

  /// - Parameters:
  ///   - used: what the ledger's roll-ups say of the day and the month of `now`; other days are passed over.
  ///   - askAt: where more can be asked for, as it stands in refusals.
  package init(book: LimitBook, used: [UsedSum] = [], askAt: String? = nil, at now: Instant) {
    var state = State(book: book, moment: Moment(now))
    state.askAt = askAt
    for sum in used { state.account(sum.scope).book.begin(with: sum) }
    guarded = Mutex(Guarded(state: state))
  }

  /// New limits hold for the next call; what is under way goes on.
  package func change(_ book: LimitBook, askAt: String? = nil) {
    guarded.withLock {
      $0.state.book = book
      $0.state.edition += 1
      $0.state.askAt = askAt
    }
  }

  /// Takes a hold in all scopes of the call, or none and says why.
  package func admit(_ ask: Ask, at now: Instant) throws(GatewayError) -> Hold {
    enum Outcome {
      case taken(Shares, Moment, weight: Int64, RateReport)
      case refused(Refusal)
    }
    let outcome: Outcome = guarded.withLock { guarded in
      let moment = guarded.state.advance(to: now)
      let accounts = Five(
        guarded.state.account(.token(ask.token)), guarded.state.account(.project(ask.project)),
        guarded.state.account(.model(ask.model)), guarded.state.account(.backend(ask.backend)),
        guarded.state.account(.global))
      if let refusal = Check.refusal(of: ask, in: accounts, at: moment, askAt: guarded.state.askAt) {
        return .refused(refusal)
      }
      let charges = accounts.map { $0.book.take(ask, at: moment) }
      let report = RateReport(accounts.first.book, accounts.second.book, at: moment)
      return .taken(
        Shares(accounts: accounts, charges: charges), moment, weight: accounts.second.book.limits.weight ?? 1, report)
    }
    switch outcome {
    case .taken(let shares, let moment, let weight, let report):
      return Hold(ask: ask, shares: shares, moment: moment, weight: weight, report: report, admission: self)
    case .refused(let refusal): throw refusal.error
    }
  }

  fileprivate func settle(_ hold: HeldCall, cost: Money, tokens: Int64, at instant: Instant) {
    guarded.withLock { guarded in
      let now = guarded.state.advance(to: instant).microseconds
      hold.shares.forEach { account, charge in
        account.book.settle(charge, hold.ask, from: hold.moment, cost: cost, tokens: tokens, at: now)
      }
    }
  }

  fileprivate func cancel(_ hold: HeldCall) {
    guarded.withLock { guarded in
      let now = guarded.state.moment.microseconds
      hold.shares.forEach { account, charge in
        account.book.cancel(charge, hold.ask, from: hold.moment, at: now)
      }
    }
  }

  /// How one scope stands: limits, spent, held, rates.
  package func standing(of scope: LimitScope, at now: Instant) -> Standing {
    guarded.withLock { guarded in
      let moment = guarded.state.advance(to: now)
      return Standing(guarded.state.account(scope).book, at: moment)
    }
  }

  /// The rates of a caller for the headers of an answer that was never admitted.
  package func rates(token: TokenRow, project: ProjectID, at now: Instant) -> RateReport {
    guarded.withLock { guarded in
      let moment = guarded.state.advance(to: now)
      return RateReport(
        guarded.state.account(.token(token)).book, guarded.state.account(.project(project)).book, at: moment)
    }
  }
}

/// What is held for one call that was admitted. It cannot be copied. Whoever charges the call settles it; one that goes
/// out of scope unsettled was not made, and everything that it held is given back.
package struct Hold: ~Copyable, Sendable {
  private let call: HeldCall
  private let admission: Admission
  private var isOpen = true
  /// How the caller's rates stand with this call in them.
  package let rates: RateReport

  fileprivate init(
    ask: Admission.Ask, shares: Shares, moment: Moment, weight: Int64, report: RateReport, admission: Admission
  ) {
    call = HeldCall(ask: ask, shares: shares, moment: moment, weight: weight)
    self.admission = admission
    rates = report
  }

  /// When the call counts as begun: its periods are those of this instant.
  package var at: Instant { Instant(microseconds: call.moment.microseconds) }

  /// The project's share of a backend's queue, 1 to 100.
  package var weight: Int64 { call.weight }

  /// The call was made and used this much, in the currency in which it was held.
  package consuming func settle(cost: Money, tokens: Int64, at now: Instant) {
    isOpen = false
    admission.settle(call, cost: cost, tokens: tokens, at: now)
  }

  deinit { if isOpen { admission.cancel(call) } }
}

/// Accounts are only touched under the lock of the admission that made the shares.
private struct HeldCall: @unchecked Sendable {
  let ask: Admission.Ask
  let shares: Shares
  let moment: Moment
  let weight: Int64
}

private struct Shares: @unchecked Sendable {
  let accounts: Five<Account>
  let charges: Five<AccountBook.Charge>

  func forEach(_ body: (Account, AccountBook.Charge) -> Void) {
    body(accounts.first, charges.first)
    body(accounts.second, charges.second)
    body(accounts.third, charges.third)
    body(accounts.fourth, charges.fourth)
    body(accounts.fifth, charges.fifth)
  }
}
