// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Testing
import ToolgateTesting

@Suite struct UsageTests {
  /// Invariant I7: the period is part of the key. The roll-up equals a slow model over thousands of random calls around
  /// the ends of months, of a year and of a February with 29 days.
  @Test(arguments: [11, 12, 13] as [UInt64])
  func i7_rollUpEqualsASlowModel(_ seed: UInt64) throws {
    let temporary = try TemporaryLedger()
    let second = try temporary.ledger.administer { desk in
      let project = try desk.addProject(
        ProjectName("second")!, kind: .cloudvps, task: nil, at: TemporaryLedger.start)
      let euros = Price(id: PriceID("euros")!, currency: Currency("EUR")!, rates: temporary.price.rates)
      try desk.register([euros])
      return (project, euros)
    }
    let writer = try LedgerWriter(temporary.ledger)
    let inbox = AnswerInbox()
    let port = inbox.port(id: 1)
    var random = SeededGenerator(seed: seed)
    var model: [String: Expected] = [:]
    var marked: [String: Set<RequestID>] = [:]
    let midnights = ["2027-01-01", "2028-02-29", "2028-03-01", "2026-12-01", "2027-03-01"].map {
      CivilDay($0)!.start
    }
    for number in 0..<3_000 as Range<UInt64> {
      var calls = temporary.calls
      if Bool.random(using: &random) { (calls.project, calls.projectName) = (second.0.id, "second") }
      if Int.random(in: 0..<4, using: &random) == 0 { calls.price = second.1 }
      // Often within a second of midnight, the microseconds before it and at it included.
      let reach = [1, 1_000_000, 86_400_000_000].randomElement(using: &random)! as Int64
      let at =
        midnights.randomElement(using: &random)! + .microseconds(Int64.random(in: -reach...reach, using: &random))
      let intent = calls.intent(
        number, at: at, model: ["m1", "m2"].randomElement(using: &random)!,
        backend: ["b1", "b2"].randomElement(using: &random)!)
      var tokens = TokenCounts()
      for bucket in TokenCounts.Bucket.allCases { tokens[bucket] = .random(in: 0...5_000, using: &random) }
      let outcome = [Outcome.complete, .partial, .cutOff, .failed].randomElement(using: &random)!
      let source = [UsageSource.reported, .counted, .estimated].randomElement(using: &random)!
      let settlement = calls.settlement(of: intent, tokens: tokens, outcome: outcome, source: source)
      writer.commit(intent, ticket: number, to: port)
      writer.commit(settlement, ticket: number, to: port)
      let day = String(at.description.prefix(10))
      let key = "\(day) \(calls.projectName) \(intent.model) \(intent.backend) \(calls.price.currency)"
      model[key, default: Expected()].add(settlement)
      if settlement.needsReview { marked[String(day.prefix(7)), default: []].insert(intent.requestID) }
    }
    try inbox.wait(for: 6_000)
    writer.stop()
    var found: [String: Expected] = [:]
    try temporary.ledger.forEachUsageDay(in: Period("2026-01-01..2029-01-01")!) { day in
      found["\(day.day) \(day.project) \(day.model) \(day.backend) \(day.currency)"] = Expected(day)
    }
    #expect(found == model)
    // Calls for review belong to the month in which they began, too.
    #expect(marked.count > 5)
    for (month, ids) in marked {
      var listed: [RequestID] = []
      try temporary.ledger.forEachCallForReview(in: Period(month)!) { listed.append($0.requestID) }
      #expect(listed.count == ids.count && Set(listed) == ids, "\(month)")
    }
    var seconds = 0
    try temporary.ledger.forEachCallForReview(in: Period("2026-01-01..2029-01-01")!, project: ProjectName("second")!) {
      #expect($0.project.text == "second" && $0.usageSource == "estimated")
      seconds += 1
    }
    #expect(seconds > 0 && seconds < marked.values.map(\.count).reduce(0, +))
    // The 29th of February 2028 is a day of its month and no other.
    var leap: Int64 = 0
    try temporary.ledger.forEachUsageDay(in: Period("2028-02")!) { if $0.day.day == 29 { leap += $0.calls } }
    #expect(leap > 0)
    #expect(try temporary.ledger.verify().findings == [])
  }

  private struct Expected: Equatable {
    var calls: Int64 = 0, failed: Int64 = 0, estimated: Int64 = 0
    var tokens = TokenCounts.Vector<Int64>(repeating: 0)
    var cost: Int128 = 0

    init() {}

    init(_ day: UsageDay) {
      (calls, failed, estimated, cost) = (day.calls, day.failed, day.estimated, day.costPico)
      for bucket in TokenCounts.Bucket.allCases { tokens[bucket] = day.tokens[bucket] }
    }

    mutating func add(_ settlement: Settlement) {
      calls += 1
      failed += settlement.outcome == .failed ? 1 : 0
      estimated += settlement.usageSource == .estimated ? 1 : 0
      for bucket in TokenCounts.Bucket.allCases { tokens[bucket] += settlement.tokens[bucket] }
      cost += Int128(settlement.cost.pico)
    }
  }

  @Test func filterByAProjectThatIsNotThere_isRefused() throws {
    let temporary = try TemporaryLedger()
    let nobody = ProjectName("nobody")!
    #expect(throws: LedgerProblem.noSuchProject(nobody)) {
      try temporary.ledger.forEachUsageDay(in: Period("2026-11")!, project: nobody) { _ in }
    }
  }
}
