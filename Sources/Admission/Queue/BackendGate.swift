// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Synchronization

/// The door to one backend: a number of places, and a fair queue in front of them.
///
/// Nothing on the disk or at the backend knows of a call that waits here; one that leaves has cost nothing.
package final class BackendGate: Sendable {
  package struct Settings: Hashable, Sendable {
    /// Calls that the backend may have at once.
    package var places: Int
    /// Calls that may wait, of all projects together; 0: none.
    package var length: Int
    /// How long one may wait.
    package var patience: Duration

    package init(places: Int, length: Int, patience: Duration) {
      self.places = places
      self.length = length
      self.patience = patience
    }
  }

  /// One call at the door.
  package struct Arrival: Sendable {
    package let id: WaiterID
    package let project: ProjectID
    package let cost: Int64
    package let weight: Int64
    package let isBatch: Bool
    /// Where to say that its turn has come.
    package let port: ReturnPort<GateNews>

    package init(
      id: WaiterID, project: ProjectID, cost: Int64, weight: Int64, isBatch: Bool, port: ReturnPort<GateNews>
    ) {
      self.id = id
      self.project = project
      self.cost = cost
      self.weight = weight
      self.isBatch = isBatch
      self.port = port
    }
  }

  package enum Entry: ~Copyable, Sendable {
    case place(Place)
    case waits
    case refused(GatewayError)
  }

  private struct State {
    var settings: Settings
    var taken = 0
    var queue = FairQueue<ReturnPort<GateNews>>()
    /// Calls whose turn has come and who do not know it yet; their places are among those taken.
    var called: Set<WaiterID> = []
    /// How long calls keep their place, in microseconds, as a running mean; 0 until one has ended.
    var meanService: Int64 = 0
  }

  private let backend: BackendID
  private let state: Mutex<State>

  package init(_ backend: BackendID, _ settings: Settings) {
    self.backend = backend
    state = Mutex(State(settings: settings))
  }

  /// New settings hold from the next call on; places that are more than before are given to those who wait.
  package func change(_ settings: Settings) {
    let granted = state.withLock { state in
      state.settings = settings
      return Self.grant(&state)
    }
    Self.tell(granted)
  }

  package var patience: Duration { state.withLock { $0.settings.patience } }

  /// A place at once, or one in the queue.
  package func enter(_ arrival: Arrival) -> Entry {
    enum Outcome {
      case place, waits
      case refused(GatewayError)
    }
    var expelled: (FairQueue<ReturnPort<GateNews>>.Item, GatewayError)?
    let outcome: Outcome = state.withLock { state in
      if state.taken < state.settings.places, state.queue.count == 0 {
        state.taken += 1
        return .place
      }
      if state.queue.count >= state.settings.length {
        // A queue full of one project's calls must not turn another's away.
        guard state.queue.waiting(of: arrival.project) + 1 < state.queue.longest,
          let last = state.queue.removeFromLongest()
        else { return .refused(refusal(state)) }
        expelled = (last, refusal(state))
      }
      state.queue.append(
        FairQueue.Item(
          id: arrival.id, project: arrival.project, cost: arrival.cost, weight: arrival.weight,
          isBatch: arrival.isBatch, element: arrival.port))
      return .waits
    }
    if let (item, error) = expelled { item.element.deliver([.turnedAway(item.id.ticket, error)]) }
    switch outcome {
    case .place: return .place(Place(gate: self))
    case .waits: return .waits
    case .refused(let error): return .refused(error)
    }
  }

  /// The call's turn has come, as it was told: it takes the place that is kept for it.
  package func claim(_ id: WaiterID) -> Place? {
    state.withLock { $0.called.remove(id) != nil } ? Place(gate: self) : nil
  }

  /// The call waits no longer. If its turn has just come and the news is still on its way, the place goes to the next.
  package func leave(_ id: WaiterID, project: ProjectID) {
    let wasCalled = state.withLock { state in
      state.queue.remove(id, of: project) == nil && state.called.remove(id) != nil
    }
    if wasCalled { release(after: nil) }
  }

  /// Waited as long as one may.
  package func impatience() -> GatewayError { state.withLock { refusal($0) } }

  /// Calls that wait, and places that are taken.
  package var load: (waiting: Int, taken: Int) { state.withLock { ($0.queue.count, $0.taken) } }

  private func refusal(_ state: borrowing State) -> GatewayError {
    // When a call that came now would be served, were all who wait served before it.
    let rounds = Int64(state.queue.count / max(1, state.settings.places) + 1)
    let seconds = (rounds * max(state.meanService, 100_000) + 999_999) / 1_000_000
    return GatewayError(
      .backendUnavailable,
      "The backend \(backend) is busy: \(state.taken.counted("call is", "calls are")) under way and "
        + "\(state.queue.count.counted("waits", "wait")).",
      retryAfter: Int(min(max(1, seconds), 60)))
  }

  fileprivate func release(after service: Duration?) {
    let granted = state.withLock { state in
      state.taken -= 1
      if let service {
        let micros = service.components.seconds * 1_000_000 + service.components.attoseconds / 1_000_000_000_000
        state.meanService = state.meanService == 0 ? micros : state.meanService + (micros - state.meanService) / 8
      }
      return Self.grant(&state)
    }
    Self.tell(granted)
  }

  private typealias Waiting = FairQueue<ReturnPort<GateNews>>.Item

  private static func grant(_ state: inout State) -> [Waiting] {
    var granted: [Waiting] = []
    while state.taken < state.settings.places, let next = state.queue.popFirst() {
      state.taken += 1
      state.called.insert(next.id)
      granted.append(next)
    }
    return granted
  }

  private static func tell(_ granted: [Waiting]) {
    for item in granted { item.element.deliver([.turn(item.id.ticket)]) }
  }
}

/// What becomes of a call that waits.
package enum GateNews: Sendable {
  /// A place is kept for it.
  case turn(UInt64)
  /// Its place in the queue went to a project that has fewer calls waiting.
  case turnedAway(UInt64, GatewayError)

  package var ticket: UInt64 {
    switch self {
    case .turn(let ticket), .turnedAway(let ticket, _): ticket
    }
  }
}

/// A place at a backend. It cannot be copied, and it is given back when it goes out of scope, whatever way the call takes
/// out.
package struct Place: ~Copyable, Sendable {
  private let gate: BackendGate
  private var isTaken = true

  fileprivate init(gate: BackendGate) {
    self.gate = gate
  }

  /// The call ended after this time at the backend, which is what those who wait are told to expect.
  package consuming func end(after service: Duration) {
    isTaken = false
    gate.release(after: service)
  }

  deinit { if isTaken { gate.release(after: nil) } }
}
