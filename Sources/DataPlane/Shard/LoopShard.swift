// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Admission
package import Domain
import Identity
package import Logging
import NIOCore
import Policy
import Provenance
package import Telemetry
import Upstream
import Wire

/// What all loops share, handed down from the wiring.
package struct GatewayServices: Sendable {
  package let ledger: any CallLedger
  package let tokenUse: any TokenUseLog
  package let archive: any Archive
  package let admission: Admission
  package let readiness: Readiness
  package let metrics: Metrics
  package let clock: any WallClock
  package let logger: Logger
  /// Records commit to their texts.
  package let isPublishing: Bool

  package init(
    ledger: any CallLedger, tokenUse: any TokenUseLog, archive: any Archive, admission: Admission,
    readiness: Readiness, metrics: Metrics, clock: any WallClock, logger: Logger,
    isPublishing: Bool
  ) {
    self.ledger = ledger
    self.tokenUse = tokenUse
    self.archive = archive
    self.admission = admission
    self.readiness = readiness
    self.metrics = metrics
    self.clock = clock
    self.logger = logger
    self.isPublishing = isPublishing
  }
}

/// Everything that belongs to one event loop: its snapshots of who may call and what is served, its connections and its
/// calls under way. Only touched on its loop, so nothing in it is locked.
final class LoopShard {
  let loop: any EventLoop
  let services: GatewayServices
  var directory: Directory
  var table: RoutingTable {
    didSet { rulings.drop() }
  }
  var rulings = RulingCache()
  var limits: LimitSettings
  private(set) var stops: StopBoard
  var estimator = InputEstimator()
  /// Storage of the JSON scanner, used again for each request of this loop.
  var tape = JSONTape()
  private var canonicalRoom: [UInt8] = []

  private(set) var ledgerPort: ReturnPort<LedgerAnswer>!
  private(set) var transferPort: ReturnPort<TransferEvent>!
  private(set) var gatePort: ReturnPort<GateNews>!
  private var calls: [UInt64: CallDriver] = [:]
  /// Calls of the batch at hand; empty between batches.
  private var gathering: [CallDriver] = []
  private var connections: [ObjectIdentifier: ConnectionHandler] = [:]
  private var lastTicket: UInt64 = 0
  private var random = RandomPool()
  private var dateHeader = DateHeader()
  private var ticker: RepeatedTask?
  let connectionLimit: Int
  /// Bytes of an answer that are credited to its carrier at once: a quarter of the window with which the carriers were
  /// started. A reload does not change it, as it does not change theirs.
  let creditStep: Int

  init(
    loop: any EventLoop, index: Int, services: GatewayServices, directory: Directory, table: RoutingTable,
    limits: LimitSettings, stops: StopBoard, connectionLimit: Int
  ) {
    self.loop = loop
    self.services = services
    self.directory = directory
    self.table = table
    self.limits = limits
    self.stops = stops
    self.connectionLimit = connectionLimit
    creditStep = max(1, limits.streamWindow / 4)
    let bound = NIOLoopBound(self, eventLoop: loop)
    ledgerPort = ReturnPort(id: index) { batch in
      loop.execute { bound.value.deliver(batch) }
    }
    transferPort = ReturnPort(id: index) { batch in
      loop.execute { bound.value.deliver(batch) }
    }
    gatePort = ReturnPort(id: index) { batch in
      loop.execute { bound.value.deliver(batch) }
    }
    // One coarse clock for all deadlines of the loop costs less than a timer for each request.
    ticker = loop.scheduleRepeatedTask(initialDelay: .milliseconds(50), delay: .milliseconds(50)) { _ in
      bound.value.tick()
    }
  }

  func stop() {
    ticker?.cancel()
    ticker = nil
  }

  // MARK: Calls

  func newRequestID(at now: Instant) -> RequestID { RequestID(at: now, using: &random) }

  /// To the request that the tape has just scanned; nil when nothing is published.
  func commitments(to request: Span<UInt8>) -> CallCommitments? {
    guard services.isPublishing else { return nil }
    let salts = (input: CommitmentSalt(using: &random), output: CommitmentSalt(using: &random))
    return CallCommitments.begin(tape, request, salts: salts, room: &canonicalRoom)
  }

  func newTicket() -> UInt64 {
    lastTicket += 1
    return lastTicket
  }

  func add(_ call: CallDriver) { calls[call.ticket] = call }
  func remove(_ call: CallDriver) { calls[call.ticket] = nil }
  var callCount: Int { calls.count }

  private func deliver(_ batch: [LedgerAnswer]) {
    for answer in batch { calls[answer.ticket]?.receive(answer) }
  }

  private func deliver(_ batch: [GateNews]) {
    for news in batch { calls[news.ticket]?.receive(news) }
  }

  /// Orders to stop hold for the next call at once, and for those that wait or are under way as they say.
  func obey(_ stops: StopBoard) {
    self.stops = stops
    guard !stops.isEmpty else { return }
    for call in Array(calls.values) { call.obey(stops) }
  }

  func turnAwayWaiting() {
    for call in Array(calls.values) { call.turnAwayIfWaiting(services.readiness.refusal) }
  }

  private func deliver(_ batch: [TransferEvent]) {
    for event in batch {
      guard let call = calls[event.ticket] else { continue }
      call.receive(event)
      if !call.isGathering {
        call.isGathering = true
        gathering.append(call)
      }
    }
    // Bytes of one batch that belong to one call have been gathered; now each goes out in one write.
    for call in gathering {
      call.isGathering = false
      call.flushGathered()
    }
    gathering.removeAll(keepingCapacity: true)
  }

  // MARK: Connections

  /// False when there are too many.
  func add(_ connection: ConnectionHandler) -> Bool {
    guard connections.count < connectionLimit else { return false }
    connections[ObjectIdentifier(connection)] = connection
    return true
  }

  func remove(_ connection: ConnectionHandler) { connections[ObjectIdentifier(connection)] = nil }
  var connectionCount: Int { connections.count }

  /// Ends every connection that has no call under way; the others end after their answer.
  func closeIdleConnections() {
    for connection in Array(connections.values) { connection.closeIfIdle() }
  }

  func closeAllConnections() {
    for connection in Array(connections.values) { connection.abort() }
  }

  // MARK: Time

  private func tick() {
    let now = NIODeadline.now()
    for connection in Array(connections.values) where connection.deadline <= now { connection.deadlinePassed() }
    for call in Array(calls.values) where call.deadline <= now { call.deadlinePassed() }
  }

  func renderedDate(at now: Instant) -> [UInt8] { dateHeader.rendered(at: now) }
}
