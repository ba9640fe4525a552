// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import ToolgateTesting

@Suite struct InstantTests {
  @Test(arguments: [
    (0 as Int64, "1970-01-01T00:00:00.000000Z"), (1, "1970-01-01T00:00:00.000001Z"),
    (-1, "1969-12-31T23:59:59.999999Z"), (1_795_470_101_000_000, "2026-11-23T21:41:41.000000Z"),
    (951_827_696_789_012, "2000-02-29T12:34:56.789012Z"), (-2_208_988_800_000_000, "1900-01-01T00:00:00.000000Z"),
    (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"),
  ])
  func anInstantIsWrittenInUTC(microseconds: Int64, text: String) {
    let instant = Instant(microseconds: microseconds)
    #expect(instant.description == text)
    #expect(instant.rfc3339(fraction: false) == text.prefix(19) + "Z")
  }

  @Test(arguments: [
    (0 as Int64, 0 as Int64), (999_999, 0), (1_000_000, 1), (-1, -1), (-1_000_000, -1), (-1_000_001, -2),
  ])
  func secondsAreRoundedTowardsThePast(microseconds: Int64, seconds: Int64) {
    #expect(Instant(microseconds: microseconds).seconds == seconds)
  }

  @Test func timeOfDayAgreesWithCountingSeconds() {
    var random = SeededGenerator(seed: 31)
    for _ in 0..<5_000 {
      let (hour, minute) = (Int64.random(in: 0..<24, using: &random), Int64.random(in: 0..<60, using: &random))
      let (second, micro) = (Int64.random(in: 0..<60, using: &random), Int64.random(in: 0..<1_000_000, using: &random))
      let day = CivilDay(daysSince1970: Int.random(in: -20_000...60_000, using: &random))
      let instant = Instant(
        microseconds: day.start.microseconds + ((hour * 60 + minute) * 60 + second) * 1_000_000 + micro)
      func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
      let micros = String(String(1_000_000 + micro).dropFirst())
      #expect(instant.description == "\(day)T\(two(hour)):\(two(minute)):\(two(second)).\(micros)Z")
    }
  }

  @Test func durationsAreAddedAndMeasured() {
    let start = Instant(seconds: 100)
    #expect(start + .milliseconds(1_500) == Instant(microseconds: 101_500_000))
    #expect(start + .milliseconds(-500) == Instant(microseconds: 99_500_000))
    #expect(Instant(microseconds: 101_500_000) - start == .milliseconds(1_500))
    #expect(start < start + .microseconds(1))
  }
}
