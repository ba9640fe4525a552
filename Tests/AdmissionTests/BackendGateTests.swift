// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import Synchronization
import Testing
import Threads
import ToolgateTesting

@Suite struct BackendGateTests {
  /// Remembers what was told to whom.
  final class Bell: Sendable {
    let news = Mutex<[GateNews]>([])
    var port: ReturnPort<GateNews> { ReturnPort(id: 0) { batch in self.news.withLock { $0 += batch } } }
    var turns: [UInt64] { news.withLock { $0.compactMap { if case .turn(let ticket) = $0 { ticket } else { nil } } } }
    var turnedAway: [UInt64] {
      news.withLock { $0.compactMap { if case .turnedAway(let ticket, _) = $0 { ticket } else { nil } } }
    }
  }

  static func gate(places: Int = 1, length: Int = 4) -> BackendGate {
    BackendGate(BackendID("b")!, .init(places: places, length: length, patience: .seconds(30)))
  }

  static func arrival(_ ticket: UInt64, project: Int64 = 1, _ bell: Bell) -> BackendGate.Arrival {
    BackendGate.Arrival(
      id: WaiterID(port: 0, ticket: ticket), project: ProjectID(row: project), cost: 1, weight: 1, isBatch: false,
      port: bell.port)
  }

  /// A place that is claimed is given back at once.
  static func claims(_ gate: BackendGate, _ ticket: UInt64) -> Bool {
    switch gate.claim(WaiterID(port: 0, ticket: ticket)) {
    case .some: true
    case .none: false
    }
  }

  /// The outcome in a word; a place is kept in the list.
  static func enter(_ gate: BackendGate, _ arrival: BackendGate.Arrival, _ places: inout [KeptPlace]) -> String {
    switch gate.enter(arrival) {
    case .place(let place):
      places.append(KeptPlace(place))
      return "place"
    case .waits: return "waits"
    case .refused(let error): return "refused \(error.code.label) \(error.retryAfter ?? 0)"
    }
  }

  @Test func placesAreGivenInTurnAndGivenBack() {
    let (gate, bell) = (Self.gate(places: 2), Bell())
    var places: [KeptPlace] = []
    #expect(Self.enter(gate, Self.arrival(1, bell), &places) == "place")
    #expect(Self.enter(gate, Self.arrival(2, bell), &places) == "place")
    #expect(Self.enter(gate, Self.arrival(3, bell), &places) == "waits")
    #expect(gate.load.waiting == 1 && gate.load.taken == 2)
    places.removeFirst()
    #expect(bell.turns == [3] && gate.load.taken == 2, "the place is kept for who was called")
    #expect(Self.claims(gate, 3))
    places.removeAll()
    #expect(gate.load.taken == 0 && gate.load.waiting == 0)
  }

  @Test func whoeverLeavesTheQueueIsNotCalled() {
    let (gate, bell) = (Self.gate(), Bell())
    var places: [KeptPlace] = []
    _ = Self.enter(gate, Self.arrival(1, bell), &places)
    _ = Self.enter(gate, Self.arrival(2, bell), &places)
    _ = Self.enter(gate, Self.arrival(3, bell), &places)
    gate.leave(WaiterID(port: 0, ticket: 2), project: ProjectID(row: 1))
    places.removeAll()
    #expect(bell.turns == [3])
    // Its turn has come, and it leaves before it knows: the place is free again, once.
    gate.leave(WaiterID(port: 0, ticket: 3), project: ProjectID(row: 1))
    gate.leave(WaiterID(port: 0, ticket: 3), project: ProjectID(row: 1))
    #expect(gate.load.taken == 0)
    #expect(!Self.claims(gate, 3))
  }

  @Test func aFullQueueRefusesWithATimeFromWhatCallsTake() {
    let (gate, bell) = (Self.gate(length: 2), Bell())
    var places: [KeptPlace] = []
    _ = Self.enter(gate, Self.arrival(1, bell), &places)
    places.removeLast().end(after: .seconds(6))
    for ticket in 2...4 as ClosedRange<UInt64> { _ = Self.enter(gate, Self.arrival(ticket, bell), &places) }
    #expect(Self.enter(gate, Self.arrival(5, bell), &places) == "refused backend_unavailable 18")
    places.removeAll()
  }

  @Test func aQueueFullOfOneProjectMakesRoomForAnother() {
    let (gate, bell) = (Self.gate(length: 4), Bell())
    var places: [KeptPlace] = []
    for ticket in 1...5 as ClosedRange<UInt64> { _ = Self.enter(gate, Self.arrival(ticket, bell), &places) }
    #expect(Self.enter(gate, Self.arrival(6, bell), &places).hasPrefix("refused"))
    #expect(Self.enter(gate, Self.arrival(7, project: 2, bell), &places) == "waits")
    #expect(bell.turnedAway == [5], "the youngest of the project that has most waiting")
    #expect(gate.load.waiting == 4)
    places.removeAll()
  }

  @Test func aQueueOfNoLengthIsNone() {
    let (gate, bell) = (Self.gate(length: 0), Bell())
    var places: [KeptPlace] = []
    _ = Self.enter(gate, Self.arrival(1, bell), &places)
    #expect(Self.enter(gate, Self.arrival(2, project: 2, bell), &places).hasPrefix("refused"))
    places.removeAll()
  }

  @Test func moreRoomCallsThoseWhoWait() {
    let (gate, bell) = (Self.gate(), Bell())
    var places: [KeptPlace] = []
    for ticket in 1...4 as ClosedRange<UInt64> { _ = Self.enter(gate, Self.arrival(ticket, bell), &places) }
    gate.change(.init(places: 3, length: 4, patience: .seconds(1)))
    #expect(bell.turns == [2, 3])
    places.removeAll()
  }

  /// Threads come, wait, lose patience and go: never more inside than places, and nobody is forgotten.
  @Test func manyThreadsNeverPassThePlaces() throws {
    let gate = Self.gate(places: 3, length: 64)
    let inside = Atomic<Int>(0)
    let excess = Atomic<Int>(0)
    let served = Atomic<Int>(0)
    let threads = (0..<8 as Range<UInt64>).map { number in
      OwnedThread(name: "gate-\(number)") {
        var random = SeededGenerator(seed: number)
        for call in 0..<2_000 as Range<UInt64> {
          let wake = Wake()
          let id = WaiterID(port: Int(number), ticket: call)
          let arrival = BackendGate.Arrival(
            id: id, project: ProjectID(row: Int64(number % 3)), cost: 1, weight: 1, isBatch: false,
            port: ReturnPort(id: Int(number)) { _ in wake.ring() })
          var place: Place?
          switch gate.enter(arrival) {
          case .place(let taken): place = consume taken
          case .waits:
            if Int.random(in: 0..<4, using: &random) == 0 {
              gate.leave(id, project: arrival.project)
              continue
            }
            wake.wait()
            place = gate.claim(id)
          case .refused: continue
          }
          guard case .some = place else { continue }
          if inside.add(1, ordering: .sequentiallyConsistent).newValue > 3 { excess.add(1, ordering: .relaxed) }
          served.add(1, ordering: .relaxed)
          inside.subtract(1, ordering: .sequentiallyConsistent)
          place = nil
        }
      }
    }
    try Patience.block(for: "everybody to be called or turned away") { for thread in threads { thread.join() } }
    #expect(excess.load(ordering: .relaxed) == 0 && served.load(ordering: .relaxed) > 1_000)
    #expect(gate.load.taken == 0 && gate.load.waiting == 0)
  }
}

/// A place that can stand in a list.
final class KeptPlace {
  private var place: Place?
  init(_ place: consuming Place) { self.place = consume place }
  func end(after service: Duration) {
    if let place = place.take() { place.end(after: service) }
  }
}
