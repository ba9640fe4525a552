// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Dispatch
import Domain
import Ledger
import Logging
import Pages
import Policy
import Synchronization

/// Answers what anybody may ask, on threads of its own, since most of it reads the disk.
final class PublicSite: PublicDesk {
  private let catalogue: Mutex<PublishedCatalogue>
  private let records: PublishedRecords?
  private let log: LogFiles?
  private let clock: any WallClock
  private let logger: Logger
  /// One page after the other: whoever asks for many, and an export of the whole catalogue is a megabyte, takes one core
  /// from the calls at most. Readers of the log do not wait behind them.
  private let pageQueue = BoundedQueue(label: "public-pages")
  private let logQueue = BoundedQueue(label: "public-log")

  /// A queue before which at most so many wait, so that nobody waits for long: a page takes 50 ms at the most.
  private final class BoundedQueue: Sendable {
    let work: DispatchQueue
    let waiting = Atomic<Int>(0)

    static let mostWaiting = 64

    init(label: String) { work = DispatchQueue(label: label) }
  }

  /// - Parameter log: nil when no log is published; then no record is either.
  init(
    _ view: CatalogueView, ledger: Ledger, log: LogKeeper?, publicURL: String?, clock: any WallClock, logger: Logger
  ) {
    catalogue = Mutex(PublishedCatalogue(view))
    records = log.map { PublishedRecords(ledger: ledger, log: $0, publicURL: publicURL) }
    self.log = log.map { LogFiles(keeper: $0) }
    self.clock = clock
    self.logger = logger
  }

  /// From the next page on.
  func update(_ view: CatalogueView) { catalogue.withLock { $0 = PublishedCatalogue(view) } }

  func answer(_ question: PublicQuestion) async -> PublicReply {
    let isOfLog = Self.isOfLog(question)
    let queue = isOfLog ? logQueue : pageQueue
    defer { queue.waiting.subtract(1, ordering: .relaxed) }
    guard queue.waiting.add(1, ordering: .relaxed).newValue <= BoundedQueue.mostWaiting else {
      return isOfLog ? LogFiles.busy : PublicReply(PublicPages(Self.asked(question)).unavailable())
    }
    return await withCheckedContinuation { continuation in
      queue.work.async { [self] in continuation.resume(returning: answerNow(question)) }
    }
  }

  private static func isOfLog(_ question: PublicQuestion) -> Bool { question.path.hasPrefix("/log/") }

  private static func asked(_ question: PublicQuestion) -> PublicPages.Question {
    PublicPages.Question(path: question.path, query: question.query, languages: question.languages)
  }

  private func answerNow(_ question: PublicQuestion) -> PublicReply {
    let asked = Self.asked(question)
    let pages = PublicPages(asked)
    do {
      if Self.isOfLog(question), let reply = try log?.answer(question.path.dropFirst("/log/".count)) {
        return reply
      }
      let (catalogue, now) = (catalogue.withLock { $0 }, clock.now())
      let (view, day) = (catalogue.view, CivilDay(containing: now))
      return PublicReply(
        try catalogue.page(for: asked, on: day) {
          try pages.answer(view, at: now) { try records?.find($0, policies: view.policies, on: day) }
        })
    } catch {
      logger.error(
        "a public page could not be made", metadata: ["url.path": "\(question.path)", "error.message": "\(error)"])
      return Self.isOfLog(question) ? LogFiles.unreadable : PublicReply(pages.unavailable())
    }
  }
}

extension PublicReply {
  fileprivate init(_ page: Page) { self.init(status: page.status, headers: page.headers, body: page.body) }
}
