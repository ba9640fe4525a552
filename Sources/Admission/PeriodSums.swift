// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// What one scope has spent and holds in one period. The period is part of the value and nothing is ever reset
/// (invariant I7): sums of another period are other sums, and a hold of a period that is over changes nothing here.
struct PeriodSums {
  /// Days since 1970, or months since year 0.
  var period: Int
  private(set) var tokens = Sum()
  private var money: [(currency: Currency, sum: Sum)] = []

  /// `Int128`, since nothing bounds a scope that has no budget.
  struct Sum: Equatable {
    var spent: Int128 = 0
    var held: Int128 = 0

    func fits(_ amount: Int64, in budget: Int64) -> Bool { spent + held + Int128(amount) <= Int128(budget) }
    /// What is left; nothing where more was spent than was held for.
    func free(of budget: Int64) -> Int128 { max(0, Int128(budget) - spent - held) }
    func wouldFitWithoutHolds(_ amount: Int64, in budget: Int64) -> Bool {
      spent + Int128(amount) <= Int128(budget)
    }
  }

  init(period: Int) {
    self.period = period
  }

  func money(_ currency: Currency) -> Sum { money.first { $0.currency.code == currency.code }?.sum ?? Sum() }

  var currencies: [Currency] { money.map(\.currency) }

  mutating func hold(_ amount: Money, tokens count: Int64) {
    tokens.held += Int128(count)
    change(amount.currency) { $0.held += Int128(amount.pico) }
  }

  mutating func release(_ amount: Money, tokens count: Int64) {
    tokens.held -= Int128(count)
    change(amount.currency) { $0.held -= Int128(amount.pico) }
  }

  /// What was held goes back and what was used is spent.
  mutating func settle(_ amount: Money, tokens bound: Int64, cost: Money, used: Int64) {
    tokens.held -= Int128(bound)
    tokens.spent += Int128(used)
    if amount.currency.code == cost.currency.code {
      change(cost.currency) {
        $0.held -= Int128(amount.pico)
        $0.spent += Int128(cost.pico)
      }
    } else {
      change(amount.currency) { $0.held -= Int128(amount.pico) }
      change(cost.currency) { $0.spent += Int128(cost.pico) }
    }
  }

  mutating func spend(_ pico: Int128, _ currency: Currency, tokens count: Int128) {
    tokens.spent += count
    change(currency) { $0.spent += pico }
  }

  private mutating func change(_ currency: Currency, _ body: (inout Sum) -> Void) {
    if let place = money.firstIndex(where: { $0.currency.code == currency.code }) {
      body(&money[place].sum)
    } else {
      var sum = Sum()
      body(&sum)
      // Free calls leave no trace, so that the list holds only currencies that were paid in.
      if sum != Sum() { money.append((currency, sum)) }
    }
  }
}
