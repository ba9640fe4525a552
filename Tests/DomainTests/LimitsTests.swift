// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct LimitsTests {
  private static let values: [LimitName: LimitValue] = [
    .requestsPerMinute: .count(1), .tokensPerMinute: .count(2), .concurrency: .count(3),
    .budgetDay: .money(Money("4 USD")!),
    .budgetMonth: .money(Money("5 EUR")!), .tokensDay: .count(6), .tokensMonth: .count(7), .weight: .count(8),
    .backends: .backends([BackendID("nine")!]),
  ]

  /// Each name is one field, and no field has two names.
  @Test func name_isItsOwnField() {
    var limits = Limits()
    for (count, name) in LimitName.allCases.enumerated() {
      limits[name] = Self.values[name]
      #expect(LimitName.allCases.count { limits[$0] != nil } == count + 1)
    }
    for name in LimitName.allCases { #expect(limits[name] == Self.values[name]) }
    #expect(limits.requestsPerMinute == 1 && limits.tokensPerMinute == 2 && limits.concurrency == 3)
    #expect(limits.budgetDay == Money("4 USD") && limits.budgetMonth == Money("5 EUR"))
    #expect(limits.tokensDay == 6 && limits.tokensMonth == 7 && limits.weight == 8)
    #expect(limits.backends == [BackendID("nine")!])
    for name in LimitName.allCases { limits[name] = nil }
    #expect(limits.isEmpty)
  }

  @Test func change_replacesAllOrOnlyWhatItNames() {
    var limits = Limits()
    (limits.concurrency, limits.tokensDay) = (5, 6)
    var change = LimitsChange()
    #expect(change.isEmpty && change.applied(to: limits) == limits)
    change.set(.concurrency, to: nil)
    change.set(.weight, to: .count(9))
    let changed = change.applied(to: limits)
    #expect(changed.concurrency == nil && changed.tokensDay == 6 && changed.weight == 9)
    #expect(LimitsChange(replacingAllBy: limits).applied(to: changed) == limits)
    change.set(.weight, to: .count(101))
    #expect(change.refused == .weight)
  }

  @Test func taskVersion_isATaskAndPerhapsANumber() {
    for (text, task) in [("T1", "T1"), ("T353104-2", "T353104"), ("T425804-1", "T425804")] {
      #expect(TaskVersion(text)?.task.text == task && TaskVersion(text)?.text == text)
    }
    #expect(TaskVersion("https://phabricator.wikimedia.org/T1-2")?.text == "T1-2")
    for text in ["", "T", "1", "t1", "T1-", "T1-0", "T1-2-3", "T-2", "custom1", "T1 -2", "T١", "T1-a"] {
      #expect(TaskVersion(text) == nil, "\(text)")
    }
  }
}
