// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ServiceLifecycle
import UnixSignals

/// Keeps the data plane up until the process is told to stop, then lets its calls end.
package struct DataPlaneService: Service {
  private let gateway: Gateway

  package init(gateway: Gateway) { self.gateway = gateway }

  package func run() async throws {
    try? await gracefulShutdown()
    await gateway.stop()
  }
}

/// Looks for what other processes changed.
package struct FollowService: Service {
  private let gateway: Gateway

  package init(gateway: Gateway) { self.gateway = gateway }

  static let interval = Duration.milliseconds(250)

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        try? await Task.sleep(for: Self.interval)
        gateway.follow()
      }
    }
  }
}

/// `SIGHUP` reads the configuration and the policies again.
package struct ReloadService: Service {
  private let gateway: Gateway

  package init(gateway: Gateway) { self.gateway = gateway }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      for await _ in await UnixSignalsSequence(trapping: .sighup) { gateway.reload() }
    }
  }
}
