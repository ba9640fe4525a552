// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Dispatch
import Logging

/// Answers what anybody may ask, on threads of its own, since most of it reads the disk.
struct PublicSite: PublicDesk {
  /// Nil when no log is published.
  let log: LogFiles?
  let logger: Logger
  private let queue = DispatchQueue(label: "public", attributes: .concurrent)

  init(log: LogFiles?, logger: Logger) {
    (self.log, self.logger) = (log, logger)
  }

  func answer(_ question: PublicQuestion) async -> PublicReply {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: answerNow(question)) }
    }
  }

  private func answerNow(_ question: PublicQuestion) -> PublicReply {
    do {
      if question.path.hasPrefix("/log/"), let reply = try log?.answer(question.path.dropFirst("/log/".count)) {
        return reply
      }
      return Self.text(404, "There is nothing here.")
    } catch {
      logger.error(
        "a public page could not be made", metadata: ["url.path": "\(question.path)", "error.message": "\(error)"])
      return Self.text(503, "This cannot be read at the moment. Try again later.")
    }
  }

  private static func text(_ status: Int, _ line: String) -> PublicReply {
    PublicReply(
      status: status, headers: [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")],
      body: Array((line + "\n").utf8))
  }
}
