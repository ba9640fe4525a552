// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain
import Testing
import ToolgateTesting

/// Clients, backends, timers and the ledger speak in random order, sensible and not; no order breaks a rule.
@Suite struct ExchangeInterleavingTests {
  static let runs = 60_000

  @Test(arguments: [(stream: false, seed: 1 as UInt64), (stream: true, seed: 2)])
  func noOrderOfEventsBreaksARule(isStream: Bool, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var coverage = Coverage()
    for run in 0..<Self.runs {
      if let fault = Self.play(isStream, &random, &coverage) {
        Issue.record("run \(run) of seed \(seed): \(fault)")
        return
      }
    }
    for kind in [
      "intend", "leaveQueue", "turnAway", "open", "cancelUpstream", "startDrainTimer", "settle", "release", "refuse",
      "finish",
    ]
      + (isStream ? ["forward", "breakOff"] : [])
    {
      #expect(coverage.actions[kind, default: 0] > Self.runs / 100, "\(kind) was hardly met")
    }
    for outcome in [Outcome.complete, .partial, .cutOff, .failed] {
      #expect(coverage.outcomes[outcome, default: 0] > Self.runs / 100, "\(outcome) was hardly met")
    }
  }

  @Test func everyKindOfEventIsMetInEveryState() {
    var random = SeededGenerator(seed: 3)
    var coverage = Coverage()
    coverage.looksIntoStates = true
    for run in 0..<2_000 {
      _ = Self.play(run % 2 == 0, &random, &coverage)
    }
    let states = ["waiting", "intending", "opening", "answering", "failing", "draining", "settling", "ended"]
    #expect(coverage.transitions.keys.sorted() == states.sorted())
    for state in states {
      let met = Set(coverage.transitions[state, default: [:]].keys)
      #expect(met.isSuperset(of: Exchange.Event.examples.map(\.kind)), "\(state)")
    }
  }

  struct Coverage {
    var actions: [String: Int] = [:]
    var outcomes: [Outcome: Int] = [:]
    /// By state and event; filled only on request, because reflection is slow.
    var transitions: [String: [String: Int]] = [:]
    var looksIntoStates = false

    mutating func note(_ actions: [Exchange.Action]) {
      for action in actions {
        self.actions[action.kind, default: 0] += 1
        if case .settle(let ending) = action { outcomes[ending.outcome, default: 0] += 1 }
      }
    }

    mutating func note(_ event: Exchange.Event, in machine: Exchange) {
      guard looksIntoStates, let state = Mirror(reflecting: machine).descendant("state") else { return }
      let name = Mirror(reflecting: state).children.first?.label ?? "\(state)"
      transitions[name, default: [:]][event.kind, default: 0] += 1
    }
  }

  /// One call of up to 25 random events, then whatever drives it to its end.
  ///
  /// - Returns: the rule that was broken and the events that broke it.
  static func play(
    _ isStream: Bool, _ random: inout SeededGenerator, _ coverage: inout Coverage
  ) -> String? {
    var machine = Exchange(isStream: isStream)
    var watch = ExchangeWatch(isStream: isStream)
    var world = World()
    var events: [Exchange.Event] = []
    let length = Int.random(in: 0...25, using: &random)
    for _ in 0..<length {
      events.append(world.next(using: &random))
    }
    events += [
      Bool.random(using: &random) ? .placeTaken : .turnedAway(ExchangeTests.busy),
      Bool.random(using: &random) ? .intentDurable : .intentRefused(ExchangeTests.full),
      .upstreamFailed(ExchangeTests.broken),
      Bool.random(using: &random) ? .settlementDurable : .settlementRefused(ExchangeTests.full),
    ]
    for (place, event) in events.enumerated() {
      coverage.note(event, in: machine)
      let actions = machine.handle(event)
      coverage.note(actions)
      if let fault = watch.faultIn(actions, after: event) {
        return "\(fault): \(actions.map(\.words)) after \(events[...place].map(\.kind))"
      }
    }
    if !machine.hasEnded { return "the call has no end: \(events.map(\.kind))" }
    return watch.faultAtEnd().map { "\($0): \(events.map(\.kind))" }
  }

  /// What could happen next in a world that mostly keeps its order: the ledger answers once, a head comes before its
  /// body. One event in five is anything at all.
  struct World {
    private enum Stage { case waiting, intending, opening, answering, settling }
    private var stage = Stage.waiting
    private var clientIsHere = true

    mutating func next(using random: inout SeededGenerator) -> Exchange.Event {
      let dice = Int.random(in: 0..<100, using: &random)
      if dice < 20 { return Exchange.Event.examples.randomElement(using: &random)! }
      if dice < 26, clientIsHere {
        clientIsHere = false
        return .clientLeft
      }
      if dice < 30, !clientIsHere {
        stage = .settling
        return .drainExpired
      }
      switch stage {
      case .waiting:
        stage = .intending
        return dice < 92 ? .placeTaken : .turnedAway(ExchangeTests.busy)
      case .intending:
        stage = .opening
        return dice < 95 ? .intentDurable : .intentRefused(ExchangeTests.full)
      case .opening:
        stage = dice < 90 ? .answering : .settling
        return dice < 90 ? .upstreamHead(isSuccess: dice < 80) : .upstreamFailed(ExchangeTests.late)
      case .answering:
        guard dice >= 70 else { return .upstreamProgress }
        stage = .settling
        return dice < 90 ? .upstreamComplete : .upstreamFailed(ExchangeTests.broken)
      case .settling:
        return dice < 90 ? .settlementDurable : .settlementRefused(ExchangeTests.full)
      }
    }
  }
}

extension Exchange.Event {
  var kind: String {
    switch self {
    case .placeTaken: "placeTaken"
    case .turnedAway: "turnedAway"
    case .stopped: "stopped"
    case .intentDurable: "intentDurable"
    case .intentRefused: "intentRefused"
    case .upstreamHead(let isSuccess): isSuccess ? "goodHead" : "badHead"
    case .upstreamProgress: "upstreamProgress"
    case .upstreamComplete: "upstreamComplete"
    case .upstreamFailed: "upstreamFailed"
    case .clientLeft: "clientLeft"
    case .drainExpired: "drainExpired"
    case .settlementDurable: "settlementDurable"
    case .settlementRefused: "settlementRefused"
    }
  }
}

extension Exchange.Action {
  var kind: String {
    switch self {
    case .intend: "intend"
    case .leaveQueue: "leaveQueue"
    case .turnAway: "turnAway"
    case .open: "open"
    case .cancelUpstream: "cancelUpstream"
    case .forward: "forward"
    case .startDrainTimer: "startDrainTimer"
    case .settle: "settle"
    case .release: "release"
    case .refuse: "refuse"
    case .breakOff: "breakOff"
    case .finish: "finish"
    }
  }
}
