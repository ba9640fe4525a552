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

    /// The number of a scope's account, brought up to date or opened.
    mutating func account(_ scope: LimitScope) -> AccountNumber {
      guard let known = accounts.number(of: scope) else {
        return accounts.open(AccountBook(scope, book.limits(of: scope), edition: edition, at: moment))
      }
      accounts[known].turn(to: moment, edition: edition) { book.limits(of: scope) }
      return known
    }
  }

  private let state: Mutex<State>

  /// - Parameters:
  ///   - used: what the ledger's roll-ups say of the day and the month of `now`; other days are passed over.
  ///   - askAt: where more can be asked for, as it stands in refusals.
  package init(book: LimitBook, used: [UsedSum] = [], askAt: String? = nil, at now: Instant) {
    var state = State(book: book, moment: Moment(now))
    state.askAt = askAt
    for sum in used { state.accounts[state.account(sum.scope)].begin(with: sum) }
    self.state = Mutex(state)
  }

  /// New limits hold for the next call; what is under way goes on.
  package func change(_ book: LimitBook, askAt: String? = nil) {
    state.withLock {
      $0.book = book
      $0.edition += 1
      $0.askAt = askAt
    }
  }

  /// Takes a hold in all scopes of the call, or none and says why.
  package func admit(_ ask: Ask, at now: Instant) throws(GatewayError) -> Hold {
    enum Outcome {
      case taken(Five<AccountBook.Charge>, Moment, weight: Int64, RateReport)
      case refused(Refusal)
    }
    let outcome: Outcome = state.withLock { state in
      let moment = state.advance(to: now)
      let numbers = Five(
        token: state.account(.token(ask.token)), project: state.account(.project(ask.project)),
        model: state.account(.model(ask.model)), backend: state.account(.backend(ask.backend)),
        global: state.account(.global))
      if let refusal = Check.refusal(of: ask, in: state.accounts, numbers, at: moment, askAt: state.askAt) {
        return .refused(refusal)
      }
      let charges = numbers.map { state.accounts[$0].take(ask, as: $0, at: moment) }
      let report = RateReport(state.accounts[numbers.token], state.accounts[numbers.project], at: moment)
      return .taken(charges, moment, weight: state.accounts[numbers.project].limits.weight ?? 1, report)
    }
    switch outcome {
    case .taken(let charges, let moment, let weight, let report):
      let call = HeldCall(ask: ask, charges: charges, moment: moment, weight: weight)
      return Hold(call, rates: report, admission: self)
    case .refused(let refusal): throw refusal.error
    }
  }

  fileprivate func settle(_ call: HeldCall, cost: Money, tokens: Int64, at instant: Instant) {
    state.withLock { state in
      let now = state.advance(to: instant).microseconds
      call.charges.forEach {
        state.accounts[$0.account].settle($0, call.ask, from: call.moment, cost: cost, tokens: tokens, at: now)
      }
    }
  }

  fileprivate func cancel(_ call: HeldCall) {
    state.withLock { state in
      let now = state.moment.microseconds
      call.charges.forEach { state.accounts[$0.account].cancel($0, call.ask, from: call.moment, at: now) }
    }
  }

  /// How one scope stands: limits, spent, held, rates.
  package func standing(of scope: LimitScope, at now: Instant) -> Standing {
    state.withLock { state in
      let moment = state.advance(to: now)
      return Standing(state.accounts[state.account(scope)], at: moment)
    }
  }

  /// The rates of a caller for the headers of an answer that was never admitted.
  package func rates(token: TokenRow, project: ProjectID, at now: Instant) -> RateReport {
    state.withLock { state in
      let moment = state.advance(to: now)
      let (token, project) = (state.account(.token(token)), state.account(.project(project)))
      return RateReport(state.accounts[token], state.accounts[project], at: moment)
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

  fileprivate init(_ call: HeldCall, rates: RateReport, admission: Admission) {
    self.call = call
    self.rates = rates
    self.admission = admission
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

private struct HeldCall: Sendable {
  let ask: Admission.Ask
  let charges: Five<AccountBook.Charge>
  let moment: Moment
  let weight: Int64
}
