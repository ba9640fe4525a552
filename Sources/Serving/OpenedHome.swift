// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Logging
import Policy

/// A home that is about to be served: what was read of it, and its ledger and its log, which no other process serves.
struct OpenedHome: Sendable {
  let home: Home
  let logger: Logger
  let clock: RatchetClock
  let inForce: InForce
  let withdrawals: WithdrawalVersions
  /// Nil without `listen.tls`.
  let tls: ServerTLS?
  let ledger: Ledger
  /// Nil when the configuration says that nothing is published.
  let publisher: LogPublisher?
  let directories: DirectoryReader
  let orders: OrdersReader

  /// Changes nothing in ledger and log.
  ///
  /// - Parameter clockWasAhead: whoever starts it says that the ledger's calls from days to come have a wrong time.
  init(_ home: Home, logger: Logger, clock: RatchetClock, clockWasAhead: Bool) throws {
    (self.home, self.logger, self.clock) = (home, logger, clock)
    let installation = try Installation(home, at: clock.now())
    for warning in installation.warnings { logger.warning("\(warning)") }
    let hasher = try installation.hasher.get()
    tls = try installation.tls.get()
    inForce = InForce(
      settings: installation.settings, policies: installation.policies, targets: try installation.targets.get())
    withdrawals = installation.withdrawals
    if let warning = OpenFiles.allow(OpenFiles.needed(inForce.settings)) { logger.warning("\(warning)") }
    ledger = try home.ledger(inForce.settings)
    directories = DirectoryReader(ledger: ledger, hasher: hasher)
    orders = OrdersReader(ledger: ledger)
    // Another process's calls under way must not be taken for a crash's, nor its log be opened.
    try ledger.claim()
    let lost = try GovernanceLog.revocationsLost(from: inForce.settings.policies, in: ledger)
    guard lost.isEmpty else { throw InstallationProblem(.badInput, lost) }
    if !clockWasAhead, let newest = try ledger.newestCall(), let fault = ClockCheck.fault(newest, now: clock.now()) {
      throw InstallationProblem(.unavailable, fault)
    }
    // Before anything is written: a ledger or a log from the past is refused as it is.
    publisher = try home.logKeeper(inForce.settings, ledger: ledger).map { LogPublisher($0, logger: logger) }
  }

  /// Settles what a crash left open, and tells ledger and log the policies.
  func bringUpToDate() throws {
    try recover()
    try ledger.administer { try $0.register(inForce.policies.prices.rows.map(\.price)) }
    try inForce.tell(ledger, signedBy: publisher?.keeper, at: clock.now())
  }

  private func recover() throws {
    let records = try ledger.read { try RecoveredRecords(inForce, told: $0) }
    let report = try ledger.recover(at: clock.now()) { records.record(of: $0) }
    guard report.count > 0 else { return }
    let held = report.held.map { "\(Money.decimal($1)) \($0)" }.sorted().joined(separator: ", ")
    logger.warning(
      "calls that a crash had left open were settled as recovered",
      metadata: [
        "toolgate.recovered": .stringConvertible(report.count), "toolgate.recovered_cost": .string(held),
        "toolgate.recovered_oldest": .string(report.oldest.map { "\($0)" } ?? "-"),
      ])
  }
}
