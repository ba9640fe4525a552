// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Console
import DataPlane
import Domain
import Identity
import Ledger
import Reports
import Synchronization

/// What the admin routes reach of a running gateway.
final class Desk: AdminDesk {
  /// What changes on reload, and with the ledger.
  struct View: Sendable {
    var directory: Directory
    var backends: Set<BackendID>
    var models: Set<ModelID>
    var currencies: Set<Currency>
    var projectDefault: Limits
  }

  private let view: Mutex<View>
  /// Brings the running gateway up to what was just written, so that whoever changed something sees it at once.
  private let follow = Mutex<@Sendable () -> Void>({})
  private let ledger: Ledger
  private let writer: LedgerWriter
  private let admission: Admission
  private let clock: any WallClock

  init(_ view: View, ledger: Ledger, writer: LedgerWriter, admission: Admission, clock: any WallClock) {
    self.view = Mutex(view)
    self.ledger = ledger
    self.writer = writer
    self.admission = admission
    self.clock = clock
  }

  func afterEachChange(_ follow: @escaping @Sendable () -> Void) {
    self.follow.withLock { $0 = follow }
  }

  func update(_ change: (inout View) -> Void) {
    view.withLock { change(&$0) }
  }

  func identify(_ token: String) throws(GatewayError) -> Staff {
    try view.withLock { $0.directory }.identifyStaff(token, at: clock.now())
  }

  func read<T: Sendable>(_ question: @escaping @Sendable (Administration) throws -> T) async throws -> T {
    try ledger.read(question)
  }

  func change<T: Sendable>(_ change: @escaping @Sendable (Administration) throws -> T) async throws -> T {
    let result = try await writer.perform(change)
    follow.withLock { $0 }()
    return result
  }

  func usage(_ period: Period, by grouping: String?) async throws -> String {
    let dimensions = try grouping.map { try UsageQuestion.Dimension.list($0) } ?? [.project]
    return try UsageReport(UsageQuestion(period: period, grouping: dimensions), from: ledger).json()
  }

  func quota(of project: ProjectID) -> [UInt8] {
    QuotaAnswer.quota(admission.standing(of: .project(project), at: clock.now()))
  }

  var projectDefault: Limits { view.withLock { $0.projectDefault } }
  func knows(_ backend: BackendID) -> Bool { view.withLock { $0.backends.contains(backend) } }
  func knows(_ model: ModelID) -> Bool { view.withLock { $0.models.contains(model) } }
  var currencies: Set<Currency> { view.withLock { $0.currencies } }
  func now() -> Instant { clock.now() }
}
