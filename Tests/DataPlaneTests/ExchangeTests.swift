// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain
import Testing

/// Every documented way through the machine, event by event: left what happens, right what must be done about it.
@Suite struct ExchangeTests {
  struct Way: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let isStream: Bool
    let steps: [(Exchange.Event, [String])]

    /// - Parameter atTheDoor: the way begins before the call has a place; else it has just been given one.
    init(_ name: String, stream: Bool, atTheDoor: Bool = false, _ steps: [(Exchange.Event, [String])]) {
      (testDescription, isStream) = (name, stream)
      self.steps = atTheDoor ? steps : [(.placeTaken, ["intend"])] + steps
    }
  }

  static let broken = GatewayError(.upstreamError, "It broke.")
  static let busy = GatewayError(.backendUnavailable, "It is busy.")
  static let ordered = GatewayError(.stopped, "It was ordered.")
  static let late = GatewayError(.upstreamTimeout, "It took too long.")
  static let full = GatewayError(.ledgerUnavailable, "The disk is full.")

  @Test(arguments: goodWays + backendFaults + ledgerFaults + clientsThatLeave + doors + stops)
  func eachEventYieldsExactlyItsActions(way: Way) {
    var machine = Exchange(isStream: way.isStream)
    for (place, step) in way.steps.enumerated() {
      #expect(!machine.hasEnded)
      #expect(machine.handle(step.0).map(\.words) == step.1, "step \(place + 1): \(step.0)")
    }
    #expect(machine.hasEnded)
    for event in Exchange.Event.examples {
      #expect(machine.handle(event).isEmpty, "after the end: \(event)")
    }
  }

  static let goodWays = [
    Way(
      "a plain answer is held until it is metered", stream: false,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.upstreamProgress, []),
        (.upstreamComplete, ["settle complete"]), (.settlementDurable, ["release", "finish"]),
      ]),
    Way(
      "a stream is relayed and its end is held", stream: true,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.upstreamProgress, ["forward"]),
        (.upstreamProgress, ["forward"]), (.upstreamComplete, ["settle complete"]), (.upstreamProgress, []),
        (.settlementDurable, ["release", "finish"]),
      ]),
    Way(
      "a stream without content ends well", stream: true,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.upstreamComplete, ["settle complete"]),
        (.settlementDurable, ["release", "finish"]),
      ]),
    Way(
      "what comes out of turn changes nothing", stream: true,
      [
        (.upstreamHead(isSuccess: true), []), (.upstreamComplete, []), (.settlementDurable, []), (.drainExpired, []),
        (.intentDurable, ["open"]), (.intentDurable, []), (.upstreamProgress, []), (.settlementDurable, []),
        (.upstreamHead(isSuccess: true), []), (.intentRefused(full), []), (.drainExpired, []),
        (.upstreamComplete, ["settle complete"]), (.upstreamComplete, []), (.upstreamFailed(broken), []),
        (.drainExpired, []), (.settlementDurable, ["release", "finish"]),
      ]),
  ]

  static let backendFaults = [
    Way(
      "a backend that never begins is an error", stream: true,
      [
        (.intentDurable, ["open"]), (.upstreamFailed(late), ["settle failed upstream_timeout"]),
        (.settlementDurable, ["refuse upstream_timeout", "finish"]),
      ]),
    Way(
      "a backend's refusal is read to its end first", stream: false,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: false), []), (.upstreamProgress, []),
        (.upstreamFailed(broken), ["settle failed upstream_error"]),
        (.settlementDurable, ["refuse upstream_error", "finish"]),
      ]),
    Way(
      "a plain answer that breaks off is an error and is charged", stream: false,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.upstreamProgress, []),
        (.upstreamFailed(broken), ["settle cut_off upstream_error"]),
        (.settlementDurable, ["refuse upstream_error", "finish"]),
      ]),
    Way(
      "a stream that breaks off before its first byte was sent can still be refused", stream: true,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []),
        (.upstreamFailed(broken), ["settle cut_off upstream_error"]),
        (.settlementDurable, ["refuse upstream_error", "finish"]),
      ]),
    Way(
      "a stream that breaks off in the middle ends with an error frame", stream: true,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.upstreamProgress, ["forward"]),
        (.upstreamFailed(broken), ["settle cut_off upstream_error"]),
        (.settlementDurable, ["breakOff upstream_error", "finish"]),
      ]),
  ]

  static let ledgerFaults = [
    Way(
      "without an intent nothing goes upstream", stream: false,
      [(.intentRefused(full), ["refuse ledger_unavailable", "finish"])]),
    Way(
      "without an intent and without a client there is nobody to tell", stream: false,
      [(.clientLeft, []), (.intentRefused(full), ["finish"])]),
    Way(
      "a plain answer that cannot be metered is not given", stream: false,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.upstreamComplete, ["settle complete"]),
        (.settlementRefused(full), ["refuse ledger_unavailable", "finish"]),
      ]),
    Way(
      "a stream that cannot be metered does not end well", stream: true,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.upstreamProgress, ["forward"]),
        (.upstreamComplete, ["settle complete"]),
        (.settlementRefused(full), ["breakOff ledger_unavailable", "finish"]),
      ]),
    Way(
      "a settlement that is refused after the client left ends the call", stream: true,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.upstreamComplete, ["settle complete"]),
        (.clientLeft, []), (.settlementRefused(full), ["finish"]),
      ]),
  ]

  static let clientsThatLeave = [
    Way(
      "left before the intent was durable: nothing is opened, the intent is settled", stream: true,
      [
        (.clientLeft, []), (.intentDurable, ["settle failed client_closed_request"]),
        (.settlementDurable, ["finish"]),
      ]),
    Way(
      "left before the head: a good answer is followed to its end", stream: true,
      [
        (.intentDurable, ["open"]), (.clientLeft, ["startDrainTimer"]), (.upstreamHead(isSuccess: true), []),
        (.upstreamProgress, []), (.upstreamComplete, ["settle partial"]), (.settlementDurable, ["finish"]),
      ]),
    Way(
      "left before the head: a backend that refuses has failed all the same", stream: false,
      [
        (.intentDurable, ["open"]), (.clientLeft, ["startDrainTimer"]), (.upstreamHead(isSuccess: false), []),
        (.upstreamFailed(broken), ["settle failed upstream_error"]), (.settlementDurable, ["finish"]),
      ]),
    Way(
      "left before the head: a backend that stays silent is cancelled", stream: false,
      [
        (.intentDurable, ["open"]), (.clientLeft, ["startDrainTimer"]),
        (.drainExpired, ["cancelUpstream", "settle partial"]), (.settlementDurable, ["finish"]),
      ]),
    Way(
      "left in the middle: the answer is followed for its figures", stream: true,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.upstreamProgress, ["forward"]),
        (.clientLeft, ["startDrainTimer"]), (.upstreamProgress, []), (.upstreamComplete, ["settle partial"]),
        (.settlementDurable, ["finish"]),
      ]),
    Way(
      "left in the middle: a backend that goes on too long is cancelled", stream: true,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.upstreamProgress, ["forward"]),
        (.clientLeft, ["startDrainTimer"]), (.clientLeft, []), (.drainExpired, ["cancelUpstream", "settle partial"]),
        (.upstreamFailed(broken), []), (.settlementDurable, ["finish"]),
      ]),
    Way(
      "left in the middle: what then breaks off is partial", stream: true,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.clientLeft, ["startDrainTimer"]),
        (.upstreamFailed(broken), ["settle partial upstream_error"]), (.settlementDurable, ["finish"]),
      ]),
    Way(
      "left while the backend refuses: the refusal is read to its end", stream: false,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: false), []), (.clientLeft, ["startDrainTimer"]),
        (.upstreamFailed(broken), ["settle failed upstream_error"]), (.settlementDurable, ["finish"]),
      ]),
    Way(
      "left while the backend refuses: a refusal without end is cancelled", stream: false,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: false), []), (.clientLeft, ["startDrainTimer"]),
        (.drainExpired, ["cancelUpstream", "settle failed client_closed_request"]), (.settlementDurable, ["finish"]),
      ]),
    Way(
      "left while the settlement is on its way: the row stands, nothing is sent", stream: false,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.upstreamComplete, ["settle complete"]),
        (.clientLeft, []), (.settlementDurable, ["finish"]),
      ]),
  ]

  static let doors = [
    Way(
      "turned away: nothing was written down", stream: true, atTheDoor: true,
      [(.turnedAway(busy), ["turnAway backend_unavailable", "finish"])]),
    Way(
      "left while waiting: the place in the queue is given up and nothing is settled", stream: false, atTheDoor: true,
      [(.clientLeft, ["leaveQueue", "finish"])]),
    Way(
      "stopped while waiting", stream: false, atTheDoor: true,
      [(.stopped(ordered), ["leaveQueue", "turnAway stopped", "finish"])]),
    Way(
      "what belongs to later states does nothing at the door", stream: true, atTheDoor: true,
      [
        (.intentDurable, []), (.upstreamHead(isSuccess: true), []), (.upstreamProgress, []), (.drainExpired, []),
        (.settlementDurable, []), (.placeTaken, ["intend"]), (.placeTaken, []), (.turnedAway(busy), []),
        (.intentRefused(full), ["refuse ledger_unavailable", "finish"]),
      ]),
  ]

  static let stops = [
    Way(
      "stopped before the intent was durable: nothing is opened", stream: true,
      [
        (.stopped(ordered), []), (.intentDurable, ["settle failed stopped"]),
        (.settlementDurable, ["refuse stopped", "finish"]),
      ]),
    Way(
      "stopped before the head", stream: true,
      [
        (.intentDurable, ["open"]), (.stopped(ordered), ["cancelUpstream", "settle cut_off stopped"]),
        (.settlementDurable, ["refuse stopped", "finish"]),
      ]),
    Way(
      "stopped in the middle: the error frame", stream: true,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.upstreamProgress, ["forward"]),
        (.stopped(ordered), ["cancelUpstream", "settle cut_off stopped"]), (.stopped(ordered), []),
        (.settlementDurable, ["breakOff stopped", "finish"]),
      ]),
    Way(
      "stopped while the backend refuses", stream: false,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: false), []),
        (.stopped(ordered), ["cancelUpstream", "settle failed stopped"]),
        (.settlementDurable, ["refuse stopped", "finish"]),
      ]),
    Way(
      "stopped after the client has left", stream: true,
      [
        (.intentDurable, ["open"]), (.upstreamHead(isSuccess: true), []), (.clientLeft, ["startDrainTimer"]),
        (.stopped(ordered), ["cancelUpstream", "settle partial stopped"]), (.settlementDurable, ["finish"]),
      ]),
  ]
}

extension Exchange.Event {
  /// One of each kind.
  static let examples: [Exchange.Event] = [
    .placeTaken, .turnedAway(ExchangeTests.busy), .stopped(ExchangeTests.ordered),
    .intentDurable, .intentRefused(ExchangeTests.full), .upstreamHead(isSuccess: true),
    .upstreamHead(isSuccess: false), .upstreamProgress, .upstreamComplete, .upstreamFailed(ExchangeTests.broken),
    .clientLeft, .drainExpired, .settlementDurable, .settlementRefused(ExchangeTests.full),
  ]
}

extension Exchange.Action {
  /// The action in the words of the tables: its case, then outcome and cause.
  var words: String {
    switch self {
    case .intend: "intend"
    case .leaveQueue: "leaveQueue"
    case .turnAway(let error): "turnAway \(error.code.label)"
    case .open: "open"
    case .cancelUpstream: "cancelUpstream"
    case .forward: "forward"
    case .startDrainTimer: "startDrainTimer"
    case .settle(let ending):
      "settle \(ending.outcome.rawValue)" + (ending.error.map { " \($0.code.label)" } ?? "")
    case .release: "release"
    case .refuse(let error): "refuse \(error.code.label)"
    case .breakOff(let error): "breakOff \(error.code.label)"
    case .finish: "finish"
    }
  }
}
