// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import GRDB

/// What the audit log says last of each scope: what must be in force now.
struct AuditedState {
  /// By scope as the log names it, with the row that said so.
  var limits: [String: (limits: Limits, row: Int64)] = [:]
  /// Canonical JSON; nil: resumed.
  var stops: [String: (json: String?, row: Int64)] = [:]

  mutating func follow(row: Int64, action: String, subject: String, after: String?) throws {
    switch AuditAction(rawValue: action) {
    case .setLimits, .applyLimits, .approveQuota:
      let state = after.flatMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
      guard let members = state?["limits"] as? [String: Any] else {
        throw LedgerProblem.damaged("audit row \(row) does not say what was set")
      }
      limits[subject] = (try LimitsChange(members: members).applied(to: Limits()), row)
    case .stop, .resume: stops[subject] = (after, row)
    default: break
    }
  }
}

extension Ledger {
  /// Each row against its hash and the row before it, the last one against the head, and the triggers that guard them.
  static func verifyAudit(_ db: Database, _ result: inout LedgerVerification) throws -> AuditedState {
    let triggers = try Set(String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'"))
    for name in LedgerSchema.auditTriggers where !triggers.contains(name) {
      result.found("audit: the trigger \(name) that guards the log is missing")
    }
    var state = AuditedState()
    var (seq, previous) = (Int64(0), AuditChain.genesis)
    let rows = try Row.fetchCursor(db, sql: chain)
    while let row = try rows.next() {
      let found: Int64 = row["seq"]
      if found != seq + 1 { result.found("audit: row \(found) stands behind row \(seq)") }
      // Bytes, since a text could end before its end or be mended on the way.
      let texts = textColumns.map { (row[$0] as Data?).map(Array.init) }
      let (before, hash) = (Array(row["prev_hash"] as Data), Array(row["hash"] as Data))
      if before != previous { result.found("audit: row \(found) does not follow the row before it") }
      let fields: [AuditChain.Field] = [.number(found), .number(row["at"])] + texts.map { .text($0) }
      if AuditChain.hash(after: before, fields) != hash {
        result.found("audit: row \(found) is not what its hash was made of")
      }
      (seq, previous) = (found, hash)
      result.auditRows += 1
      do {
        let known = texts.map { $0.map { String(decoding: $0, as: UTF8.self) } }
        try state.follow(row: found, action: known[1] ?? "", subject: known[2] ?? "", after: known[4])
      } catch let problem as LedgerProblem {
        result.found("\(problem)")
      }
    }
    let head = try Row.fetchOne(db, sql: "SELECT count, hash FROM audit_head")
    if head.map({ $0["count"] as Int64 }) != seq || head.map({ Array($0["hash"] as Data) }) != previous {
      let count = head.map { "\($0["count"] as Int64)" } ?? "none"
      result.found("audit: the log ends with row \(seq), its head says \(count): rows were cut off or added")
    }
    return state
  }

  private static let textColumns = ["actor", "action", "subject", "before", "after", "reason", "task"]

  private static let chain = """
    SELECT seq, at, \(textColumns.map { "CAST(\($0) AS BLOB) AS \($0)" }.joined(separator: ", ")), prev_hash, hash
    FROM audit ORDER BY seq
    """
}
