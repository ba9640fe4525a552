// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import DataPlane
import Domain

/// Looks over the shoulder of one exchange and says what rule it breaks. It knows the events and the actions so far and
/// nothing of the machine's states, so that it cannot repeat a mistake of the machine.
struct ExchangeWatch {
  let isStream: Bool

  private var hasPlace = false
  private var intended = 0
  private var wasTurnedAway = false
  private var intent: Bool?
  private var clientHasLeft = false
  private var opened = 0
  private var cancelled = 0
  private var forwarded = 0
  private var settled: Exchange.Ending?
  private var settlements = 0
  private var answers: [String] = []
  private var finished = 0

  init(isStream: Bool) {
    self.isStream = isStream
  }

  /// - Returns: the rule that these actions break; nil when all are in order.
  mutating func faultIn(_ actions: [Exchange.Action], after event: Exchange.Event) -> String? {
    note(event)
    if finished > 0, !actions.isEmpty { return "nothing happens after the end" }
    for action in actions {
      if finished > 0 { return "the end is the last action" }
      if let fault = fault(in: action, after: event) { return fault }
    }
    return nil
  }

  private mutating func note(_ event: Exchange.Event) {
    switch event {
    case .placeTaken: hasPlace = true
    case .intentDurable where intended > 0: intent = intent ?? true
    case .intentRefused where intended > 0: intent = intent ?? false
    case .clientLeft: clientHasLeft = true
    default: break
    }
  }

  private mutating func fault(in action: Exchange.Action, after event: Exchange.Event) -> String? {
    switch action {
    case .intend:
      intended += 1
      if !hasPlace || intended > 1 { return "a call is written down once, when it has a place" }
    case .leaveQueue:
      if intended > 0 { return "only a call that waits leaves the queue" }
    case .turnAway:
      wasTurnedAway = true
      if intended > 0 { return "only a call of which nothing was written down is turned away" }
      if let fault = faultOfAnswering("turnAway") { return fault }
    case .open:
      opened += 1
      if event != .intentDurable || intent != true { return "I1: only a durable intent opens a call" }
      if opened > 1 { return "a call is opened once" }
      if clientHasLeft { return "a call is not opened for a client that has left" }
    case .cancelUpstream:
      cancelled += 1
      if opened == 0 || cancelled > 1 { return "an opened call is cancelled at most once" }
      if settled != nil { return "a call that is settled is not cancelled" }
    case .startDrainTimer:
      if !clientHasLeft || opened == 0 { return "only an open call whose client has left is drained" }
    case .forward:
      forwarded += 1
      if !isStream { return "a plain answer is never forwarded in pieces" }
      if opened == 0 || settled != nil { return "forwarding lies between opening and settling" }
      if let fault = faultOfAnswering() { return fault }
    case .settle(let ending):
      settlements += 1
      settled = ending
      if intent != true { return "I3: no settlement without an intent" }
      if settlements > 1 { return "I3: one settlement for each intent" }
      if ending.outcome == .complete, event != .upstreamComplete || ending.error != nil || clientHasLeft {
        return "complete is what came to its end with its client there and without an error"
      }
    case .release:
      if event != .settlementDurable { return "I2: only a durable settlement releases the end" }
      if settled?.outcome != .complete { return "only a complete answer ends well" }
      if let fault = faultOfAnswering("release") { return fault }
    case .refuse:
      if forwarded > 0 { return "an answer that has begun cannot be refused" }
      if let fault = faultOfAnswering("refuse") { return fault }
    case .breakOff:
      if forwarded == 0 { return "an answer that has not begun cannot break off" }
      if let fault = faultOfAnswering("breakOff") { return fault }
    case .finish:
      finished += 1
    }
    return nil
  }

  private mutating func faultOfAnswering(_ ending: String? = nil) -> String? {
    if clientHasLeft { return "nothing is said to a client that has left" }
    if !answers.isEmpty { return "an answer has one end, not \(answers) and more" }
    if let ending { answers.append(ending) }
    return nil
  }

  /// - Returns: what is missing at the end of a call that was driven to its end.
  func faultAtEnd() -> String? {
    if finished != 1 { return "the call ended \(finished) times" }
    if settlements != (intent == true ? 1 : 0) { return "I3: \(settlements) settlements" }
    if !clientHasLeft, answers.count != 1 { return "a client that stays is told how its call ended" }
    return nil
  }
}
