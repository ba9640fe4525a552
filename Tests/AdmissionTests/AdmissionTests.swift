// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import Testing
import ToolgateTesting

@Suite struct AdmissionTests {
  static let start = CivilDay("2026-11-24")!.start
  static let project = LimitScope.project(ProjectID(row: 1))

  static func limits(_ change: (inout Limits) -> Void) -> Limits {
    var limits = Limits()
    change(&limits)
    return limits
  }

  static func usd(_ text: String) -> Money { Money("\(text) USD")! }

  static func admission(_ scope: LimitScope = project, askAt: String? = nil, _ change: (inout Limits) -> Void)
    -> Admission
  {
    Admission(book: LimitBook(scopes: [scope: limits(change)]), askAt: askAt, at: start)
  }

  static func ask(
    project: Int64 = 1, token: Int64 = 1, model: String = "m", backend: String = "b", _ amount: Money = .zero(.usd),
    bound: Int64 = 100, estimate: Int64 = 50
  ) -> Admission.Ask {
    Admission.Ask(
      project: ProjectID(row: project), token: TokenRow(row: token), model: ModelID(model)!,
      backend: BackendID(backend)!, amount: amount, tokenBound: bound, tokenEstimate: estimate)
  }

  /// What would be refused, and nothing else: a call that is admitted was not made.
  static func refusal(
    _ admission: Admission, _ ask: Admission.Ask = ask(), at now: Instant = start
  ) -> GatewayError? {
    do throws(GatewayError) {
      _ = try admission.admit(ask, at: now)
      return nil
    } catch {
      return error
    }
  }

  // MARK: Holds

  @Test func aHoldThatIsNotSettledIsGivenBackWhole() throws {
    let admission = Self.admission {
      $0.budgetMonth = Self.usd("1.00")
      $0.requestsPerMinute = 1
      $0.tokensPerMinute = 50
      $0.concurrency = 1
    }
    for _ in 0..<10 {
      let hold = try admission.admit(Self.ask(Self.usd("1.00")), at: Self.start)
      let standing = admission.standing(of: Self.project, at: Self.start)
      #expect(standing.underWay == 1 && standing.month.tokensHeld == 100)
      #expect(standing.month.money[.usd]?.held == Int128(Money.picoPerUnit))
      #expect(standing.requests?.remaining == 0 && standing.tokens?.remaining == 0)
      _ = consume hold
    }
    let standing = admission.standing(of: Self.project, at: Self.start)
    #expect(standing.underWay == 0 && standing.month.tokensHeld == 0 && standing.day.tokensHeld == 0)
    #expect(standing.month.money[.usd]?.held == 0 && standing.month.money[.usd]?.spent == 0)
    #expect(standing.requests?.remaining == 1 && standing.tokens?.remaining == 50)
  }

  @Test func aSettledCallIsSpentInEveryScopeAndTheRestIsGivenBack() throws {
    let admission = Self.admission { $0.tokensPerMinute = 1_000 }
    let hold = try admission.admit(Self.ask(Self.usd("0.60"), bound: 500, estimate: 300), at: Self.start)
    hold.settle(cost: Self.usd("0.25"), tokens: 120, at: Self.start)
    for scope in [
      Self.project, .global, .token(TokenRow(row: 1)), .model(ModelID("m")!), .backend(BackendID("b")!),
    ] {
      let standing = admission.standing(of: scope, at: Self.start)
      for period in [standing.day, standing.month] {
        #expect(period.money[.usd]?.spent == Int128(Money.picoPerUnit / 4) && period.money[.usd]?.held == 0)
        #expect(period.tokensSpent == 120 && period.tokensHeld == 0)
      }
      #expect(standing.underWay == 0)
    }
    #expect(admission.standing(of: Self.project, at: Self.start).tokens?.remaining == 880)
  }

  @Test func aHoldSaysWhenItsCallCountsAsBegunAndTimeNeverGoesBack() throws {
    let admission = Self.admission { _ in }
    let later = Self.start + .seconds(90)
    let first = try admission.admit(Self.ask(), at: later)
    let second = try admission.admit(Self.ask(), at: Self.start)
    let instants = [first.at, second.at]
    #expect(instants == [later, later])
    _ = consume first
    _ = consume second
  }

  // MARK: Budgets

  @Test func theLastPicoUnitOfABudgetCanBeSpentAndNotOneMore() throws {
    let budget = Money(pico: 1_000, .usd)
    let admission = Self.admission { $0.budgetMonth = budget }
    let first = try admission.admit(Self.ask(Money(pico: 999, .usd)), at: Self.start)
    #expect(Self.refusal(admission, Self.ask(Money(pico: 2, .usd)))?.code == .insufficientQuota)
    let second = try admission.admit(Self.ask(Money(pico: 1, .usd)), at: Self.start)
    #expect(Self.refusal(admission, Self.ask(Money(pico: 1, .usd)))?.code == .insufficientQuota)
    #expect(Self.refusal(admission, Self.ask()) == nil, "what is free is not refused for want of money")
    first.settle(cost: Money(pico: 999, .usd), tokens: 1, at: Self.start)
    second.settle(cost: Money(pico: 1, .usd), tokens: 1, at: Self.start)
    #expect(Self.refusal(admission, Self.ask(Money(pico: 1, .usd)))?.code == .insufficientQuota)
  }

  @Test func aBudgetIsRefusedWithSpentHeldLimitAndWhatIsFreeAndWhereToAsk() throws {
    let admission = Self.admission(askAt: "https://example.org/ask") { $0.budgetMonth = Self.usd("25.00") }
    try admission.admit(Self.ask(Self.usd("24.10")), at: Self.start)
      .settle(cost: Self.usd("24.10"), tokens: 1, at: Self.start)
    let held = try admission.admit(Self.ask(Self.usd("0.55")), at: Self.start)
    let error = try #require(Self.refusal(admission, Self.ask(Self.usd("1.00"))))
    #expect(
      error.message
        == "budget for 2026-11 used: spent 24.10, held 0.55, limit 25.00 USD, free 0.35; this call may cost 1.00; "
        + "lower max_tokens or shorten the text; ask at https://example.org/ask")
    #expect(error.code == .insufficientQuota && error.shouldRetry == false && error.retryAfter == nil)
    // What only the call under way keeps from it is worth another try.
    let soon = try #require(Self.refusal(admission, Self.ask(Self.usd("0.90"))))
    #expect(soon.shouldRetry == true && soon.retryAfter == 1)
    // As much as is told to be free is let in.
    #expect(Self.refusal(admission, Self.ask(Self.usd("0.36"))) != nil)
    #expect(Self.refusal(admission, Self.ask(Self.usd("0.35"))) == nil)
    _ = consume held
  }

  @Test func aBudgetWithNothingFreeAsksForNoSmallerCall() throws {
    let admission = Self.admission { $0.tokensMonth = 100 }
    try admission.admit(Self.ask(), at: Self.start).settle(cost: Self.usd("0.00"), tokens: 130, at: Self.start)
    let error = try #require(Self.refusal(admission, Self.ask()))
    #expect(
      error.message
        == "budget for 2026-11 used: spent 130, held 0, limit 100 tokens, free 0; this call may use 100; "
        + "ask the administrators")
  }

  @Test func aBudgetOfTokensTellsWhatIsFree() throws {
    let admission = Self.admission { $0.tokensMonth = 150 }
    let held = try admission.admit(Self.ask(), at: Self.start)
    let error = try #require(Self.refusal(admission, Self.ask()))
    #expect(
      error.message
        == "budget for 2026-11 used: spent 0, held 100, limit 150 tokens, free 50; this call may use 100; "
        + "lower max_tokens or shorten the text; ask the administrators")
    _ = consume held
  }

  @Test func aBudgetOfNothingIsNotToldAsUsedUp() throws {
    let admission = Self.admission(askAt: "https://example.org/ask") { $0.budgetMonth = Self.usd("0.00") }
    for asked in [Self.usd("1.00"), Money("1.00 EUR")!] {
      let error = try #require(Self.refusal(admission, Self.ask(asked)))
      #expect(
        error.message
          == "This project has no budget for 2026-11 (0.00 USD), and this call may cost \(asked): use a model that costs "
          + "nothing, or ask at https://example.org/ask for a budget")
      #expect(error.code == .insufficientQuota && error.shouldRetry == false && error.retryAfter == nil)
    }
    #expect(Self.refusal(admission, Self.ask(Self.usd("0.00"))) == nil)
    let noTokens = Self.admission { $0.tokensDay = 0 }
    let error = try #require(Self.refusal(noTokens, Self.ask(estimate: 7)))
    #expect(error.code == .insufficientQuota && error.shouldRetry == false && error.retryAfter == nil)
    #expect(error.message.contains("may use no tokens in 2026-11-"))
    #expect(error.message.hasSuffix("ask the administrators for more"))
  }

  @Test func aBudgetInAnotherCurrencyAllowsNothingThatCosts() throws {
    let admission = Self.admission { $0.budgetDay = Self.usd("5.00") }
    let error = try #require(Self.refusal(admission, Self.ask(Money("0.01 EUR")!)))
    #expect(error.code == .insufficientQuota && error.shouldRetry == false)
    #expect(error.message.contains("5.00 USD") && error.message.contains("EUR"))
    #expect(Self.refusal(admission, Self.ask(.zero(Currency("EUR")!))) == nil)
  }

  /// Each scope by itself can stop a call, and then nothing is taken in the others.
  @Test(arguments: [
    LimitScope.global, .backend(BackendID("b")!), .model(ModelID("m")!), project, .token(TokenRow(row: 1)),
  ])
  func everyScopeBinds(scope: LimitScope) throws {
    for change: @Sendable (inout Limits) -> Void in [
      { $0.budgetDay = Self.usd("0.10") }, { $0.budgetMonth = Self.usd("0.10") }, { $0.tokensDay = 99 },
      { $0.tokensMonth = 99 }, { $0.concurrency = 0 }, { $0.tokensPerMinute = 49 },
    ] {
      let admission = Self.admission(scope, change)
      #expect(Self.refusal(admission, Self.ask(Self.usd("0.11"))) != nil)
      for scope in [LimitScope.global, Self.project] {
        let standing = admission.standing(of: scope, at: Self.start)
        #expect(standing.underWay == 0 && standing.month.tokensHeld == 0 && standing.day.tokensHeld == 0)
      }
    }
  }

  // MARK: Periods

  @Test func aCallCountsInThePeriodInWhichItBegan() throws {
    let night = CivilDay("2026-11-30")!.start + .seconds(86_399)
    let admission = Self.admission { $0.budgetMonth = Self.usd("1.00") }
    let stream = try admission.admit(Self.ask(Self.usd("1.00")), at: night)
    #expect(Self.refusal(admission, Self.ask(Self.usd("1.00")), at: night) != nil)
    let morning = night + .seconds(2)
    let next = try admission.admit(Self.ask(Self.usd("1.00")), at: morning)
    #expect(admission.standing(of: Self.project, at: morning).month.label == "2026-12")
    stream.settle(cost: Self.usd("1.00"), tokens: 10, at: morning)
    next.settle(cost: Self.usd("0.40"), tokens: 10, at: morning)
    let december = admission.standing(of: Self.project, at: morning).month
    #expect(december.money[.usd]?.spent == Int128(Money.picoPerUnit * 2 / 5) && december.money[.usd]?.held == 0)
  }

  @Test func aDayThatEndsInTheMiddleOfACallLeavesTheMonthRight() throws {
    let evening = CivilDay("2028-02-28")!.start + .seconds(86_399)
    let admission = Admission(
      book: LimitBook(
        scopes: [
          Self.project: Self.limits {
            $0.tokensDay = 100
            $0.tokensMonth = 250
          }
        ]), at: evening)
    let call = try admission.admit(Self.ask(bound: 100), at: evening)
    let leapDay = evening + .seconds(1)
    #expect(admission.standing(of: Self.project, at: leapDay).day.label == "2028-02-29")
    #expect(Self.refusal(admission, Self.ask(bound: 100), at: leapDay) == nil, "a new day")
    call.settle(cost: .zero(.usd), tokens: 90, at: leapDay)
    let standing = admission.standing(of: Self.project, at: leapDay)
    #expect(standing.day.tokensSpent == 0 && standing.day.tokensHeld == 0)
    #expect(standing.month.tokensSpent == 90 && standing.month.tokensHeld == 0)
    let first = CivilDay("2028-03-01")!.start
    #expect(admission.standing(of: Self.project, at: first).month.tokensSpent == 0)
  }

  @Test func budgetsGoOnFromWhatTheLedgerSays() throws {
    let scopes: [LimitScope] = [Self.project, .global]
    let days = ["2026-10-31", "2026-11-01", "2026-11-24"]
    let used = scopes.flatMap { scope in
      days.map {
        UsedSum(
          scope: scope, day: CivilDay($0)!, currency: .usd, pico: Int128(Money.picoPerUnit), tokens: 10)
      }
    }
    let admission = Admission(
      book: LimitBook(scopes: [Self.project: Self.limits { $0.budgetMonth = Self.usd("3.00") }]), used: used,
      at: Self.start)
    let standing = admission.standing(of: Self.project, at: Self.start)
    #expect(standing.month.money[.usd]?.spent == Int128(2 * Money.picoPerUnit) && standing.month.tokensSpent == 20)
    #expect(standing.day.money[.usd]?.spent == Int128(Money.picoPerUnit) && standing.day.tokensSpent == 10)
    #expect(Self.refusal(admission, Self.ask(Self.usd("1.01"))) != nil)
    #expect(Self.refusal(admission, Self.ask(Self.usd("1.00"))) == nil)
  }

  @Test func aBudgetThatIsSetLaterCountsWhatWasSpentBefore() throws {
    let admission = Self.admission { _ in }
    try admission.admit(Self.ask(Self.usd("2.00")), at: Self.start)
      .settle(cost: Self.usd("2.00"), tokens: 1, at: Self.start)
    admission.change(LimitBook(scopes: [Self.project: Self.limits { $0.budgetMonth = Self.usd("2.50") }]))
    #expect(Self.refusal(admission, Self.ask(Self.usd("0.51"))) != nil)
    #expect(Self.refusal(admission, Self.ask(Self.usd("0.50"))) == nil)
  }

  @Test func whatAProjectHasNotSetItTakesFromTheDefault() {
    let book = LimitBook(
      scopes: [Self.project: Self.limits { $0.concurrency = 9 }],
      projectDefault: Self.limits {
        $0.concurrency = 1
        $0.tokensPerMinute = 40
      })
    let admission = Admission(book: book, at: Self.start)
    #expect(Self.refusal(admission)?.code == .rateLimitExceeded)
    #expect(admission.standing(of: Self.project, at: Self.start).limits.concurrency == 9)
    #expect(admission.standing(of: .project(ProjectID(row: 2)), at: Self.start).limits.concurrency == 1)
  }

  @Test func aProjectOfSomeBackendsIsRefusedAtOthers() throws {
    let admission = Self.admission { $0.backends = [BackendID("local")!] }
    let error = try #require(Self.refusal(admission))
    #expect(error.code == .policyDenied && error.message.contains("local"))
    #expect(Self.refusal(admission, Self.ask(backend: "local")) == nil)
    #expect(Self.refusal(admission, Self.ask(project: 2)) == nil)
  }

  // MARK: Rates

  @Test func aMinutesWorthMayComeAtOnceAndThenOneAtATime() throws {
    let admission = Self.admission { $0.requestsPerMinute = 7 }
    for _ in 0..<7 {
      try admission.admit(Self.ask(), at: Self.start).settle(cost: .zero(.usd), tokens: 1, at: Self.start)
    }
    let error = try #require(Self.refusal(admission))
    #expect(error.code == .rateLimitExceeded && error.retryAfter == 9, "60/7 = 8.57 s, 8.83 s at most")
    let due = Instant(microseconds: Self.start.microseconds + 8_571_429)
    #expect(Self.refusal(admission, at: Instant(microseconds: due.microseconds - 1)) != nil)
    #expect(Self.refusal(admission, at: due) == nil)
  }

  @Test func theLongestWaitOfAllScopesIsTold() throws {
    let admission = Admission(
      book: LimitBook(scopes: [
        Self.project: Self.limits { $0.requestsPerMinute = 60 },
        .token(TokenRow(row: 1)): Self.limits { $0.requestsPerMinute = 2 },
      ]), at: Self.start)
    for _ in 0..<2 {
      try admission.admit(Self.ask(), at: Self.start).settle(cost: .zero(.usd), tokens: 1, at: Self.start)
    }
    let error = try #require(Self.refusal(admission))
    #expect((30...31).contains(error.retryAfter ?? 0) && error.message.contains("This token may make 2"))
  }

  @Test func tokensUsedBeyondTheEstimateAreWaitedForByTheNextCall() throws {
    let admission = Self.admission { $0.tokensPerMinute = 600 }
    try admission.admit(Self.ask(estimate: 100), at: Self.start).settle(cost: .zero(.usd), tokens: 700, at: Self.start)
    let error = try #require(Self.refusal(admission, Self.ask(estimate: 50)))
    #expect((15...16).contains(error.retryAfter ?? 0), "150 tokens at ten a second, and 3 % at most")
  }

  @Test func aCallLargerThanAMinutesWorthIsToldThatWaitingDoesNotHelp() throws {
    let admission = Self.admission { $0.tokensPerMinute = 600 }
    let error = try #require(Self.refusal(admission, Self.ask(estimate: 601)))
    #expect(error.code == .rateLimitExceeded && error.shouldRetry == false && error.retryAfter == nil)
  }

  @Test func oneCallTooManyAtATime() throws {
    let admission = Self.admission { $0.concurrency = 2 }
    let first = try admission.admit(Self.ask(), at: Self.start)
    let second = try admission.admit(Self.ask(), at: Self.start)
    let error = try #require(Self.refusal(admission))
    #expect(error.code == .concurrencyExceeded && error.retryAfter == 1)
    #expect(error.message == "2 calls of this project are under way, 2 are allowed at once. Wait for one to end.")
    _ = consume first
    #expect(Self.refusal(admission) == nil)
    _ = consume second
  }

  @Test func aLimitOfOneIsToldAsOne() throws {
    let admission = Self.admission { $0.concurrency = 1 }
    let first = try admission.admit(Self.ask(), at: Self.start)
    #expect(
      Self.refusal(admission)?.message
        == "1 call of this project is under way, 1 is allowed at once. Wait for one to end.")
    _ = consume first
    let rates = Self.admission { $0.requestsPerMinute = 1 }
    try rates.admit(Self.ask(), at: Self.start).settle(cost: .zero(.usd), tokens: 1, at: Self.start)
    #expect(Self.refusal(rates)?.message == "This project may make 1 request a minute.")
  }

  @Test func aLimitOfNoneAtATimeIsNotWaitedFor() throws {
    let error = try #require(Self.refusal(Self.admission { $0.concurrency = 0 }))
    #expect(error.code == .concurrencyExceeded && error.shouldRetry == false && error.retryAfter == nil)
  }

  /// The largest figures that get here do not trap, and do not wrap around into a budget.
  @Test func theLargestFiguresAreRefusedAndNotWrapped() throws {
    let admission = Self.admission {
      $0.budgetMonth = Money(pico: .max, .usd)
      $0.tokensMonth = .max
      $0.requestsPerMinute = Limits.maximumRate
      $0.tokensPerMinute = Limits.maximumRate
    }
    let huge = Self.ask(Money(pico: .max, .usd), bound: .max, estimate: Limits.maximumRate)
    let first = try admission.admit(huge, at: Self.start)
    #expect(Self.refusal(admission, huge)?.code == .insufficientQuota)
    first.settle(cost: Money(pico: .max, .usd), tokens: .max, at: Self.start)
    #expect(Self.refusal(admission, Self.ask(Money(pico: 1, .usd)))?.code == .insufficientQuota)
    #expect(Self.refusal(admission, Self.ask(estimate: .max))?.code == .insufficientQuota)
    let far = Instant(microseconds: CivilDay("9999-12-31")!.start.microseconds)
    #expect(Self.refusal(admission, Self.ask(), at: far) == nil)
  }
}
