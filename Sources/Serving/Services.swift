// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Domain
import Logging
package import ServiceLifecycle
import Synchronization
import UnixSignals

/// A running gateway's services, each stopped before those that stand in front of it.
package enum GatewayParts {
  package static func all(
    of gateway: Gateway, signals: TrappedSignals
  ) -> [ServiceGroupConfiguration.ServiceConfiguration] {
    // Without a name of its own a service would be given one by reflection over everything that it holds, while the event
    // loops already take connections; beside threads that make their first generic types, that has crashed in the runtime.
    let services: [(name: String, service: any Service)] = [
      ("data plane", DataPlaneService(gateway: gateway)), ("console", ConsoleService(gateway: gateway)),
      ("follow", FollowService(gateway: gateway)), ("log", LogService(gateway: gateway)),
      ("reload", ReloadService(gateway: gateway, signals: signals.reloads)),
      ("stop", StopService(signals: signals.stops)),
    ]
    // One that ends, well or not, ends all of them in order: calls under way are never cut off by a neighbour's fault.
    return services.map {
      ServiceGroupConfiguration.ServiceConfiguration(
        service: $0.service, successTerminationBehavior: .gracefullyShutdownGroup,
        failureTerminationBehavior: .gracefullyShutdownGroup, serviceName: $0.name)
    }
  }
}

/// Keeps the data plane up until the process is told to stop, then lets its calls end.
struct DataPlaneService: Service {
  let gateway: Gateway

  func run() async throws {
    try? await gracefulShutdown()
    // A task of its own: what waits in there must go on waiting when the group's patience has run out.
    await Task { await gateway.stop() }.value
  }
}

/// The second listener.
struct ConsoleService: Service {
  private let console: ConsoleServer
  private let gateway: Gateway
  private let isListening = SharedFlag()

  init(gateway: Gateway) {
    self.gateway = gateway
    console = gateway.console { [isListening, gateway] address in
      isListening.set()
      gateway.logger.notice("the console listens", metadata: ["server.address": "\(address)"])
    }
  }

  func run() async throws {
    do {
      try await console.run()
    } catch  where !isListening.isSet {
      throw ListenProblem(key: "listen.console", address: gateway.settings.listen.console, cause: error)
    }
  }
}

/// Looks for what other processes changed.
struct FollowService: Service {
  let gateway: Gateway

  static let interval = Duration.milliseconds(250)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        try? await Task.sleep(for: Self.interval)
        gateway.follow()
        gateway.followWithdrawals()
      }
    }
  }
}

/// `SIGHUP` reads the configuration and the policies again.
struct ReloadService: Service {
  let gateway: Gateway
  let signals: UnixSignalsSequence

  func run() async throws {
    await cancelWhenGracefulShutdown {
      for await _ in signals { gateway.reload() }
    }
  }
}

/// Ends, and with it the group, on the first `SIGTERM` or `SIGINT`.
struct StopService: Service {
  let signals: UnixSignalsSequence

  func run() async throws {
    await cancelWhenGracefulShutdown {
      for await _ in signals { return }
    }
  }
}

private final class SharedFlag: Sendable {
  private let flag = Atomic<Bool>(false)
  var isSet: Bool { flag.load(ordering: .acquiring) }
  func set() { flag.store(true, ordering: .releasing) }
}
