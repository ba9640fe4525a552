// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import Synchronization
import Testing
import Threads
import ToolgateTesting

/// Random calls beside a limiter that is too slow to be wrong.
@Suite struct AdmissionModelTests {
  static let projects: [Int64] = [1, 2, 3]
  static let tokens: [Int64] = [1, 2, 3, 4, 5]
  static let models = ["m1", "m2"].map { ModelID($0)! }
  static let backends = ["b1", "b2"].map { BackendID($0)! }
  static let scopes: [LimitScope] =
    [.global] + models.map { LimitScope.model($0) } + backends.map { LimitScope.backend($0) }
    + projects.map { LimitScope.project(ProjectID(row: $0)) } + tokens.map { LimitScope.token(TokenRow(row: $0)) }
  static let operations = 130_000

  static func book(using random: inout SeededGenerator) -> LimitBook {
    var book = LimitBook(projectDefault: limits(using: &random))
    for scope in scopes where Int.random(in: 0..<3, using: &random) == 0 {
      book.scopes[scope] = limits(using: &random)
    }
    return book
  }

  /// Small enough to be met, with the rates left as they are: a rate that changes in between drains by the new one.
  static func limits(using random: inout SeededGenerator) -> Limits {
    var limits = Limits()
    func dice(_ sides: Int) -> Bool { Int.random(in: 0..<sides, using: &random) == 0 }
    if dice(3) { limits.concurrency = Int64.random(in: 1...8, using: &random) }
    if dice(3) { limits.budgetDay = Money(pico: Int64.random(in: 0...40_000, using: &random), .usd) }
    if dice(3) { limits.budgetMonth = Money(pico: Int64.random(in: 0...400_000, using: &random), .usd) }
    if dice(4) { limits.tokensDay = Int64.random(in: 0...60_000, using: &random) }
    if dice(4) { limits.tokensMonth = Int64.random(in: 0...600_000, using: &random) }
    return limits
  }

  static func ask(using random: inout SeededGenerator) -> Admission.Ask {
    let project = projects.randomElement(using: &random)!
    let bound = Int64.random(in: 1...900, using: &random)
    return Admission.Ask(
      project: ProjectID(row: project), token: TokenRow(row: min(5, project + Int64.random(in: 0...2, using: &random))),
      model: models.randomElement(using: &random)!, backend: backends.randomElement(using: &random)!,
      amount: Money(pico: Bool.random(using: &random) ? Int64.random(in: 0...1_000, using: &random) : 0, .usd),
      tokenBound: bound, tokenEstimate: Int64.random(in: 1...min(bound, 300), using: &random))
  }

  /// Eight times 130 000 operations: more than a million in all.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func everyAnswerIsTheSlowLimiters(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var now = CivilDay("2026-11-24")!.start.microseconds
    var book = Self.book(using: &random)
    // Rates stand for the whole run.
    for scope in [LimitScope.global, .project(ProjectID(row: 1)), .token(TokenRow(row: 2)), .model(Self.models[0])] {
      book.scopes[scope, default: Limits()].requestsPerMinute = Int64.random(in: 5...90, using: &random)
      book.scopes[scope]!.tokensPerMinute = Int64.random(in: 301...9_000, using: &random)
    }
    let rates = book
    let admission = Admission(book: book, at: Instant(microseconds: now))
    var model = SlowLimiter(book: book)
    var holds: [Int: KeptHold] = [:]
    var met: [GatewayError.Code: Int] = [:]
    var admitted = 0
    for step in 0..<Self.operations {
      switch Int.random(in: 0..<1_000, using: &random) {
      case 0..<450:
        let ask = Self.ask(using: &random)
        let expected = model.answer(ask, at: now)
        var answer: GatewayError.Code?
        do throws(GatewayError) {
          holds[step] = KeptHold(try admission.admit(ask, at: Instant(microseconds: now)))
          model.begin(step, ask, at: now)
          admitted += 1
        } catch {
          answer = error.code
          met[error.code, default: 0] += 1
        }
        try #require(answer == expected, "step \(step)")
      case 450..<850:
        guard let id = holds.keys.min(by: { ($0 &* 7919) % 101 < ($1 &* 7919) % 101 }), let kept = holds[id] else {
          continue
        }
        holds[id] = nil
        if Int.random(in: 0..<5, using: &random) == 0 {
          kept.cancel()
          model.cancel(id, at: now)
        } else {
          let ask = model.calls[id]!.ask
          let cost = Int64.random(in: 0...ask.amount.pico, using: &random)
          // More than the estimate at times, never more than the bound.
          let tokens = Int64.random(in: 0...ask.tokenBound, using: &random)
          kept.settle(cost: Money(pico: cost, .usd), tokens: tokens, at: Instant(microseconds: now))
          model.settle(id, cost: cost, tokens: tokens, at: now)
        }
      case 850..<990: now += Int64.random(in: 0...2_000_000, using: &random)
      case 990..<996: now += Int64.random(in: 0...200_000_000, using: &random)
      case 996..<998: now += Int64.random(in: 0...200_000_000_000, using: &random)
      case 998: now += Int64.random(in: 0...3_000_000_000_000, using: &random)
      default:
        var new = Self.book(using: &random)
        for scope in Set(new.scopes.keys).union(rates.scopes.keys) {
          new.scopes[scope, default: Limits()].requestsPerMinute = rates.scopes[scope]?.requestsPerMinute
          new.scopes[scope]!.tokensPerMinute = rates.scopes[scope]?.tokensPerMinute
        }
        model.book = new
        admission.change(new)
      }
      if step % 500 == 0 { try Self.compare(admission, model, now, step) }
    }
    #expect(admitted > Self.operations / 50)
    for code in [GatewayError.Code.insufficientQuota, .rateLimitExceeded] {
      #expect(met[code, default: 0] > Self.operations / 500, "\(code) was hardly met: \(met)")
    }
  }

  private static func compare(_ admission: Admission, _ model: SlowLimiter, _ now: Int64, _ step: Int) throws {
    let day = String(Instant(microseconds: now).description.prefix(10))
    for scope in [LimitScope.global] + projects.map({ .project(ProjectID(row: $0)) }) {
      let standing = admission.standing(of: scope, at: Instant(microseconds: now))
      for (period, label) in [(standing.day, day), (standing.month, String(day.prefix(7)))] {
        let expected = model.used(scope, label)
        let money = period.money[.usd] ?? (0, 0)
        try #require(period.label == label)
        try #require(money.spent == expected.spent && money.held == expected.held, "step \(step), \(scope), \(label)")
        try #require(
          period.tokensSpent == expected.tokens && period.tokensHeld == expected.tokensHeld,
          "step \(step), \(scope), \(label)")
      }
    }
  }

  /// Many threads, one budget: at no instant is more spent and held than there is, and at the end nothing is held.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func threadsNeverOverrunABudgetAndLeaveNothingHeld(seed: UInt64) {
    let start = CivilDay("2026-11-24")!.start
    let budget: Int64 = 1_000_000
    let project = LimitScope.project(ProjectID(row: 1))
    var limits = Limits()
    limits.budgetMonth = Money(pico: budget, .usd)
    let admission = Admission(book: LimitBook(scopes: [project: limits]), at: start)
    let settled = Atomic<Int64>(0)
    let excess = Atomic<Int>(0)
    let threads = (0..<8 as Range<UInt64>).map { number in
      OwnedThread(name: "admit-\(number)") {
        var random = SeededGenerator(seed: seed * 100 + number)
        for _ in 0..<4_000 {
          let amount = Int64.random(in: 1...2_000, using: &random)
          let ask = AdmissionTests.ask(Money(pico: amount, .usd))
          do throws(GatewayError) {
            let hold = try admission.admit(ask, at: start)
            let month = admission.standing(of: project, at: start).month.money[.usd] ?? (0, 0)
            if month.spent + month.held > Int128(budget) { excess.add(1, ordering: .relaxed) }
            if Int.random(in: 0..<3, using: &random) > 0 {
              let cost = Int64.random(in: 0...amount, using: &random)
              hold.settle(cost: Money(pico: cost, .usd), tokens: 1, at: start)
              settled.add(cost, ordering: .relaxed)
            }
          } catch {}
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(excess.load(ordering: .relaxed) == 0)
    let month = admission.standing(of: project, at: start).month.money[.usd]!
    #expect(month.held == 0 && month.spent == Int128(settled.load(ordering: .relaxed)))
    #expect(month.spent <= Int128(budget) && month.spent > Int128(budget) * 9 / 10, "the budget was nearly used up")
    // What is left can be used to the last pico-unit.
    let rest = Int64(Int128(budget) - month.spent)
    #expect(AdmissionTests.refusal(admission, AdmissionTests.ask(Money(pico: rest, .usd))) == nil)
    #expect(AdmissionTests.refusal(admission, AdmissionTests.ask(Money(pico: rest + 1, .usd))) != nil)
  }
}

/// A hold that can stand in a table.
final class KeptHold {
  private var hold: Hold?

  init(_ hold: consuming Hold) {
    self.hold = consume hold
  }

  func cancel() { hold = nil }

  func settle(cost: Money, tokens: Int64, at now: Instant) {
    if let hold = hold.take() { hold.settle(cost: cost, tokens: tokens, at: now) }
  }
}
