// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// One call from its hold to its last byte, as a pure state machine: events in, actions out.
///
/// It holds no channel, no clock, no lock and no bytes. `CallDriver` carries out what it says. So every order in which a
/// client, a backend, a timer and the ledger can speak is played in a test, and the invariants are properties of this file:
///
/// - nothing goes upstream before the intent is durable (I1): only `.intentDurable` yields `.open`;
/// - the end of a good answer waits for its settlement (I2): only `.settlementDurable` yields `.release`;
/// - there is one settlement for each durable intent (I3): every way out goes through `settle`, once.
///
/// ```
/// waiting ──▶ intending ──▶ opening ──▶ answering ──▶ settling ──▶ ended
///    │            │            │  └────▶ failing ────────▲             ▲
///    │            │            └──────▶ draining ────────┤   (the client has left)
///    │            └──────────────────────────────────────┘             │
///    └─────────────────────────────────────────────────────────────────┘
/// ```
package struct Exchange: Sendable {
  package enum Event: Sendable, Equatable {
    /// The call has a place at its backend.
    case placeTaken
    /// There is none for it, or it waited long enough.
    case turnedAway(GatewayError)
    /// An administrator ends calls that are under way.
    case stopped(GatewayError)
    case intentDurable
    case intentRefused(GatewayError)
    /// The status of the backend's answer is known.
    case upstreamHead(isSuccess: Bool)
    /// Bytes have come and were looked at; the relay may have something for the client.
    case upstreamProgress
    /// The answer came to its proper end.
    case upstreamComplete
    /// The backend refused, broke off, timed out or made no sense.
    case upstreamFailed(GatewayError)
    case clientLeft
    /// An answer without its client was followed long enough.
    case drainExpired
    case settlementDurable
    case settlementRefused(GatewayError)
  }

  package enum Action: Sendable, Equatable {
    /// Commit the intent.
    case intend
    /// Give up the place in the queue.
    case leaveQueue
    /// Refuse a call of which nothing was written down.
    case turnAway(GatewayError)
    /// Send the request to the backend.
    case open
    /// Tell the backend that nobody waits any more.
    case cancelUpstream
    /// Send what the relay has for the client, after the head if that was not sent.
    case forward
    /// From now on, `drainExpired` is due after the configured time.
    case startDrainTimer
    /// Commit the settlement and its provenance record.
    case settle(Ending)
    /// Send what was held back and end the answer properly.
    case release
    /// Answer with an error; nothing was sent before.
    case refuse(GatewayError)
    /// Nothing more can be said properly: send the dialect's error frame and abort the body.
    case breakOff(GatewayError)
    /// The call is over: the hold goes back and nothing refers to it any more.
    case finish
  }

  /// How a call ended, for its settlement.
  package struct Ending: Sendable, Equatable {
    package var outcome: Outcome
    package var error: GatewayError?

    package init(_ outcome: Outcome, _ error: GatewayError? = nil) {
      self.outcome = outcome
      self.error = error
    }
  }

  private enum State: Equatable {
    /// In front of the backend; nothing is on the disk.
    case waiting
    /// The intent is on its way to the disk.
    case intending
    /// The backend has the call; no head yet.
    case opening
    /// A good head has come.
    case answering
    /// A bad head has come; its body explains.
    case failing
    /// The client has left; the answer is followed for its figures.
    case draining(Progress)
    /// The settlement is on its way to the disk.
    case settling(Ending)
    case ended
  }

  /// How far the backend is. One that refuses has failed, with or without a client; one that is silent may be at work and
  /// may bill it.
  private enum Progress {
    case silent, refusing, answering
  }

  private var state = State.waiting
  /// The order to stop came while the intent was on its way to the disk.
  private var stop: GatewayError?
  private var clientIsHere = true
  private var headIsSent = false
  private let isStream: Bool

  /// The answer to every piece of every stream, made once.
  private static let forward: [Action] = [.forward]

  package init(isStream: Bool) {
    self.isStream = isStream
  }

  package var hasEnded: Bool { state == .ended }
  package var isWaiting: Bool { state == .waiting }

  package mutating func handle(_ event: Event) -> [Action] {
    switch (state, event) {
    case (.ended, _):
      return []

    case (.waiting, .placeTaken):
      state = .intending
      return [.intend]
    case (.waiting, .turnedAway(let error)):
      return end([.turnAway(error)])
    case (.waiting, .stopped(let error)):
      return end([.leaveQueue, .turnAway(error)])
    case (.waiting, .clientLeft):
      return end([.leaveQueue])

    // Whoever stops a call answers for what the backend has done by then: it is charged as far as it is known.
    case (.intending, .stopped(let error)):
      stop = error
      return []
    case (.opening, .stopped(let error)), (.answering, .stopped(let error)):
      return [.cancelUpstream] + settle(Ending(.cutOff, error))
    case (.failing, .stopped(let error)), (.draining(.refusing), .stopped(let error)):
      return [.cancelUpstream] + settle(Ending(.failed, error))
    case (.draining, .stopped(let error)):
      return [.cancelUpstream] + settle(Ending(.partial, error))

    // The client may leave at any time; what that means depends on where the call is.
    case (.intending, .clientLeft), (.settling, .clientLeft), (.draining, .clientLeft):
      clientIsHere = false
      return []
    case (.opening, .clientLeft):
      clientIsHere = false
      state = .draining(.silent)
      return [.startDrainTimer]
    case (.answering, .clientLeft):
      clientIsHere = false
      state = .draining(.answering)
      return [.startDrainTimer]
    case (.failing, .clientLeft):
      clientIsHere = false
      state = .draining(.refusing)
      return [.startDrainTimer]

    case (.intending, .intentDurable):
      guard clientIsHere else {
        return settle(
          Ending(.failed, GatewayError(.clientClosedRequest, "The client left before the call was opened.")))
      }
      if let stop { return settle(Ending(.failed, stop)) }
      state = .opening
      return [.open]
    case (.intending, .intentRefused(let error)):
      return end(clientIsHere ? [.refuse(error)] : [])

    case (.opening, .upstreamHead(let isSuccess)):
      state = isSuccess ? .answering : .failing
      return []
    case (.opening, .upstreamFailed(let error)), (.failing, .upstreamFailed(let error)):
      return settle(Ending(.failed, error))

    case (.answering, .upstreamProgress):
      guard isStream else { return [] }
      headIsSent = true
      return Self.forward
    case (.answering, .upstreamComplete):
      return settle(Ending(.complete))
    case (.answering, .upstreamFailed(let error)):
      return settle(Ending(.cutOff, error))

    case (.draining, .upstreamHead(let isSuccess)):
      state = .draining(isSuccess ? .answering : .refusing)
      return []
    case (.draining, .upstreamComplete):
      return settle(Ending(.partial))
    case (.draining(.answering), .upstreamFailed(let error)):
      return settle(Ending(.partial, error))
    case (.draining, .upstreamFailed(let error)):
      return settle(Ending(.failed, error))
    case (.draining(.refusing), .drainExpired):
      let error = GatewayError(.clientClosedRequest, "The client left while the backend refused.")
      return [.cancelUpstream] + settle(Ending(.failed, error))
    case (.draining, .drainExpired):
      return [.cancelUpstream] + settle(Ending(.partial))

    case (.settling(let ending), .settlementDurable):
      guard clientIsHere else { return end([]) }
      guard let error = ending.error else { return end([.release]) }
      return end([headIsSent ? .breakOff(error) : .refuse(error)])
    case (.settling, .settlementRefused(let error)):
      // The row is not there, so the answer must not end well. The ledger settles the intent once it can, at the latest
      // at the next start.
      guard clientIsHere else { return end([]) }
      return end([headIsSent ? .breakOff(error) : .refuse(error)])

    // Late or out of turn: a head while draining, bytes after the end, a timer that lost its race.
    case (.waiting, _), (.intending, _), (.opening, _), (.answering, _), (.failing, _), (.draining, _), (.settling, _):
      return []
    }
  }

  private mutating func settle(_ ending: Ending) -> [Action] {
    state = .settling(ending)
    return [.settle(ending)]
  }

  private mutating func end(_ actions: [Action]) -> [Action] {
    state = .ended
    return actions + [.finish]
  }
}
