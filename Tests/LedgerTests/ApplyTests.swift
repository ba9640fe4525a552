// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Testing
import ToolgateTesting

@Suite struct ApplyTests {
  private let now = TemporaryLedger.start

  private func entry(
    _ name: String, _ version: String = "T1", kind: ProjectKind = .toolforge, concurrency: Int64? = nil
  ) -> ProjectEntry {
    var limits = Limits()
    limits.concurrency = concurrency
    return ProjectEntry(name: ProjectName(name)!, kind: kind, version: TaskVersion(version)!, limits: limits)
  }

  private func apply(_ entries: [ProjectEntry], to ledger: Ledger) throws {
    try ledger.administer { try $0.apply(try $0.plan(entries), at: now, on: Grounds()) }
  }

  private func actions(_ ledger: Ledger) throws -> [String] {
    try ledger.read { try $0.auditRows() }.reversed().dropFirst(2).map {
      "\($0.action) \($0.subject) \($0.task ?? "-")"
    }
  }

  @Test func file_makesProjectsAndSetsExactlyItsLimits() throws {
    let temporary = try TemporaryLedger()
    var both = entry("both", "T7-2", kind: .cloudvps).limits
    (both.tokensDay, both.backends) = (5, [BackendID("b")!])
    let entries = [
      ProjectEntry(name: ProjectName("both")!, kind: .cloudvps, version: TaskVersion("T7-2")!, limits: both),
      entry("sample-tool", concurrency: 3),
    ]
    let plan = try temporary.ledger.read { try $0.plan(entries) }
    #expect(plan.steps.map { $0.known == nil } == [true, false] && plan.absent == [])
    #expect(plan.steps.allSatisfy { $0.isChange && !$0.isConflict })
    try apply(entries, to: temporary.ledger)
    try temporary.ledger.read { desk in
      let project = try desk.requireProject(ProjectName("both")!)
      #expect(project.kind == .cloudvps && project.task == "T7")
      #expect(try desk.limits(of: .project(project.id)) == both)
      #expect(try desk.limits(of: .project(temporary.project.id)).concurrency == 3)
    }
    #expect(
      try actions(temporary.ledger) == [
        "project.add project:both T7", "limits.apply project:both T7", "limits.apply project:sample-tool T1",
      ])
  }

  @Test func applyingTwice_changesNothing() throws {
    let temporary = try TemporaryLedger()
    let entries = [entry("new", concurrency: 1), entry("sample-tool")]
    try apply(entries, to: temporary.ledger)
    let (before, version) = (try actions(temporary.ledger), try temporary.ledger.directoryVersion())
    #expect(try temporary.ledger.read { try $0.plan(entries) }.steps.allSatisfy { !$0.isChange })
    try apply(entries, to: temporary.ledger)
    #expect(try actions(temporary.ledger) == before)
    #expect(try temporary.ledger.directoryVersion() == version)
    // Another version of the same limits is one change.
    try apply([entry("new", "T1-2", concurrency: 1), entry("sample-tool")], to: temporary.ledger)
    #expect(try actions(temporary.ledger).count == before.count + 1)
  }

  @Test func limitThatLeftTheFile_isTakenAway() throws {
    let temporary = try TemporaryLedger()
    try apply([entry("sample-tool", concurrency: 3)], to: temporary.ledger)
    let plan = try temporary.ledger.read { try $0.plan([entry("sample-tool", "T2")]) }
    #expect(plan.steps[0].isChange && !plan.steps[0].isConflict)
    try apply([entry("sample-tool", "T2")], to: temporary.ledger)
    #expect(try temporary.ledger.limits().scopes.isEmpty)
  }

  @Test func whatWasSetByHand_isAConflictUntilTheFileHasIt() throws {
    let temporary = try TemporaryLedger()
    let ledger = temporary.ledger
    func byHand(_ count: Int64?) throws {
      var change = LimitsChange()
      change.set(.concurrency, to: count.map(LimitValue.count))
      _ = try ledger.administer {
        try $0.setLimits(
          change, of: .project(temporary.project.id), at: now,
          on: Grounds(reason: "by hand", task: PhabricatorTask("T9")!))
      }
    }
    func isConflict(_ concurrency: Int64?) throws -> Bool {
      try ledger.read { try $0.plan([entry("sample-tool", concurrency: concurrency)]) }.steps[0].isConflict
    }
    try byHand(8)
    #expect(try isConflict(3), "never applied, set by hand")
    #expect(try !isConflict(8), "the file has what was set")
    try byHand(nil)
    try apply([entry("sample-tool", concurrency: 3)], to: ledger)
    #expect(try !isConflict(5))
    try byHand(8)
    #expect(try isConflict(5) && isConflict(3) && !isConflict(8))
    try byHand(nil)
    #expect(try isConflict(5), "taken away by hand")
    try apply([entry("sample-tool", concurrency: 5)], to: ledger)
    #expect(try !isConflict(6))
  }

  @Test func projectsThatTheFileDoesNotName_areListedAndLeftAlone() throws {
    let temporary = try TemporaryLedger()
    try apply([entry("other", concurrency: 1)], to: temporary.ledger)
    let plan = try temporary.ledger.read { try $0.plan([entry("other", concurrency: 1)]) }
    #expect(plan.absent.map(\.text) == ["sample-tool"])
    #expect(try temporary.ledger.read { try $0.projects() }.count == 2)
  }

  @Test func projectOfAnotherKind_stopsTheWholeFile() throws {
    let temporary = try TemporaryLedger()
    let entries = [entry("new", concurrency: 1), entry("sample-tool", kind: .cloudvps)]
    #expect(try temporary.ledger.read { try $0.plan(entries) }.steps.map(\.isOfOtherKind) == [false, true])
    #expect(throws: LedgerProblem.self) { try apply(entries, to: temporary.ledger) }
    #expect(try temporary.ledger.read { try $0.projects() }.map(\.name.text) == ["sample-tool"])
    #expect(try actions(temporary.ledger) == [])
  }
}
