// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Logging
import Provenance
import ServiceLifecycle
import Synchronization

/// Publishes the log twice a second, so that a checkpoint covers each leaf within one.
struct LogService: Service {
  let gateway: Gateway

  static let interval = Duration.milliseconds(500)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        // At once: what a crash left unsigned has waited long enough.
        await gateway.publishLog()
        try? await Task.sleep(for: Self.interval)
      }
    }
  }
}

/// Runs the keeper away from the threads of Swift's tasks, since it waits for the disk, and says once what goes wrong.
final class LogPublisher: Sendable {
  let keeper: LogKeeper
  private let logger: Logger
  private let queue = DispatchQueue(label: "log")
  private let lastComplaint = Mutex<Complaint?>(nil)

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
    var complaint: Complaint?
    do {
      let lines = try keeper.publish()
      if !lines.isEmpty {
        complaint = Complaint(
          message: "the log is published, and an anchor has no copy of its checkpoint",
          reason: lines.joined(separator: "; "))
      }
    } catch {
      let isForGood = (error as? LogProblem)?.forbidsSigning ?? false
      complaint = Complaint(
        message: "the transparency log cannot be published; calls go on, and "
          + (isForGood ? "nothing is signed any more" : "it catches up by itself"),
        reason: "\(error)")
    }
    let isNews = lastComplaint.withLock { last in
      defer { last = complaint }
      return last != complaint
    }
    guard isNews else { return }
    if let complaint {
      logger.error("\(complaint.message)", metadata: ["error.message": "\(complaint.reason)"])
    } else {
      logger.notice("the transparency log is published again")
    }
  }

  private struct Complaint: Equatable {
    let message: String
    let reason: String
  }
}
