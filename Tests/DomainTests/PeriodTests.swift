// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct PeriodTests {
  @Test(arguments: [
    ("2026-11", "2026-11-01", "2026-11-30"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2100-02", "2100-02-01", "2100-02-28"),
    ("9999-12", "9999-12-01", "9999-12-31"),
    ("FY2026-27", "2026-07-01", "2027-06-30"),
    ("FY1999-00", "1999-07-01", "2000-06-30"),
    ("2026-11-01..2026-11-15", "2026-11-01", "2026-11-15"),
    ("2026-11-15..2026-11-15", "2026-11-15", "2026-11-15"),
    ("2025-12-31..2026-01-01", "2025-12-31", "2026-01-01"),
  ])
  func eachFormSpansItsDays(text: String, first: String, last: String) throws {
    let period = try #require(Period(text))
    #expect(period.label == text)
    #expect(period.first.description == first)
    #expect(period.last.description == last)
  }

  @Test(arguments: [
    "", "2026", "2026-1", "2026-00", "2026-13", "0000-01", "26-11", "2026-11-", "2026-11-01", "-2026-11", "2026–11",
    "2026-11 ", "FY", "FY2026", "FY2026-28", "FY2026-26", "FY2026-2027", "FY26-27", "FY2026-27-28", "FY9999-00",
    "fy2026-27", "FY 2026-27", "..", "2026-11-01..", "..2026-11-01", "2026-11-15..2026-11-01", "2026-11..2026-12",
    "2026-11-01...2026-11-15", "2026-11-01..2026-11-31", "2026-11-01..2026-11-02..2026-11-03", "2026-02-29..2026-03-01",
  ])
  func anythingElseIsNoPeriod(text: String) {
    #expect(Period(text) == nil)
  }

  @Test func anInstantLiesInItsMonth() throws {
    let last = try #require(CivilDay("2027-01-01")).start
    #expect(Period(monthOf: Instant(microseconds: last.microseconds - 1)) == Period("2026-12"))
    #expect(Period(monthOf: last) == Period("2027-01"))
    #expect(Period(year: 2027, month: 1)?.label == "2027-01")
  }
}
