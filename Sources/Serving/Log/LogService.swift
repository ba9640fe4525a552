// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Logging
import ServiceLifecycle
import Synchronization

/// Publishes the log twice a second, so that a checkpoint covers each leaf within one.
struct LogService: Service {
  let gateway: Gateway

  static let interval = Duration.milliseconds(500)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        try? await Task.sleep(for: Self.interval)
        await gateway.publishLog()
      }
    }
  }
}

/// Runs the keeper away from the threads of Swift's tasks, since it waits for the disk, and says once what goes wrong.
final class LogPublisher: Sendable {
  let keeper: LogKeeper
  private let logger: Logger
  private let queue = DispatchQueue(label: "log")
  private let lastComplaint = Mutex<String?>(nil)

  init(_ keeper: LogKeeper, logger: Logger) {
    (self.keeper, self.logger) = (keeper, logger)
  }

  func publish() async {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        publishNow()
        continuation.resume()
      }
    }
  }

  /// Blocks; for the end, when nobody waits for anything else.
  func publishLast() { queue.sync { publishNow() } }

  private func publishNow() {
    var complaint: String?
    do {
      let complaints = try keeper.publish().complaints
      complaint = complaints.isEmpty ? nil : complaints.joined(separator: "; ")
    } catch {
      complaint = "\(error)"
    }
    let isNews = lastComplaint.withLock { last in
      defer { last = complaint }
      return last != complaint
    }
    guard isNews else { return }
    if let complaint {
      logger.error("the transparency log cannot be published", metadata: ["error.message": "\(complaint)"])
    } else {
      logger.notice("the transparency log is published again")
    }
  }
}
