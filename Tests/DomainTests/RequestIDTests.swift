// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing
import ToolgateTesting

@Suite struct RequestIDTests {
  /// The example of the ULID specification: its first ten characters are 1469922850259 milliseconds.
  @Test func theTimeStandsInFrontAsTheSpecificationSays() throws {
    let example = try #require(RequestID("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
    #expect(example.bits >> 80 == 1_469_922_850_259)
    #expect(example.description == "req_01ARZ3NDEKTSV4RRFFQ69G5FAV")
    #expect(example.ulid == "01ARZ3NDEKTSV4RRFFQ69G5FAV")
    var random = SeededGenerator(seed: 41)
    let made = RequestID(at: Instant(microseconds: 1_469_922_850_259_999), using: &random)
    #expect(made.ulid.prefix(10) == "01ARZ3NDEK")
  }

  @Test func everyIDIsReadAsItIsWrittenInEitherCase() {
    var random = SeededGenerator(seed: 42)
    for _ in 0..<5_000 {
      let id = RequestID(bits: UInt128.random(in: 0...UInt128.max, using: &random))
      #expect(RequestID(id.description) == id)
      #expect(RequestID(id.ulid) == id)
      #expect(RequestID("req_" + id.ulid.lowercased()) == id)
      #expect(id.description.utf8.count == 30)
    }
    #expect(RequestID("7ZZZZZZZZZZZZZZZZZZZZZZZZZ")?.bits == .max)
    #expect(RequestID("00000000000000000000000000")?.bits == 0)
  }

  @Test func idsSortByTimeInBothForms() {
    var random = SeededGenerator(seed: 43)
    var instant = Instant(seconds: 1_795_000_000)
    var previous = RequestID(at: instant, using: &random)
    for _ in 0..<2_000 {
      instant = instant + .milliseconds(Int.random(in: 1...10_000_000, using: &random))
      let next = RequestID(at: instant, using: &random)
      #expect(previous.bits < next.bits)
      #expect(previous.description < next.description)
      previous = next
    }
  }

  @Test func idsOfOneMillisecondDiffer() {
    var random = SeededGenerator(seed: 44)
    let ids = (0..<10_000).map { _ in RequestID(at: Instant(seconds: 1), using: &random) }
    #expect(Set(ids).count == ids.count)
    #expect(Set(ids.map { $0.bits >> 80 }) == [1_000])
  }

  @Test func aTimeBefore1970CountsAsItsBeginning() {
    var random = SeededGenerator(seed: 45)
    #expect(RequestID(at: Instant(seconds: -5), using: &random).bits >> 80 == 0)
  }

  @Test(arguments: [
    "", "req_", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01ARZ3NDEKTSV4RRFFQ69G5FAVV", "81ARZ3NDEKTSV4RRFFQ69G5FAV",
    "Z1ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAI", "01ARZ3NDEKTSV4RRFFQ69G5FAL",
    "01ARZ3NDEKTSV4RRFFQ69G5FAO", "01ARZ3NDEKTSV4RRFFQ69G5FAU", "01ARZ3NDEKTSV4RRFFQ69G5FA ",
    "01ARZ3NDEKTSV4RRFFQ69G5FA-", "req-01ARZ3NDEKTSV4RRFFQ69G5FAV", "req_req_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "01ARZ3NDEKTSV4RRFFQ69G5Fé", " 01ARZ3NDEKTSV4RRFFQ69G5FAV",
  ])
  func anythingElseIsNoID(text: String) {
    #expect(RequestID(text) == nil)
  }
}
