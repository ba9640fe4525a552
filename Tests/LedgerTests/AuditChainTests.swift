// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import GRDB
import Ledger
import Testing
import ToolgateTesting

/// Who falsifies the audit log behind SQLite's back is found out, whatever he does to one row.
@Suite struct AuditChainTests {
  private static let columns = [
    "seq", "at", "actor", "action", "subject", "before", "after", "reason", "task", "prev_hash", "hash",
  ]

  @Test func everyByteOfEveryColumn_isGuarded() throws {
    let temporary = try ledger()
    let forger = try Forger(temporary.path)
    var flips = 0
    for seq in try forger.ids() {
      for column in Self.columns {
        let count = try forger.read { try Int.fetchOne($0, sql: Self.size(column), arguments: [seq]) } ?? 0
        for place in 0..<count {
          try forger.forge { db in
            try Self.flip(db, column: column, seq: seq, place: place, mask: UInt8(1 << (flips % 8)))
          } then: {
            let isFound = try isFound(temporary)
            #expect(isFound, "byte \(place) of \(column) in row \(seq)")
          }
          flips += 1
        }
      }
    }
    #expect(flips > 1_200)
    #expect(try temporary.ledger.verify().findings == [])
  }

  struct Forgery: Sendable, CustomTestStringConvertible {
    let sql: String
    var testDescription: String { sql }
    init(_ sql: String) { self.sql = sql }
  }

  static let forgeries: [Forgery] =
    columns.dropFirst(5).prefix(4).flatMap { column in
      [
        Forgery("UPDATE audit SET \(column) = \(column) || CAST(x'0061' AS TEXT) WHERE \(column) IS NOT NULL"),
        Forgery("UPDATE audit SET \(column) = NULL WHERE \(column) IS NOT NULL"),
        Forgery("UPDATE audit SET \(column) = '' WHERE \(column) IS NULL"),
      ]
    }
    + (1...6).map { Forgery("DELETE FROM audit WHERE seq = \($0)") }
    + (1...5).map { seq in
      // Two neighbours change places, each with its own hashes.
      Forgery(
        """
        UPDATE audit SET seq = 100 WHERE seq = \(seq); UPDATE audit SET seq = \(seq) WHERE seq = \(seq + 1);
        UPDATE audit SET seq = \(seq + 1) WHERE seq = 100
        """)
    } + [
      Forgery("DELETE FROM audit"), Forgery("DELETE FROM audit WHERE seq > 3"),
      Forgery("DELETE FROM audit WHERE seq < 3"),
      // Text that moves from one column into its neighbour.
      Forgery("UPDATE audit SET action = action || substr(subject, 1, 1), subject = substr(subject, 2) WHERE seq = 4"),
      Forgery("UPDATE audit SET reason = task, task = reason WHERE seq = 4"),
      // The same bytes, if lengths did not tell where a text ends.
      Forgery("UPDATE audit SET reason = 'slow ', task = 'esttT5' WHERE reason = 'slow test'"),
      // The same row once more, at the end, at the beginning and in between.
      Forgery("INSERT INTO audit SELECT 7, \(rest) FROM audit WHERE seq = 6"),
      Forgery("INSERT INTO audit SELECT 0, \(rest) FROM audit WHERE seq = 1"),
      Forgery(
        "UPDATE audit SET seq = -seq WHERE seq > 3; UPDATE audit SET seq = 1 - seq WHERE seq < 0;"
          + "INSERT INTO audit SELECT 4, \(rest) FROM audit WHERE seq = 3"),
      // A row with a hash of its own that fits the one before it, but that nobody counted.
      Forgery(
        "INSERT INTO audit SELECT 7, at, actor, action, subject, before, after, reason, task, hash, hash "
          + "FROM audit WHERE seq = 6"),
      Forgery("UPDATE audit_head SET count = 5"), Forgery("UPDATE audit_head SET hash = zeroblob(32)"),
      Forgery("DELETE FROM audit_head"),
    ]

  private static let rest = columns.dropFirst().joined(separator: ", ")

  @Test(arguments: forgeries)
  func forgery_isFound(_ forgery: Forgery) throws {
    let temporary = try ledger()
    let forger = try Forger(temporary.path)
    try forger.forge { db in
      try db.execute(sql: forgery.sql)
      #expect(db.totalChangesCount > 0, "nothing was falsified")
    } then: {
      let isFound = try isFound(temporary)
      #expect(isFound)
    }
  }

  @Test(arguments: ["audit_insert", "audit_update", "audit_delete", "audit_follow"])
  func missingTrigger_isFound(_ name: String) throws {
    let temporary = try ledger()
    try temporary.ledger.administer { try $0.database.execute(sql: "DROP TRIGGER \(name)") }
    #expect(
      try temporary.ledger.verify().findings == ["audit: the trigger \(name) that guards the log is missing"])
  }

  /// What is in force must be what the log says was set.
  @Test(arguments: [
    ("UPDATE scope_limit SET concurrency = 99", "limits of project:sample-tool"),
    ("UPDATE scope_limit SET budget_month_currency = 'EUR'", "limits of project:sample-tool"),
    ("DELETE FROM scope_limit", "limits of project:sample-tool"),
    ("INSERT INTO scope_limit(scope, subject, concurrency, set_at) VALUES ('model', 'm', 1, 0)", "limits of model:m"),
    ("DELETE FROM emergency_stop", "stop of global"),
    ("UPDATE emergency_stop SET reason = 'other'", "stop of global"),
    ("INSERT INTO emergency_stop VALUES ('backend', 'b', 'r', 'T1', 0, 0)", "stop of backend:b"),
    ("UPDATE scope_limit SET subject = 'nobody'", "nothing is known of project nobody"),
    ("UPDATE scope_limit SET backends = '[7]'", "the limit backends has no valid value"),
  ])
  func changeBehindTheLog_isFound(_ sql: String, _ finding: String) throws {
    let temporary = try ledger()
    #expect(try temporary.ledger.verify().findings == [])
    try temporary.ledger.administer { try $0.database.execute(sql: sql) }
    let found = try temporary.ledger.verify().findings
    #expect(found.contains { $0.contains(finding) }, "\(found)")
  }

  private func isFound(_ temporary: TemporaryLedger) throws -> Bool {
    try temporary.ledger.verify().findings.contains { $0.hasPrefix("audit: ") }
  }

  private static func size(_ column: String) -> String {
    ["seq", "at"].contains(column)
      ? "SELECT 8 FROM audit WHERE seq = ?" : "SELECT length(CAST(\(column) AS BLOB)) FROM audit WHERE seq = ?"
  }

  private static func flip(_ db: Database, column: String, seq: Int64, place: Int, mask: UInt8) throws {
    if ["seq", "at"].contains(column) {
      let number = try Int64.fetchOne(db, sql: "SELECT \(column) FROM audit WHERE seq = ?", arguments: [seq])!
      try db.execute(
        sql: "UPDATE audit SET \(column) = ? WHERE seq = ?", arguments: [number ^ Int64(mask) << (8 * place), seq])
      return
    }
    var bytes = try Data.fetchOne(db, sql: "SELECT CAST(\(column) AS BLOB) FROM audit WHERE seq = ?", arguments: [seq])!
    bytes[place] ^= mask
    let value = column.hasSuffix("hash") ? "?" : "CAST(? AS TEXT)"
    try db.execute(sql: "UPDATE audit SET \(column) = \(value) WHERE seq = ?", arguments: [bytes, seq])
  }

  /// Six rows with every column filled somewhere.
  private func ledger() throws -> TemporaryLedger {
    let temporary = try TemporaryLedger()
    let now = TemporaryLedger.start
    var change = LimitsChange()
    change.set(.concurrency, to: .count(2))
    change.set(.budgetMonth, to: .money(Money("25.00 USD")!))
    change.set(.backends, to: .backends([BackendID("b")!]))
    try temporary.ledger.administer { desk in
      let scope = LimitScope.project(temporary.project.id)
      _ = try desk.setLimits(
        change, of: scope, at: now, on: Grounds(reason: "a bot für nachts", task: PhabricatorTask("T2")!))
      _ = try desk.stop(
        .global, endsCalls: false, at: now, on: Grounds(reason: "runaway", task: PhabricatorTask("T4")!))
      let backend = LimitScope.backend(BackendID("b")!)
      _ = try desk.stop(
        backend, endsCalls: true, at: now, on: Grounds(reason: "slow test", task: PhabricatorTask("T5")!))
      _ = try desk.resume(backend, at: now, on: Grounds(reason: "mended", task: PhabricatorTask("T5")!))
    }
    return temporary
  }
}

/// Writes what the log's own triggers would refuse, and puts everything back.
private final class Forger {
  private let queue: DatabaseQueue
  private let triggers: [String]

  init(_ path: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    // A falsified byte need not survive a pulled plug, and there are many.
    configuration.prepareDatabase {
      try $0.execute(sql: "PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON")
    }
    queue = try DatabaseQueue(path: path, configuration: configuration)
    triggers = try queue.read {
      try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_%'")
    }
  }

  deinit { try? queue.close() }

  func ids() throws -> [Int64] { try read { try Int64.fetchAll($0, sql: "SELECT seq FROM audit") } }

  func read<T>(_ body: (Database) throws -> T) throws -> T { try queue.read(body) }

  /// The triggers are in place again before `check` looks.
  func forge(_ change: (Database) throws -> Void, then check: () throws -> Void) throws {
    try queue.write { db in
      try db.execute(
        sql: """
          CREATE TABLE saved AS SELECT * FROM audit;
          CREATE TABLE saved_head AS SELECT * FROM audit_head;
          """)
      try without(db) { try change(db) }
    }
    try check()
    try queue.write { db in
      try without(db) {
        try db.execute(
          sql: """
            DELETE FROM audit; INSERT INTO audit SELECT * FROM saved; DROP TABLE saved;
            DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM saved_head; DROP TABLE saved_head;
            """)
      }
    }
  }

  private func without(_ db: Database, _ body: () throws -> Void) throws {
    for name in ["audit_insert", "audit_update", "audit_delete", "audit_follow"] {
      try db.execute(sql: "DROP TRIGGER \(name)")
    }
    try body()
    for trigger in triggers { try db.execute(sql: trigger) }
  }
}
