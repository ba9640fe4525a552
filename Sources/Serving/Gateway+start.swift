// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import DataPlane
package import Domain
import Foundation
import Ledger
package import Logging
import Pages
import Telemetry

extension Gateway {
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
    let opened = try OpenedHome(home, logger: logger, clock: clock, clockWasAhead: clockWasAhead)
    try opened.bringUpToDate()
    let workers = try Workers(opened.ledger, window: opened.inForce.settings.limits.streamWindow)
    do {
      return try await listen(opened, workers)
    } catch {
      workers.stop()
      try? opened.ledger.close()
      throw error
    }
  }

  /// What can fail comes before the listener: nothing has to be taken back once connections are taken.
  private static func listen(_ opened: OpenedHome, _ workers: Workers) async throws -> Gateway {
    let (inForce, logger, clock) = (opened.inForce, opened.logger, opened.clock)
    let settings = inForce.settings
    let gates = BackendGates()
    let table = Routing.table(
      inForce, engine: workers.engine, builtin: workers.builtin, gates: gates, now: clock.now())
    for line in inForce.refused { logger.warning("\(line)") }
    let (directory, version) = try opened.directories.read()
    let admission = try admission(opened)
    let archive = LedgerArchive(ledger: opened.ledger, log: opened.publisher?.keeper, logger: logger)
    let services = GatewayServices(
      ledger: workers.writer, tokenUse: workers.writer, archive: archive, admission: admission, readiness: Readiness(),
      metrics: Metrics(), clock: clock, logger: logger, isPublishing: opened.publisher != nil)
    let stops = try opened.orders.stops()
    let threads =
      settings.listen.threads > 0 ? settings.listen.threads : min(8, ProcessInfo.processInfo.activeProcessorCount)
    let server: GatewayServer
    do {
      server = try await GatewayServer.start(
        settings.listen.data, threads: threads, connections: settings.listen.connections, tls: opened.tls?.context,
        services: services, directory: directory, table: table, limits: settings.limits, stops: stops)
    } catch {
      throw ListenProblem(key: "listen.data", address: settings.listen.data, cause: error)
    }
    let desk = Desk(
      Desk.View(directory: directory, rules: ControlRules(inForce, at: clock.now())), ledger: opened.ledger,
      writer: workers.writer, admission: admission, clock: clock)
    let site = PublicSite(
      CatalogueView(inForce), ledger: opened.ledger, log: opened.publisher?.keeper,
      publicURL: settings.provenance.publicURL, clock: clock, logger: logger)
    logger.notice(
      "the data plane listens",
      metadata: ["server.address": "\(server.address)", "toolgate.models": .stringConvertible(table.names.count)])
    return Gateway(
      opened, workers, server: server, services: services, archive: archive, gates: gates, desk: desk, site: site,
      directoryVersion: version)
  }

  /// - Throws: also when the limits that were read are not those in force.
  private static func admission(_ opened: OpenedHome) throws -> Admission {
    let (limits, now) = (opened.inForce.settings.limits, opened.clock.now())
    let book = try opened.orders.limits(limits)
    let admission = Admission(book: book, used: try opened.orders.used(at: now), askAt: limits.askAt, at: now)
    try LimitCanary.require(admission, book, at: now)
    return admission
  }
}
