// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import Synchronization
import Testing
import Threads
import ToolgateTesting

/// Random admissions and releases beside a list of calls that is counted anew each time.
@Suite struct AdmissionModelTests {
  static let projects: [Int64] = [1, 2, 3]
  static let backends = ["a", "b", "c"].map { BackendID($0)! }
  static let ofBackend = [2, 5, 40]
  static let currencies = [Currency.usd, Currency("EUR")!]

  static func ask(using random: inout SeededGenerator) -> Admission.Ask {
    let place = Int.random(in: 0..<backends.count, using: &random)
    let amount = Bool.random(using: &random) ? Int64.random(in: 0...1 << 58, using: &random) : 0
    return Admission.Ask(
      project: ProjectID(row: projects.randomElement(using: &random)!), backend: backends[place],
      backendConcurrency: ofBackend[place], amount: Money(pico: amount, currencies.randomElement(using: &random)!))
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func everyStepAgreesWithAListOfCalls(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var limit = 4
    let admission = Admission(limits: .init(projectConcurrency: limit))
    var calls: [(ask: Admission.Ask, hold: KeptHold)] = []
    var refusals: [GatewayError.Code: Int] = [:]
    for step in 0..<2_000 {
      switch Int.random(in: 0..<100, using: &random) {
      case 0..<55:
        let ask = Self.ask(using: &random)
        let expected: GatewayError.Code? =
          if calls.count(where: { $0.ask.project == ask.project }) >= limit {
            .concurrencyExceeded
          } else if calls.count(where: { $0.ask.backend == ask.backend }) >= ask.backendConcurrency {
            .backendUnavailable
          } else {
            nil
          }
        do throws(GatewayError) {
          calls.append((ask, KeptHold(try admission.admit(ask))))
          #expect(expected == nil)
        } catch {
          #expect(error.code == expected)
          refusals[error.code, default: 0] += 1
        }
      case 55..<98:
        if let place = calls.indices.randomElement(using: &random) { calls.remove(at: place) }
      default:
        limit = Int.random(in: 1...6, using: &random)
        admission.change(.init(projectConcurrency: limit))
      }
      try #require(Self.agrees(admission, calls.map(\.ask)), "step \(step)")
    }
    #expect(refusals.count == 2, "both limits were met")
    calls.removeAll()
    expectNothing(of: Self.projects, admission)
  }

  private static func agrees(_ admission: Admission, _ calls: [Admission.Ask]) -> Bool {
    let underWay = admission.underWay
    var ofBackends: [BackendID: Int] = [:]
    for call in calls { ofBackends[call.backend, default: 0] += 1 }
    guard underWay.total == calls.count, underWay.backends == ofBackends else { return false }
    return projects.allSatisfy { project in
      var sums: [Currency: Int64] = [:]
      for call in calls where call.project.row == project && call.amount.pico > 0 {
        sums[call.amount.currency, default: 0] += call.amount.pico
      }
      return Set(admission.held(by: ProjectID(row: project))) == Set(sums.map { Money(pico: $1, $0) })
    }
  }

  @Test func manyThreadsNeverPassALimitAndLeaveNothingBehind() {
    let limit = 3
    let admission = Admission(limits: .init(projectConcurrency: limit))
    let meter = Meter()
    let threads = (0..<8 as Range<UInt64>).map { number in
      OwnedThread(name: "admit-\(number)") {
        var random = SeededGenerator(seed: number)
        var kept: [(Admission.Ask, KeptHold)] = []
        for _ in 0..<3_000 {
          if kept.count > 2 || Bool.random(using: &random), !kept.isEmpty {
            // Counted down before it is given back, so that the meter never shows more than there is.
            meter.leave(kept[0].0)
            kept.removeFirst()
            continue
          }
          let ask = Self.ask(using: &random)
          do throws(GatewayError) {
            let hold = KeptHold(try admission.admit(ask))
            meter.enter(ask, projectLimit: limit)
            kept.append((ask, hold))
          } catch {
            meter.refuse()
          }
        }
        for (ask, _) in kept { meter.leave(ask) }
      }
    }
    for thread in threads { thread.join() }
    let (admitted, refused, excess) = meter.result
    #expect(excess == 0)
    #expect(admitted > 1_000 && refused > 100)
    expectNothing(of: Self.projects, admission)
  }
}

/// Counts who is inside, seen from outside.
final class Meter: Sendable {
  private struct State {
    var projects: [ProjectID: Int] = [:]
    var backends: [BackendID: Int] = [:]
    var admitted = 0
    var refused = 0
    var excess = 0
  }

  private let state = Mutex(State())

  func enter(_ ask: Admission.Ask, projectLimit: Int) {
    state.withLock { state in
      state.admitted += 1
      state.projects[ask.project, default: 0] += 1
      state.backends[ask.backend, default: 0] += 1
      if state.projects[ask.project]! > projectLimit || state.backends[ask.backend]! > ask.backendConcurrency {
        state.excess += 1
      }
    }
  }

  func leave(_ ask: Admission.Ask) {
    state.withLock { state in
      state.projects[ask.project]! -= 1
      state.backends[ask.backend]! -= 1
    }
  }

  func refuse() { state.withLock { $0.refused += 1 } }

  var result: (admitted: Int, refused: Int, excess: Int) {
    state.withLock { ($0.admitted, $0.refused, $0.excess) }
  }
}
