// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import DataPlane
import Domain
import Foundation
import Ledger
import Logging
import Pages
import Policy
import Synchronization

extension Gateway {
  /// How far the files have been followed.
  struct Reading: Sendable {
    /// As they were before the last reload that succeeded.
    var withdrawals: WithdrawalVersions
    /// Nil when the last reload succeeded.
    var refusal: Refusal?
  }

  /// A reload that failed.
  struct Refusal: Sendable {
    let lines: [String]
    /// As the files were before.
    let files: ReadFiles
    let at: ContinuousClock.Instant

    /// After which the same files are tried again: the reason may lie elsewhere, such as in the file of a key.
    static let patience = Duration.seconds(10)

    func isDue(_ found: ReadFiles) -> Bool { files != found || ContinuousClock.now - at >= Self.patience }
  }

  /// Reads configuration and policies again. A fault leaves everything as it was, but for what takes models and services
  /// out of use: that is taken up all the same.
  package func reload() {
    reading.withLock { readAgain(&$0, isAsked: true) }
  }

  /// Reads everything again when somebody revoked a certificate or found a text changed, without waiting for a signal,
  /// until it has succeeded.
  func followWithdrawals() {
    reading.withLock { reading in
      let policies = inForce.withLock { $0.settings.policies }
      guard WithdrawalVersions(in: policies) != reading.withdrawals else { return }
      if let refusal = reading.refusal, !refusal.isDue(ReadFiles(home.configuration, policies)) { return }
      readAgain(&reading, isAsked: false)
    }
  }

  /// - Parameter isAsked: whether a person waits for the answer; otherwise the same refusal is not told twice.
  private func readAgain(_ reading: inout Reading, isAsked: Bool) {
    // Before the files are read, so that no change in between goes by.
    let directory = inForce.withLock { $0.settings.policies }
    let (versions, files) = (WithdrawalVersions(in: directory), ReadFiles(home.configuration, directory))
    let lines: [String]
    do {
      try readAll()
      reading = Reading(withdrawals: versions)
      return
    } catch let failure as InstallationProblem {
      lines = failure.lines.map { "reload refused: \($0)" }
    } catch {
      lines = ["reload refused: \(error)"]
    }
    if isAsked || reading.refusal?.lines != lines || reading.refusal?.files != files {
      for line in lines { logger.error("\(line)") }
    }
    reading.refusal = Refusal(lines: lines, files: files, at: .now)
    takeWithdrawals(from: directory)
  }

  private func readAll() throws {
    let (new, warnings) = try home.settings()
    let policies = try home.policies(new)
    let known = inForce.withLock(\.policies)
    let lost = Withdrawals.lost(
      from: new.policies, revocations: known.revocations.count, watched: known.watched.count)
    guard lost.isEmpty else { throw InstallationProblem(.badInput, lost) }
    let targets = try Routing.targets(new)
    try following.withLock { _ in try apply(InForce(settings: new, policies: policies, targets: targets)) }
    // Not before: what is refused is tried again, and would be warned of each time.
    for warning in warnings { logger.warning("\(warning)") }
    let waiting = RestartKeys.changed(from: settings, to: new)
    if !waiting.isEmpty {
      logger.warning("\(waiting.joined(separator: ", ")) changed in the configuration: restart to put it in force")
    }
    for warning in Installation.warnings(of: policies, new, at: clock.now()) { logger.warning("\(warning)") }
    logger.notice(
      "configuration and policies were read again", metadata: ["toolgate.policies": "\(policies.revision)"])
  }

  /// Puts revocations and suspensions in force beside policies that cannot be replaced now. Each item counts by itself.
  private func takeWithdrawals(from directory: String) {
    let found = Withdrawals(in: directory)
    do {
      let isNews = try following.withLock { _ in
        let now = inForce.withLock { $0 }
        guard let stricter = now.policies.taking(revocations: found.revocations, watched: found.watched)
        else { return false }
        try apply(InForce(settings: now.settings, policies: stricter, targets: now.targets), evenIfUntold: true)
        return true
      }
      if isNews { logger.warning("revocations and suspensions are in force; the rest stays as it was") }
    } catch {
      logger.error(
        "revocations and suspensions could not be put in force", metadata: ["error.message": "\(error)"])
    }
  }

  /// Everything that may fail comes first, and the log is told last of that: it must not speak of what is not in force.
  ///
  /// - Parameter evenIfUntold: for what is stricter and has the same prices: that ledger and log cannot be told of it, such
  ///   as when the disk is full, keeps nothing in use.
  private func apply(_ new: InForce, evenIfUntold: Bool = false) throws {
    let (settings, policies) = (new.settings, new.policies)
    let book = try orders.limits(settings.limits)
    let table = Routing.table(new, engine: engine, builtin: builtin, gates: gates, now: clock.now())
    do {
      try ledger.administer { try $0.register(policies.prices.rows.map(\.price)) }
      try new.tell(ledger, signedBy: publisher?.keeper, at: clock.now())
    } catch {
      guard evenIfUntold else { throw error }
      logger.error("ledger and log could not be told what was withdrawn", metadata: ["error.message": "\(error)"])
    }
    for line in new.refused { logger.warning("\(line)") }
    admission.change(book, askAt: settings.limits.askAt)
    server.update(table, settings.limits)
    desk.update { $0.rules = ControlRules(new, at: clock.now()) }
    site.update(CatalogueView(new))
    inForce.withLock { $0 = new }
  }
}

/// The versions of the files that take models and services out of use.
struct WithdrawalVersions: Hashable, Sendable {
  private let versions: [FileVersion?]

  init(in policies: String) {
    versions = Withdrawals.files.map { FileVersion(path: "\(policies)/\($0.rawValue)") }
  }
}

/// The versions of all files that a reload reads in the configuration and the policy directory.
struct ReadFiles: Hashable, Sendable {
  private var versions: [String: FileVersion] = [:]

  init(_ configuration: String, _ policies: String) {
    versions[configuration] = FileVersion(path: configuration)
    let manager = FileManager.default
    for name in (try? manager.contentsOfDirectory(atPath: policies)) ?? [] {
      let path = "\(policies)/\(name)"
      versions[path] = FileVersion(path: path)
      for file in (try? manager.contentsOfDirectory(atPath: path)) ?? [] {
        versions["\(path)/\(file)"] = FileVersion(path: "\(path)/\(file)")
      }
    }
  }
}
