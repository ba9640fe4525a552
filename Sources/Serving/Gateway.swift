// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
package import Console
package import DataPlane
package import Domain
import Ledger
import Logging
import Synchronization
import Telemetry
import Upstream

/// A running gateway: the parts, made in the order in which they need each other, and stopped so that nobody answers to
/// a part that has ended.
package final class Gateway: Sendable {
  let home: Home
  package let settings: Settings
  package let server: GatewayServer
  /// Nil without `listen.tls`. Both listeners have the same.
  private let tls: ServerTLS?
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

  init(
    _ opened: OpenedHome, _ workers: Workers, server: GatewayServer, services: GatewayServices, archive: LedgerArchive,
    gates: BackendGates, desk: Desk, site: PublicSite, directoryVersion: Int64
  ) {
    (home, logger, clock, ledger) = (opened.home, opened.logger, opened.clock, opened.ledger)
    (settings, tls, publisher) = (opened.inForce.settings, opened.tls, opened.publisher)
    (directories, orders) = (opened.directories, opened.orders)
    (writer, engine, builtin) = (workers.writer, workers.engine, workers.builtin)
    (admission, readiness, metrics) = (services.admission, services.readiness, services.metrics)
    (self.server, self.archive, self.gates, self.desk, self.site) = (server, archive, gates, desk, site)
    self.directoryVersion = Mutex(directoryVersion)
    inForce = Mutex(opened.inForce)
    reading = Mutex(Reading(withdrawals: opened.withdrawals))
    desk.afterEachChange { [weak self] in self?.follow() }
  }

  /// The console, to be run beside the data plane.
  package func console(onListening: @escaping @Sendable (ListenAddress) async -> Void) -> ConsoleServer {
    ConsoleServer(
      address: settings.listen.console, tls: tls?.configuration, desk: desk, pages: site, metrics: metrics,
      refreshGauges: { [self] in await refreshGauges() }, logger: logger,
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
