// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Foundation
import Logging
import ServiceLifecycle
import Serving
import Telemetry
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run both listeners. SIGTERM drains and stops, SIGHUP reads configuration and policies again.")

  @OptionGroup var home: HomeOption

  func run() async throws {
    // A peer that hangs up must be an error of a write, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    let sink = LogSink()
    defer { sink.close() }
    let level = try home.value.settings().settings.logLevel
    let logger = Logger(label: "toolgate") { label in
      ECSLogHandler(label: label, level: Logger.Level(level), sink: sink, clock: SystemClock())
    }
    let gateway = try await Gateway.start(home.value, logger: logger)
    let console = try gateway.console { address in
      logger.notice("the console listens", metadata: ["server.address": "\(address)"])
    }
    var configuration = ServiceGroupConfiguration(
      services: [DataPlaneService(gateway: gateway), console, FollowService(gateway: gateway), ReloadService(gateway: gateway)],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = gateway.settings.limits.shutdownTime + .seconds(5)
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch {
      await gateway.stop()
      throw InstallationProblem(.unavailable, "the gateway stopped: \(error)")
    }
  }
}

extension Logger.Level {
  init(_ level: Settings.LogLevel) {
    self =
      switch level {
      case .trace: .trace
      case .debug: .debug
      case .info: .info
      case .notice: .notice
      case .warning: .warning
      case .error: .error
      case .critical: .critical
      }
  }
}
