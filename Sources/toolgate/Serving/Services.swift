// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ServiceLifecycle
import UnixSignals

/// Keeps the data plane up until the process is told to stop, then lets its calls end.
struct DataPlaneService: Service {
  let gateway: Gateway

  func run() async throws {
    try? await gracefulShutdown()
    await gateway.stop()
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
      }
    }
  }
}

/// `SIGHUP` reads the configuration and the policies again.
struct ReloadService: Service {
  let gateway: Gateway

  func run() async throws {
    await cancelWhenGracefulShutdown {
      for await _ in await UnixSignalsSequence(trapping: .sighup) { gateway.reload() }
    }
  }
}
