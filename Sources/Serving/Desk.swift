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
    var rules: ControlRules
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
    let dimensions: [UsageQuestion.Dimension]
    do {
      dimensions = try grouping.map { try UsageQuestion.Dimension.list($0) } ?? [.project]
    } catch let problem as LedgerProblem {
      throw AdminFault(.badInput, "by: \(problem)")
    }
    return try UsageReport(UsageQuestion(period: period, grouping: dimensions), from: ledger).json()
  }

  func quota(of project: ProjectID) -> [UInt8] {
    QuotaAnswer.quota(admission.standing(of: .project(project), at: clock.now()))
  }

  private var rules: ControlRules { view.withLock { $0.rules } }
  var projectDefault: Limits { rules.projectDefault }

  func scope(_ kind: String, _ name: String, in ledger: Administration) throws -> NamedScope {
    let named: ScopeName? =
      switch kind {
      case "global": .global
      case "backend": BackendID(name).map(ScopeName.backend)
      case "model": ModelID(name).map(ScopeName.model)
      case "project": ProjectName(name).map(ScopeName.project)
      case "token": TokenID(name).map { _ in .token(name) }
      default: nil
      }
    guard let named else { throw AdminFault(.badInput, "scope.\(kind) \(ControlInput.shown(name)) is not a name") }
    let found = try Self.translated { try ledger.find(named, rules: rules, on: .adminAPI) }
    return NamedScope(found.scope, name: "\(named)", project: found.project)
  }

  func check(_ change: LimitsChange, of scope: LimitScope) throws {
    try Self.translated { try rules.check(change, of: scope, on: .adminAPI) }
  }

  func complaint(reason: String) -> String? {
    do throws(InstallationProblem) {
      _ = try ControlInput.reason(reason, on: .adminAPI)
      return nil
    } catch {
      return error.lines.joined(separator: "; ")
    }
  }

  func logLines(_ change: AdminChange, project: Project?, on grounds: Grounds) -> [String] {
    AdminLogLine(change, project: project, on: grounds).map { [$0.description] } ?? []
  }

  /// What is several lines on the command line is one here.
  private static func translated<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let problem as InstallationProblem {
      throw AdminFault(.badInput, problem.lines.joined(separator: "; "))
    }
  }

  func now() -> Instant { clock.now() }
}
