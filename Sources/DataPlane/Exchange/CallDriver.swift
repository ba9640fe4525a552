// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import Identity
import Logging
import NIOCore
import Policy
import Telemetry
import Upstream
import Wire

/// Carries out what an `Exchange` says: the bridge between one call's machine and the ledger, the backend and the client.
///
/// It decides nothing about order. It lives on its loop from the hold to the last byte, also when its client leaves.
final class CallDriver {
  let ticket: UInt64
  /// When `deadlinePassed` is due: the end of waiting for a place, or of following an answer without its client.
  private(set) var deadline = NIODeadline.distantFuture

  /// The shard will call `flushGathered` when it has handed out the batch at hand.
  var isGathering = false

  private let shard: LoopShard
  /// Let go of when the call is finished or the connection is lost, one of which happens to every call.
  private var client: ConnectionHandler?
  private let permitted: Permitted
  private let price: Price
  private let intent: Intent
  private let guess: InputEstimator.Guess
  private let rates: RateReport
  private var hold: Hold?
  private var place: Place?
  private var placeTakenAt = NIODeadline.now()
  private var machine: Exchange
  private var answer: IncomingAnswer
  private var head: UpstreamHead?
  private var headIsSent = false
  private var firstByteAt: Instant?
  /// What is known for the log of why the call did not go well.
  private var errorDetail: String?
  /// The backend broke off when it may have been at work on a request that it had read.
  private var mayBeBilled = false
  /// Bytes that were delivered and not yet credited to the carrier.
  private var owedCredit = 0
  private var settlement: Settlement?

  init(_ admitted: consuming Admitted, client: ConnectionHandler, shard: LoopShard) {
    self.shard = shard
    self.client = client
    ticket = shard.newTicket()
    permitted = admitted.permitted
    price = admitted.price
    intent = admitted.intent
    guess = admitted.guess
    rates = admitted.rates
    hold = admitted.takeHold()
    machine = Exchange(isStream: intent.isStream)
    answer = IncomingAnswer(
      facts: permitted.facts, limits: shard.limits, commitments: permitted.commitments)
  }

  private var route: ServedRoute { permitted.route }
  private var services: GatewayServices { shard.services }

  private var waiterID: WaiterID { WaiterID(port: shard.gatePort.id, ticket: ticket) }

  /// To the door of the backend.
  func start() {
    shard.add(self)
    let arrival = permitted.identified.arrival
    let entry = route.gate.enter(
      BackendGate.Arrival(
        id: waiterID, project: intent.project, cost: (guess.tokens + intent.outputCap) / 64, weight: hold?.weight ?? 1,
        isBatch: arrival.isBatch, port: shard.gatePort))
    switch consume entry {
    case .place(let place): take(place)
    case .waits: deadline = .now() + route.gate.patience.timeAmount
    case .refused(let error): handle(.turnedAway(error))
    }
  }

  private func take(_ place: consuming Place) {
    deadline = .distantFuture
    self.place = consume place
    placeTakenAt = .now()
    handle(.placeTaken)
  }

  // MARK: What happens

  func receive(_ news: GateNews) {
    switch news {
    case .turn:
      if let place = route.gate.claim(waiterID) { take(place) }
    case .turnedAway(_, let error): handle(.turnedAway(error))
    }
  }

  /// The gateway stops: a call that waits does not begin any more.
  func turnAwayIfWaiting(_ error: GatewayError) {
    if machine.isWaiting { handle(.stopped(error)) }
  }

  /// An order that covers this call: one that waits does not begin, one under way ends if the order says so.
  func obey(_ stops: StopBoard) {
    let stop = stops.stop(
      project: intent.project, model: intent.model, backend: intent.backend, underWay: !machine.isWaiting)
    if let stop { handle(.stopped(stop.error)) }
  }

  func receive(_ answer: LedgerAnswer) {
    switch (answer.row, answer.result) {
    case (.intent, .success): handle(.intentDurable)
    case (.intent, .failure(let refusal)): handle(.intentRefused(refused(refusal)))
    case (.settlement, .success), (.settlement, .failure(.duplicate)):
      report()
      // Before the answer ends: the client's next call may come on its heels and must find what this one held.
      charge()
      handle(.settlementDurable)
    case (.settlement, .failure(let refusal)):
      // The row comes later, by the writer or by recovery; until then it must not be spent a second time.
      charge()
      handle(.settlementRefused(refused(refusal)))
    }
  }

  private func charge() {
    guard let settlement, let hold = hold.take() else { return }
    hold.settle(cost: settlement.cost, tokens: settlement.tokens.total, at: settlement.at)
    guard settlement.usageSource == .reported else { return }
    shard.estimator.learn(guess, actual: settlement.tokens.input)
    services.metrics.countEstimate(of: intent.model, tokens: guess.tokens, actual: settlement.tokens.input)
  }

  private func refused(_ refusal: LedgerRefusal) -> GatewayError {
    services.logger.error(
      "the ledger refused a row",
      metadata: ["http.request.id": "\(intent.requestID)", "error.message": "\(refusal)"])
    return GatewayError(
      .ledgerUnavailable, "The gateway could not write its ledger, so this call is not answered. Try again later.",
      retryAfter: 10)
  }

  func receive(_ event: TransferEvent) {
    switch event {
    case .head(_, let head):
      self.head = head
      firstByteAt = services.clock.now()
      answer.begin(head)
      handle(.upstreamHead(isSuccess: answer.isSuccess))
    case .bytes(_, let bytes):
      owedCredit += bytes.readableBytes
      if let error = answer.take(bytes) {
        giveUp(error)
      }
    case .end:
      flushGathered()
      switch answer.finish(retryAfter: head?.retryAfter, tape: &shard.tape) {
      case nil: handle(.upstreamComplete)
      case let error?: handle(.upstreamFailed(error))
      }
    case .failed(_, let failure):
      flushGathered()
      mayBeBilled = failure.mayHaveBeenSent && !answer.isRefusal
      handle(.upstreamFailed(answer.explain(failure)))
    }
  }

  /// What one turn of the carrier brought is sent in one write.
  func flushGathered() {
    guard !machine.hasEnded else { return }
    if client == nil {
      // Nobody is left to read it; only the figures are followed.
      answer.reuse(answer.takeForward())
    } else if answer.hasSomethingToForward {
      handle(.upstreamProgress)
    }
    giveCredit()
  }

  /// The answer makes no sense or is too large: no more of it is wanted.
  private func giveUp(_ error: GatewayError) {
    flushGathered()
    route.carrier.cancel(ticket: ticket, port: shard.transferPort.id)
    handle(.upstreamFailed(error))
  }

  func clientLeft() {
    client = nil
    handle(.clientLeft)
    giveCredit()
  }

  func clientIsReady() { giveCredit() }

  func deadlinePassed() {
    deadline = .distantFuture
    if machine.isWaiting {
      let error = route.gate.impatience()
      route.gate.leave(waiterID, project: intent.project)
      handle(.turnedAway(error))
    } else {
      handle(.drainExpired)
    }
  }

  /// Backpressure: a client that does not read gives no credit, and its backend stands still once the window is full.
  ///
  /// Credit goes back in quarters of the window: each time wakes the carrier's thread, and most answers end before that.
  private func giveCredit() {
    guard owedCredit >= shard.creditStep, client?.isWritable ?? true else { return }
    route.carrier.credit(ticket: ticket, port: shard.transferPort.id, bytes: owedCredit)
    owedCredit = 0
  }

  // MARK: What is done

  private func handle(_ event: Exchange.Event) {
    for action in machine.handle(event) { perform(action) }
  }

  private func perform(_ action: Exchange.Action) {
    switch action {
    case .intend:
      // I1: the intent goes to the disk; nothing else happens until it is there.
      services.ledger.commit(intent, ticket: ticket, to: shard.ledgerPort)
    case .leaveQueue:
      route.gate.leave(waiterID, project: intent.project)
    case .turnAway(let error):
      // Before the refusal: the next request may come on its heels and must find what this one held.
      hold = nil
      client?.refuseInTurn(error, requestID: intent.requestID, caller: permitted.identified.caller) { head in
        head.add(lines: route.headerLines)
        head.add(rates)
      }
    case .open:
      route.carrier.start(
        OutgoingCall(
          operation: intent.operation, model: route.served.upstream, isStream: intent.isStream,
          body: permitted.upstreamBody, requestID: intent.requestID),
        ticket: ticket, to: shard.transferPort)
    case .cancelUpstream:
      route.carrier.cancel(ticket: ticket, port: shard.transferPort.id)
    case .forward:
      let bytes = answer.takeForward()
      client?.sendChunk(bytes, after: takeStreamHead())
      answer.reuse(bytes)
    case .startDrainTimer:
      deadline = .now() + shard.limits.drainTime.timeAmount
    case .settle(let ending):
      // The backend is done with it, so the next one may come.
      if let place = place.take() { place.end(after: .nanoseconds((NIODeadline.now() - placeTakenAt).nanoseconds)) }
      let settlement = CallSettlement.make(
        ending, permitted: permitted, price: price, intent: intent, answer: &answer, firstByteAt: firstByteAt,
        mayBeBilled: mayBeBilled, at: services.clock.now())
      errorDetail = ending.error?.detail
      self.settlement = settlement
      services.ledger.commit(settlement, ticket: ticket, to: shard.ledgerPort)
    case .release:
      release()
    case .refuse(let error):
      if settlement == nil {
        hold = nil
        place = nil
      }
      client?.send(error, requestID: intent.requestID) { addRecordLines(to: &$0) }
    case .breakOff(let error):
      client?.breakStream(ErrorRendering.frame(error))
    case .finish:
      hold = nil
      place = nil
      client = nil
      services.tokenUse.noteUse(of: intent.token, at: intent.at)
      shard.remove(self)
    }
  }

  private func release() {
    if intent.isStream {
      client?.endStream(answer.takeEnding(), after: takeStreamHead())
    } else {
      let cost = settlement?.cost
      client?.sendWhole(
        status: 200, requestID: intent.requestID,
        lines: { head in
          head.add("content-type: application/json")
          addRecordLines(to: &head)
          if let cost { head.add("x-toolgate-cost", cost.description) }
        }, body: answer.plainBody)
    }
  }

  private func takeStreamHead() -> ByteBuffer? {
    guard !headIsSent else { return nil }
    headIsSent = true
    return client?.streamHead(requestID: intent.requestID) { addRecordLines(to: &$0) }
  }

  private func addRecordLines(to head: inout AnswerHead) {
    head.add(lines: route.headerLines)
    let reminders = permitted.permit.ruling.reminderList
    if !reminders.isEmpty { head.add("x-toolgate-reminders", reminders) }
    head.add(rates)
    head.add("x-toolgate-provenance", "/v1/provenance/\(intent.requestID)")
  }

  /// One line and one count for each settled call: ids, counts and times, never text.
  private func report() {
    guard let settlement else { return }
    let project = permitted.identified.caller.project.name
    services.metrics.count(
      Metrics.Call(
        project: project, model: route.model, backend: intent.backend, operation: intent.operation,
        outcome: settlement.outcome, tokens: settlement.tokens, costPico: settlement.cost.pico,
        currency: settlement.cost.currency, usageSource: settlement.usageSource,
        firstByteMicros: settlement.firstByteMicros, totalMicros: settlement.totalMicros))
    CallLog.write(
      settlement, intent: intent, caller: permitted.identified.caller,
      clientRequestID: permitted.identified.arrival.clientRequestID, detail: errorDetail, to: services.logger)
  }
}
