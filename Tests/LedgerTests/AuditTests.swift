// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Ledger
import Testing
import ToolgateTesting

@Suite struct AuditTests {
  private let now = TemporaryLedger.start

  @Test func everyChange_isOneRowAndWhatChangesNothingIsNone() throws {
    let temporary = try TemporaryLedger()
    let name = temporary.project.name
    let scope = LimitScope.project(temporary.project.id)
    let hash = Array(repeating: UInt8(3), count: 32)
    let grounds = Grounds(actor: .token(publicID: "SAMPLE0001"), reason: "because", task: PhabricatorTask("T5")!)
    var change = LimitsChange()
    change.set(.budgetMonth, to: .money(Money("25.00 USD")!))
    change.set(.concurrency, to: .count(2))
    let wish = change
    let steps: [(action: String?, body: (Administration) throws -> Void)] = [
      (
        "project.add",
        {
          _ = try $0.addProject(ProjectName("p")!, kind: .cloudvps, task: PhabricatorTask("T1")!, at: now, on: grounds)
        }
      ),
      ("project.disable", { _ = try $0.disableProject(name, at: now, on: grounds) }),
      (nil, { _ = try $0.disableProject(name, at: now, on: grounds) }),
      ("project.enable", { _ = try $0.enableProject(name, at: now, on: grounds) }),
      (nil, { _ = try $0.enableProject(name, at: now, on: grounds) }),
      (
        "token.issue",
        {
          let new = NewToken(publicID: "SAMPLE0002", hash: hash, owner: .staff(.auditor))
          _ = try $0.insertToken(new, at: now, on: grounds)
        }
      ),
      (
        "token.rotate",
        {
          _ = try $0.rotateToken(
            "SAMPLE0002", to: "SAMPLE0003", hash: hash, expiresAt: nil, overlap: .seconds(9), at: now, on: grounds)
        }
      ),
      ("token.revoke", { _ = try $0.revokeToken("SAMPLE0003", at: now, on: grounds) }),
      (nil, { _ = try $0.revokeToken("SAMPLE0003", at: now, on: grounds) }),
      ("limits.set", { _ = try $0.setLimits(wish, of: scope, at: now, on: grounds) }),
      (nil, { _ = try $0.setLimits(wish, of: scope, at: now, on: grounds) }),
      ("stop", { _ = try $0.stop(.global, endsCalls: true, at: now, on: grounds) }),
      (nil, { _ = try $0.stop(.global, endsCalls: true, at: now, on: grounds) }),
      ("resume", { _ = try $0.resume(.global, at: now, on: grounds) }),
      ("quota.request", { _ = try $0.requestQuota(wish, for: name, at: now, on: grounds) }),
      ("quota.approve", { _ = try $0.approveQuota(1, at: now, on: grounds) }),
      ("quota.request", { _ = try $0.requestQuota(wish, for: name, at: now, on: grounds) }),
      ("quota.refuse", { _ = try $0.refuseQuota(2, at: now, on: grounds) }),
    ]
    for (place, step) in steps.enumerated() {
      let before = try rows(temporary)
      try temporary.ledger.administer(step.body)
      let after = try rows(temporary)
      #expect(after.count == before.count + (step.action == nil ? 0 : 1), "step \(place)")
      guard let action = step.action, let row = after.first else { continue }
      #expect(row.action == action && row.actor == "token:SAMPLE0001" && row.at == now)
      #expect(row.reason == "because" && row.task == "T5" && row.seq == Int64(after.count))
    }
    #expect(try temporary.ledger.verify().findings == [])
  }

  /// The log says from what to what, in canonical JSON, and holds no hash of a token.
  @Test func rows_sayFromWhatToWhat() throws {
    let temporary = try TemporaryLedger()
    var change = LimitsChange()
    change.set(.budgetMonth, to: .money(Money("25.00 USD")!))
    change.set(.backends, to: .backends([BackendID("b")!, BackendID("a")!]))
    let scope = LimitScope.project(temporary.project.id)
    try temporary.ledger.administer { desk in
      _ = try desk.setLimits(change, of: scope, at: now, on: Grounds(reason: "r", task: PhabricatorTask("T5")!))
      change.set(.backends, to: nil)
      change.set(.weight, to: .count(9))
      _ = try desk.setLimits(change, of: scope, at: now, on: Grounds(reason: "r", task: PhabricatorTask("T6")!))
    }
    let found = try rows(temporary)
    #expect(found[0].before == #"{"limits":{"backends":["a","b"],"budget_month":"25.00 USD"}}"#)
    #expect(found[0].after == #"{"limits":{"budget_month":"25.00 USD","weight":9}}"#)
    #expect(found[1].before == #"{"limits":{}}"#)
    #expect(found.map(\.actor) == ["cli", "cli", "cli", "cli"] && found[0].subject == "project:sample-tool")
    #expect(found[3].action == "project.add" && found[3].before == nil && found[3].task == "T1")
    #expect(
      found[2].after
        == #"{"expires_at":null,"id":"SAMPLE0001","label":"","origins":[],"owner":"project:sample-tool","#
        + #""revoked_at":null,"scopes":[]}"#)
  }

  @Test func changeThatFails_leavesNeitherChangeNorRow() throws {
    struct Broken: Error {}
    let temporary = try TemporaryLedger()
    #expect(throws: Broken.self) {
      try temporary.ledger.administer { desk in
        _ = try desk.stop(.global, endsCalls: false, at: now, on: Grounds(reason: "r", task: PhabricatorTask("T1")!))
        throw Broken()
      }
    }
    #expect(try temporary.ledger.stops().stops == [])
    #expect(try rows(temporary).count == 2)
    // A log that takes no row lets no change through.
    try temporary.ledger.administer {
      try $0.database.execute(
        sql: "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
    }
    #expect(throws: DatabaseError.self) {
      try temporary.ledger.administer { _ = try $0.disableProject(temporary.project.name, at: now) }
    }
    #expect(try temporary.ledger.read { try $0.requireProject(temporary.project.name) }.isDisabled == false)
  }

  @Test(arguments: [
    "UPDATE audit SET reason = 'another' WHERE seq = 1", "DELETE FROM audit", "DELETE FROM audit WHERE seq = 2",
    "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 1",
    "INSERT INTO audit SELECT 9, at, actor, action, subject, before, after, reason, task, prev_hash, hash FROM audit",
    """
    INSERT INTO audit SELECT 3, at, actor, action, subject, before, after, reason, task, zeroblob(32), hash FROM audit
    WHERE seq = 2
    """,
    """
    INSERT INTO audit SELECT 3, at, 'a person', action, subject, before, after, reason, task, hash, hash FROM audit
    WHERE seq = 2
    """,
  ])
  func rows_areOnlyAdded(_ sql: String) throws {
    let temporary = try TemporaryLedger()
    #expect(throws: DatabaseError.self) {
      try temporary.ledger.administer { try $0.database.execute(sql: sql) }
    }
    #expect(try temporary.ledger.verify().findings == [])
  }

  private func rows(_ temporary: TemporaryLedger) throws -> [AuditRow] {
    try temporary.ledger.read { try $0.auditRows() }
  }
}
