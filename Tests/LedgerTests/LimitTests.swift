// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Testing
import ToolgateTesting

@Suite struct LimitTests {
  private let now = TemporaryLedger.start
  private let grounds = Grounds(reason: "a bot", task: PhabricatorTask("T42")!)

  static func all() -> Limits {
    var limits = Limits()
    limits.requestsPerMinute = 10_000_000_000
    limits.tokensPerMinute = 2
    limits.concurrency = 0
    limits.budgetDay = Money("0.000000000001 USD")
    limits.budgetMonth = Money("9223372.036854775807 EUR")
    limits.tokensDay = 0
    limits.tokensMonth = 1_000_000_000_000_000
    limits.weight = 100
    limits.backends = [BackendID("b/2")!, BackendID(#"a"\b"#)!]
    return limits
  }

  @Test func everyLimit_isKeptExactlyForItsScope() throws {
    let temporary = try TemporaryLedger()
    let project = LimitScope.project(temporary.project.id)
    let scopes: [LimitScope] = [
      .global, .backend(BackendID("b")!), .model(ModelID("b")!), project, .token(temporary.token.id),
    ]
    try temporary.ledger.administer { desk in
      for (number, scope) in scopes.enumerated() {
        var limits = Self.all()
        limits.concurrency = Int64(number)
        if scope != project { (limits.weight, limits.backends) = (nil, nil) }
        _ = try desk.setLimits(LimitsChange(replacingAllBy: limits), of: scope, at: now, on: grounds)
      }
    }
    let found = try temporary.ledger.limits().scopes
    #expect(found.count == 5)
    for (number, scope) in scopes.enumerated() {
      var limits = Self.all()
      limits.concurrency = Int64(number)
      if scope != project { (limits.weight, limits.backends) = (nil, nil) }
      #expect(found[scope] == limits)
    }
    let rows = try temporary.ledger.read { try $0.limits() }
    #expect(rows.allSatisfy { $0.task == "T42" && $0.setAt == now })
  }

  @Test func change_touchesOnlyWhatItNames() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.administer { desk in
      var first = LimitsChange()
      first.set(.concurrency, to: .count(7))
      first.set(.budgetMonth, to: .money(Money("25.00 USD")!))
      _ = try desk.setLimits(first, of: .global, at: now, on: grounds)
      var second = LimitsChange()
      second.set(.tokensDay, to: .count(5))
      second.set(.concurrency, to: nil)
      let (before, after) = try desk.setLimits(
        second, of: .global, at: now + .seconds(1), on: Grounds(task: PhabricatorTask("T43")!))
      #expect(before.concurrency == 7 && before.tokensDay == nil)
      #expect(after.concurrency == nil && after.tokensDay == 5 && after.budgetMonth == Money("25.00 USD"))
      #expect(try desk.limits(of: .global) == after)
    }
  }

  @Test func takingTheLastLimitAway_leavesNoRow() throws {
    let temporary = try TemporaryLedger()
    var change = LimitsChange()
    change.set(.weight, to: .count(3))
    let scope = LimitScope.project(temporary.project.id)
    _ = try temporary.ledger.administer { try $0.setLimits(change, of: scope, at: now, on: grounds) }
    change.set(.weight, to: nil)
    _ = try temporary.ledger.administer { try $0.setLimits(change, of: scope, at: now, on: grounds) }
    #expect(try temporary.ledger.limits().scopes.isEmpty)
  }

  @Test(arguments: [
    (LimitName.requestsPerMinute, LimitValue.count(0)), (.requestsPerMinute, .count(10_000_000_001)),
    (.tokensPerMinute, .count(-1)), (.concurrency, .count(1_000_001)), (.tokensDay, .count(-1)),
    (.tokensMonth, .count(.max)), (.weight, .count(0)), (.weight, .count(101)), (.budgetDay, .count(5)),
    (.budgetMonth, .money(Money(pico: -1, .usd))), (.backends, .backends([])), (.concurrency, .money(Money("1 USD")!)),
  ])
  func valueOutOfItsRange_isRefusedWhole(_ name: LimitName, _ value: LimitValue) throws {
    let temporary = try TemporaryLedger()
    var change = LimitsChange()
    change.set(name, to: value)
    if name != .tokensDay { change.set(.tokensDay, to: .count(1)) }
    #expect(throws: LedgerProblem.malformed("\(name.rawValue) is out of its range")) {
      try temporary.ledger.administer {
        _ = try $0.setLimits(change, of: .project(temporary.project.id), at: now, on: grounds)
      }
    }
    #expect(try temporary.ledger.limits().scopes.isEmpty)
  }

  @Test(arguments: [LimitName.weight, .backends])
  func limitOfProjects_isRefusedElsewhere(_ name: LimitName) throws {
    let temporary = try TemporaryLedger()
    var change = LimitsChange()
    change.set(name, to: Self.all()[name])
    for scope in [LimitScope.global, .backend(BackendID("b")!), .model(ModelID("m")!), .token(temporary.token.id)] {
      #expect(throws: LedgerProblem.malformed("\(name.rawValue) can be set for projects only")) {
        try temporary.ledger.administer { _ = try $0.setLimits(change, of: scope, at: now, on: grounds) }
      }
    }
  }

  /// A running gateway reads one number to know that it must look again.
  @Test func version_growsWithEachChangeOfALimitOrAStop() throws {
    let temporary = try TemporaryLedger()
    var change = LimitsChange()
    change.set(.concurrency, to: .count(1))
    var other = LimitsChange()
    other.set(.concurrency, to: .count(2))
    var none = LimitsChange()
    none.set(.concurrency, to: nil)
    let steps: [(grows: Bool, body: (Administration) throws -> Void)] = [
      (true, { _ = try $0.setLimits(change, of: .global, at: now, on: grounds) }),
      (false, { _ = try $0.setLimits(change, of: .global, at: now, on: grounds) }),
      (true, { _ = try $0.setLimits(other, of: .global, at: now, on: grounds) }),
      (true, { _ = try $0.setLimits(none, of: .global, at: now, on: grounds) }),
      (true, { _ = try $0.stop(.global, endsCalls: false, at: now, on: grounds) }),
      (false, { _ = try $0.stop(.global, endsCalls: false, at: now, on: grounds) }),
      (true, { _ = try $0.stop(.global, endsCalls: true, at: now, on: grounds) }),
      (true, { _ = try $0.resume(.global, at: now, on: grounds) }),
    ]
    for (place, step) in steps.enumerated() {
      let before = try temporary.ledger.directoryVersion()
      try temporary.ledger.administer(step.body)
      let after = try temporary.ledger.directoryVersion()
      #expect((after > before) == step.grows, "step \(place)")
      #expect(try temporary.ledger.limits().version == after)
      #expect(try temporary.ledger.stops().version == after)
    }
  }
}

@Suite struct StopTests {
  private let now = TemporaryLedger.start

  @Test func stops_areInForceUntilResumed_alsoAfterReopening() throws {
    let temporary = try TemporaryLedger()
    let scopes: [LimitScope] = [
      .project(temporary.project.id), .backend(BackendID("b")!), .model(ModelID("m")!), .global,
    ]
    try temporary.ledger.administer { desk in
      for (number, scope) in scopes.enumerated() {
        _ = try desk.stop(
          scope, endsCalls: number == 1, at: now + .seconds(Int64(number)),
          on: Grounds(reason: "r\(number)", task: PhabricatorTask("T1")!))
      }
    }
    let other = try Ledger(path: temporary.path)
    let stops = try other.stops().stops
    #expect(stops.count == 4 && stops[0].scope == .global && Set(stops.map(\.scope)) == Set(scopes))
    let backend = try #require(stops.first { $0.scope == scopes[1] })
    #expect(backend.reason == "r1" && backend.task == "T1" && backend.endsCalls && backend.since == now + .seconds(1))
    for scope in scopes { _ = try other.administer { try $0.resume(scope, at: now, on: Grounds()) } }
    #expect(try temporary.ledger.stops().stops == [])
    try other.close()
  }

  @Test func anotherReason_keepsTheBeginning() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.administer { desk in
      _ = try desk.stop(.global, endsCalls: false, at: now, on: Grounds(reason: "a", task: PhabricatorTask("T1")!))
      let (before, after) = try desk.stop(
        .global, endsCalls: true, at: now + .seconds(9), on: Grounds(reason: "b", task: PhabricatorTask("T2")!))
      #expect(before?.reason == "a" && after.reason == "b" && after.since == now && after.endsCalls)
    }
  }

  @Test func whatCannotBeStoppedOrResumed_isRefused() throws {
    let temporary = try TemporaryLedger()
    #expect(throws: LedgerProblem.notStopped("project:sample-tool")) {
      try temporary.ledger.administer { _ = try $0.resume(.project(temporary.project.id), at: now, on: Grounds()) }
    }
    for grounds in [Grounds(), Grounds(reason: "r"), Grounds(task: PhabricatorTask("T1")!)] {
      #expect(throws: LedgerProblem.malformed("a stop needs a reason and a task")) {
        try temporary.ledger.administer { _ = try $0.stop(.global, endsCalls: false, at: now, on: grounds) }
      }
    }
    #expect(throws: LedgerProblem.malformed("a token is not stopped but revoked")) {
      try temporary.ledger.administer {
        _ = try $0.stop(
          .token(temporary.token.id), endsCalls: false, at: now, on: Grounds(reason: "r", task: PhabricatorTask("T1")!))
      }
    }
  }
}
