// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct CivilDayTests {
  /// Walks from 1900 to 2200 as one turns the pages of a calendar.
  @Test func everyDayOfThreeCenturiesAgreesWithACalendarOnTheWall() throws {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    // 70 years before 1970, 17 of them with a 29 February: 1904 to 1968.
    var number = -(70 * 365 + 17)
    var previous: CivilDay?
    for year in 1900...2200 {
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      for month in 1...12 {
        let length = lengths[month - 1] + (month == 2 && isLeap ? 1 : 0)
        #expect(CivilDay.length(of: month, in: year) == length)
        #expect(CivilDay(year: year, month: month, day: length + 1) == nil)
        for day in 1...length {
          let found = CivilDay(daysSince1970: number)
          let isRight =
            (found.year, found.month, found.day) == (year, month, day)
            && CivilDay(year: year, month: month, day: day) == found && found.daysSince1970 == number
            && CivilDay(found.description) == found && previous.map { $0 < found } ?? true
            && CivilDay(containing: found.start) == found
            && CivilDay(containing: Instant(microseconds: found.start.microseconds - 1)) != found
            && CivilDay(containing: Instant(microseconds: found.start.microseconds + 86_399_999_999)) == found
          try #require(isRight, "\(year)-\(month)-\(day) is day \(number)")
          previous = found
          number += 1
        }
      }
    }
    #expect(CivilDay(daysSince1970: 0).description == "1970-01-01")
  }

  @Test(arguments: [
    "2024-02-29", "2000-02-29", "1600-02-29", "0001-01-01", "9999-12-31", "2026-11-23",
  ])
  func aDayIsReadAsItIsWritten(text: String) {
    #expect(CivilDay(text)?.description == text)
  }

  @Test(arguments: [
    "", "2026", "2026-11", "2026-02-29", "1900-02-29", "2100-02-29", "2026-04-31", "2026-00-01", "2026-13-01",
    "2026-01-00", "2026-01-32", "0000-01-01", "2026-1-01", "2026-01-1", "26-01-01", "12026-01-1", "2026/01/01",
    "2026-01-01 ", " 2026-01-0", "-026-01-01", "2026--1-01", "+026-01-01", "2026-01-01T", "２026-01-01", "20260101ab",
  ])
  func anythingElseIsNoDay(text: String) {
    #expect(CivilDay(text) == nil)
  }

  @Test func aDayAsAnEndSaysThatItIsNotIncluded() {
    #expect(CivilDay("2027-05-28")?.asEnd == "until 2027-05-28 (that day not included)")
  }

  @Test(arguments: [
    ("0", 0 as Int?), ("007", 7), ("9223372036854775807", .max), ("9223372036854775808", nil), ("", nil), ("+1", nil),
    ("-1", nil), (" 1", nil), ("1 ", nil), ("1_0", nil), ("٣", nil), ("1e3", nil),
  ])
  func digitsAreASCIIDigitsOnly(text: String, value: Int?) {
    #expect(Int(digits: text) == value)
  }
}
