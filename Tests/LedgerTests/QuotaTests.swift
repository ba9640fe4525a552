// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Testing
import ToolgateTesting

@Suite struct QuotaTests {
  private let now = TemporaryLedger.start
  private let name = ProjectName("sample-tool")!

  private func wish() -> LimitsChange {
    var wanted = LimitsChange()
    wanted.set(.budgetMonth, to: .money(Money("25.00 USD")!))
    wanted.set(.concurrency, to: nil)
    wanted.set(.backends, to: .backends([BackendID("b")!]))
    return wanted
  }

  @Test func approval_setsWhatWasWantedAndNothingElse() throws {
    let temporary = try TemporaryLedger()
    let scope = LimitScope.project(temporary.project.id)
    try temporary.ledger.administer { desk in
      var set = LimitsChange()
      set.set(.concurrency, to: .count(2))
      set.set(.tokensDay, to: .count(9))
      _ = try desk.setLimits(set, of: scope, at: now, on: Grounds(reason: "r", task: PhabricatorTask("T1")!))
      let request = try desk.requestQuota(
        wish(), for: name, at: now, on: Grounds(reason: "more", task: PhabricatorTask("T2")!))
      #expect(request.state == .open && request.wanted == wish() && request.kind == .toolforge)
      #expect(try desk.limits(of: scope).concurrency == 2)
      let (approved, before, after) = try desk.approveQuota(
        request.id, at: now + .seconds(5), on: Grounds(reason: "fine"))
      #expect(approved.state == .approved && approved.decision == "fine" && approved.decidedAt == now + .seconds(5))
      #expect(before.concurrency == 2 && after.concurrency == nil && after.tokensDay == 9)
      #expect(after.budgetMonth == Money("25.00 USD") && after.backends == [BackendID("b")!])
      #expect(try desk.limits(of: scope) == after)
      #expect(try desk.limits().first?.task == "T2")
    }
  }

  @Test func decision_isTakenOnce() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.administer { desk in
      let request = try desk.requestQuota(
        wish(), for: name, at: now, on: Grounds(reason: "more", task: PhabricatorTask("T2")!))
      let refused = try desk.refuseQuota(request.id, at: now, on: Grounds(reason: "too much"))
      #expect(refused.state == .refused && refused.decision == "too much")
      #expect(throws: LedgerProblem.quotaRequestIsDecided(request.id, .refused)) {
        try desk.approveQuota(request.id, at: now, on: Grounds(reason: "after all"))
      }
      #expect(throws: LedgerProblem.noSuchQuotaRequest(99)) {
        try desk.refuseQuota(99, at: now, on: Grounds(reason: "r"))
      }
      #expect(try desk.limits().isEmpty)
      #expect(try desk.quotaRequests(.open).isEmpty && desk.quotaRequests().count == 1)
    }
  }

  @Test func requestWithoutWishReasonOrTask_isRefused() throws {
    let temporary = try TemporaryLedger()
    let cases: [(LimitsChange, Grounds)] = [
      (LimitsChange(), Grounds(reason: "r", task: PhabricatorTask("T1")!)), (wish(), Grounds(reason: "r")),
      (wish(), Grounds(task: PhabricatorTask("T1")!)),
    ]
    for (wanted, grounds) in cases {
      #expect(throws: LedgerProblem.malformed("a quota request needs at least one limit, a reason and a task")) {
        try temporary.ledger.administer { _ = try $0.requestQuota(wanted, for: name, at: now, on: grounds) }
      }
    }
    #expect(try temporary.ledger.read { try $0.quotaRequests() }.isEmpty)
  }
}
