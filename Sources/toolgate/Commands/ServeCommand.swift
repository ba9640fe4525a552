// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Foundation
import Logging
import ServiceLifecycle
import Serving
import Telemetry

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run both listeners. SIGTERM drains and stops, SIGHUP reads configuration and policies again.")

  @OptionGroup var home: HomeOption
  @Flag(help: "Start although the newest call in the ledger is of a time to come: the clock had been wrong then.")
  var clockWasAhead = false

  func run() async throws {
    let signals = await TrappedSignals()
    // A peer that hangs up must be an error of a write, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    let level = try home.value.settings().settings.logLevel
    let sink = LogSink()
    defer { sink.close() }
    let logger = Logger(label: "toolgate") { label in
      ECSLogHandler(label: label, level: Logger.Level(level), sink: sink, clock: SystemClock())
    }
    let gateway = try await Gateway.start(home.value, logger: logger, clockWasAhead: clockWasAhead)
    var configuration = ServiceGroupConfiguration(
      services: GatewayParts.all(of: gateway, signals: signals), logger: logger)
    configuration.maximumGracefulShutdownDuration = gateway.settings.limits.shutdownTime + .seconds(5)
    try await ServiceGroup(configuration: configuration).run()
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
