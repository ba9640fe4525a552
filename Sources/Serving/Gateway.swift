// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
package import Console
package import DataPlane
package import Domain
import Foundation
import Identity
import Ledger
package import Logging
import Pages
import Policy
import ServiceLifecycle
import Synchronization
import Telemetry
import Upstream

/// A running gateway: the parts, made in the order in which they need each other, and stopped so that nobody answers to
/// a part that has ended.
package final class Gateway: Sendable {
  let home: Home
  package let settings: Settings
  package let server: GatewayServer
  let logger: Logger
  let ledger: Ledger
  private let writer: LedgerWriter
  private let archive: LedgerArchive
  let engine: CurlEngine
  let builtin: BuiltinEngine
  let admission: Admission
  let gates: BackendGates
  private let readiness: Readiness
  private let metrics: Metrics
  private let directories: DirectoryReader
  let orders: OrdersReader
  let desk: Desk
  let site: PublicSite
  /// Nil when the configuration says that nothing is published.
  let publisher: LogPublisher?
  /// Never goes back, over reloads neither.
  let clock: RatchetClock
  private let directoryVersion: Mutex<Int64>
  private let isStopping = Atomic<Bool>(false)
  let inForce: Mutex<InForce>
  /// One reload at a time.
  let reading: Mutex<Reading>
  /// One at a time, so that nobody puts an older snapshot in the place of a newer one.
  let following = Mutex(())

  private init(
    home: Home, settings: Settings, server: GatewayServer, logger: Logger, ledger: Ledger, writer: LedgerWriter,
    archive: LedgerArchive, engine: CurlEngine, builtin: BuiltinEngine, admission: Admission, gates: BackendGates,
    readiness: Readiness, metrics: Metrics, directories: DirectoryReader, orders: OrdersReader, desk: Desk,
    site: PublicSite, publisher: LogPublisher?, clock: RatchetClock, directoryVersion: Int64, inForce: InForce,
    withdrawals: WithdrawalVersions
  ) {
    self.home = home
    self.settings = settings
    self.server = server
    self.logger = logger
    self.ledger = ledger
    self.writer = writer
    self.archive = archive
    self.engine = engine
    self.builtin = builtin
    self.admission = admission
    self.gates = gates
    self.readiness = readiness
    self.metrics = metrics
    self.directories = directories
    self.orders = orders
    self.desk = desk
    self.site = site
    self.publisher = publisher
    self.clock = clock
    self.directoryVersion = Mutex(directoryVersion)
    self.inForce = Mutex(inForce)
    reading = Mutex(Reading(withdrawals: withdrawals))
    desk.afterEachChange { [weak self] in self?.follow() }
  }

  /// Opens the ledger, settles what a crash left open, loads everything and begins to listen.
  ///
  /// - Parameters:
  ///   - machine: the machine's clock.
  ///   - clockWasAhead: whoever starts it says that the ledger's calls from days to come have a wrong time.
  package static func start(
    _ home: Home, logger: Logger, clock machine: any WallClock = SystemClock(), clockWasAhead: Bool = false
  ) async throws -> Gateway {
    let clock = RatchetClock(machine) { behind in
      let seconds = behind.components.seconds
      logger.error(
        """
        the machine's clock was set back by \(seconds) s; the gateway's time goes on from the newest: set the clock right, \
        and restart if it had been too far ahead
        """)
    }
    let installation = try Installation(home, at: clock.now())
    let (settings, policies) = (installation.settings, installation.policies)
    for warning in installation.warnings { logger.warning("\(warning)") }
    let hasher = try installation.hasher.get()
    let tls = try installation.tls.get()
    let targets = try installation.targets.get()
    if let warning = OpenFiles.allow(OpenFiles.needed(settings)) { logger.warning("\(warning)") }
    let ledger = try home.ledger(settings)
    let directories = DirectoryReader(ledger: ledger, hasher: hasher)
    let orders = OrdersReader(ledger: ledger)
    // Another process's calls under way must not be taken for a crash's, nor its log be opened.
    try ledger.claim()
    if !clockWasAhead, let newest = try ledger.newestCall(), let fault = ClockCheck.fault(newest, now: clock.now()) {
      throw InstallationProblem(.unavailable, fault)
    }
    // Before anything is written: a ledger or a log from the past is refused as it is.
    let publisher = try home.logKeeper(settings, ledger: ledger).map { LogPublisher($0, logger: logger) }
    try recover(ledger, settings: settings, policies: policies, now: clock.now(), logger: logger)
    try ledger.administer { try $0.register(policies.prices.rows.map(\.price)) }
    try publisher?.keeper.follow(policies, at: clock.now())
    let writer = try LedgerWriter(ledger)
    var isStarted = false
    defer {
      if !isStarted {
        writer.stop()
        try? ledger.close()
      }
    }
    let engine = CurlEngine(window: settings.limits.streamWindow)
    let builtin = BuiltinEngine(window: settings.limits.streamWindow)
    defer {
      if !isStarted {
        engine.stop()
        builtin.stop()
      }
    }
    let gates = BackendGates()
    let (table, refused) = Routing.table(
      settings: settings, policies: policies, engine: engine, builtin: builtin, gates: gates, now: clock.now(),
      targets: targets)
    for line in refused { logger.warning("\(line)") }
    let (directory, version) = try directories.read()
    let book = try orders.limits(settings.limits)
    let (admission, readiness, metrics) = (
      Admission(
        book: book, used: try orders.used(at: clock.now()), askAt: settings.limits.askAt,
        at: clock.now()),
      Readiness(), Metrics()
    )
    try LimitCanary.require(admission, book, at: clock.now())
    let threads =
      settings.listen.threads > 0 ? settings.listen.threads : min(8, ProcessInfo.processInfo.activeProcessorCount)
    let archive = LedgerArchive(ledger: ledger, log: publisher?.keeper, logger: logger)
    let services = GatewayServices(
      ledger: writer, tokenUse: writer, archive: archive, admission: admission, readiness: readiness,
      metrics: metrics, clock: clock, logger: logger, isPublishing: publisher != nil)
    let server: GatewayServer
    do {
      server = try await GatewayServer.start(
        settings.listen.data, threads: threads, connections: settings.listen.connections, tls: tls, services: services,
        directory: directory, table: table, limits: settings.limits, stops: try orders.stops())
    } catch {
      throw ListenProblem(key: "listen.data", address: settings.listen.data, cause: error)
    }
    let desk = Desk(
      Desk.View(
        directory: directory, rules: ControlRules(settings: settings, policies: policies, at: clock.now())),
      ledger: ledger, writer: writer, admission: admission, clock: clock
    )
    let site = PublicSite(
      CatalogueView(settings: settings, policies: policies), ledger: ledger, log: publisher?.keeper,
      publicURL: settings.provenance.publicURL, clock: clock, logger: logger)
    isStarted = true
    logger.notice(
      "the data plane listens",
      metadata: ["server.address": "\(server.address)", "toolgate.models": .stringConvertible(table.names.count)])
    return Gateway(
      home: home, settings: settings, server: server, logger: logger, ledger: ledger, writer: writer,
      archive: archive, engine: engine, builtin: builtin, admission: admission, gates: gates, readiness: readiness,
      metrics: metrics, directories: directories, orders: orders, desk: desk, site: site, publisher: publisher,
      clock: clock, directoryVersion: version,
      inForce: InForce(settings: settings, policies: policies, targets: targets),
      withdrawals: installation.withdrawals)
  }

  private static func recover(
    _ ledger: Ledger, settings: Settings, policies: Policies, now: Instant, logger: Logger
  ) throws {
    let records = try RecoveredRecords(policies, settings: settings, ledger: ledger)
    let report = try ledger.recover(at: now) { records.record(of: $0) }
    guard report.count > 0 else { return }
    let held = report.held.map { "\(Money.decimal($1)) \($0)" }.sorted().joined(separator: ", ")
    logger.warning(
      "calls that a crash had left open were settled as recovered",
      metadata: [
        "toolgate.recovered": .stringConvertible(report.count), "toolgate.recovered_cost": .string(held),
        "toolgate.recovered_oldest": .string(report.oldest.map { "\($0)" } ?? "-"),
      ])
  }

  /// The console, to be run beside the data plane.
  package func console(onListening: @escaping @Sendable (ListenAddress) async -> Void) throws -> ConsoleServer {
    ConsoleServer(
      address: settings.listen.console, tls: try settings.listen.tls.map(TLSFiles.configuration),
      desk: desk, pages: site, metrics: metrics, refreshGauges: { [self] in await refreshGauges() }, logger: logger,
      onListening: onListening)
  }

  private func refreshGauges() async {
    if let load = try? await server.load() {
      metrics.set("toolgate_calls_under_way", to: Int64(load.calls))
      metrics.set("toolgate_connections", to: Int64(load.connections))
    }
    for (backend, gate) in gates.all {
      let load = gate.load
      metrics.set("toolgate_backend_calls{backend=\"\(backend)\"}", to: Int64(load.taken))
      metrics.set("toolgate_backend_waiting{backend=\"\(backend)\"}", to: Int64(load.waiting))
    }
    if let publisher {
      let published = publisher.keeper.publishedSize
      metrics.set("toolgate_log_leaves", to: published)
      if let durable = try? ledger.leafCount() { metrics.set("toolgate_log_waiting", to: max(0, durable - published)) }
    }
    metrics.set("toolgate_ready", to: readiness.isReady ? 1 : 0)
  }

  /// Follows what other processes change: projects, tokens, limits and stops, within a quarter of a second. Says so when
  /// the ledger cannot be written.
  package func follow() {
    following.withLock { _ in followInTurn() }
  }

  private func followInTurn() {
    do {
      let version = try ledger.directoryVersion()
      if directoryVersion.withLock({ $0 != version }) {
        let limits = inForce.withLock { $0.settings.limits }
        // Each by itself: a row of one that cannot be read must not keep a stop from being obeyed. Who may call comes
        // last, so that a token that is known is held to the limits that were set before it.
        var isWhole = true
        isWhole = attempt("stops") { server.update(try orders.stops()) } && isWhole
        isWhole =
          attempt("limits") { admission.change(try orders.limits(limits), askAt: limits.askAt) } && isWhole
        isWhole =
          attempt("projects and tokens") {
            let directory = try directories.read().directory
            server.update(directory)
            desk.update { $0.directory = directory }
          } && isWhole
        // The version from before the reading: what changed meanwhile is read again the next time.
        if isWhole { directoryVersion.withLock { $0 = version } }
      }
    } catch {
      logger.error("the ledger could not be read", metadata: ["error.message": "\(error)"])
    }
    readiness.setLedgerHealth(writer.health == .working)
  }

  /// - Returns: false when it failed; the last ones stay in force then.
  private func attempt(_ what: String, _ read: () throws -> Void) -> Bool {
    do {
      try read()
      return true
    } catch {
      logger.error(
        "\(what) could not be read again; the last ones stay in force", metadata: ["error.message": "\(error)"])
      return false
    }
  }

  /// Signs what the ledger holds by now.
  package func publishLog() async { await publisher?.publish() }

  /// Lets calls end, then stops every part; whoever answers to the event loops before these. A second call does nothing.
  package func stop() async {
    guard !isStopping.exchange(true, ordering: .acquiringAndReleasing) else { return }
    await server.drain(within: settings.limits.shutdownTime)
    server.turnAwayWaiting()
    // What has not ended by now is cut off by the carriers, while the loops still live to settle it and to say so.
    engine.stop()
    builtin.stop()
    await server.drain(within: .seconds(2))
    await server.closeAll()
    // The loops outlive everybody who answers to them.
    archive.finish()
    writer.stop()
    await server.stop()
    publisher?.publishLast()
    try? ledger.close()
    logger.notice("stopped")
  }
}
