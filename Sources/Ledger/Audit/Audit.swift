// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
import GRDB

/// One change by an administrator, as the audit log keeps it.
package struct AuditRow: Hashable, Sendable {
  /// From 1, without a gap.
  package let seq: Int64
  package let at: Instant
  /// `cli`, or `token:` and a public id.
  package let actor: String
  /// Such as `limits.set`.
  package let action: String
  /// Such as `project:wikisum` or `global`.
  package let subject: String
  /// Canonical JSON; nil: there was nothing, or there is nothing any more.
  package let before: String?
  package let after: String?
  package let reason: String?
  package let task: String?
  /// SHA-256, 32 bytes.
  package let hash: [UInt8]
}

enum AuditAction: String {
  case addProject = "project.add"
  case disableProject = "project.disable"
  case enableProject = "project.enable"
  case issueToken = "token.issue"
  case rotateToken = "token.rotate"
  case revokeToken = "token.revoke"
  case setLimits = "limits.set"
  case applyLimits = "limits.apply"
  case requestQuota = "quota.request"
  case approveQuota = "quota.approve"
  case refuseQuota = "quota.refuse"
  case stop
  case resume
  case addException = "exception.add"
  case removeException = "exception.remove"
  case addOptIn = "opt_in.add"
  case removeOptIn = "opt_in.remove"
}

extension Administration {
  /// Adds one row at the end of the audit log, in the transaction of the change that it tells of.
  func audit(
    _ action: AuditAction, _ subject: String, from before: CanonicalJSON?, to after: CanonicalJSON?, at now: Instant,
    on grounds: Grounds
  ) throws {
    guard let head = try Row.fetchOne(database, sql: "SELECT count, hash FROM audit_head") else {
      throw LedgerProblem.damaged("the head of the audit log is missing")
    }
    let seq = (head["count"] as Int64) + 1
    let previous = Array(head["hash"] as Data)
    let texts = [
      grounds.actor.description, action.rawValue, subject, before?.text, after?.text, grounds.reason,
      grounds.task?.text,
    ]
    let hash = AuditChain.hash(
      after: previous,
      [.number(seq), .number(now.microseconds)] + texts.map { AuditChain.Field.text($0.map { Array($0.utf8) }) })
    try database.execute(
      sql: """
        INSERT INTO audit(seq, at, actor, action, subject, before, after, reason, task, prev_hash, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [seq, now.microseconds] + StatementArguments(texts) + [Data(previous), Data(hash)])
  }

  /// The newest first.
  ///
  /// - Parameters:
  ///   - count: not more than these; nil: all.
  ///   - project: only what was changed of this project, its tokens, its exceptions and its opt-in; nil: of everything.
  /// - Throws: `LedgerProblem.noSuchProject` for one of which neither the ledger nor the log knows anything: exceptions
  ///   and opt-ins may come before their project.
  package func auditRows(newest count: Int? = nil, project: ProjectName? = nil) throws -> [AuditRow] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM audit
        WHERE ?1 IS NULL OR subject IN ('project:' || ?1, 'opt_in:' || ?1)
          OR subject IN (SELECT 'token:' || public_id FROM token JOIN project ON project.id = project_id WHERE name = ?1)
          OR (subject GLOB 'exception:*' AND json_extract(coalesce(after, before), '$.project') = ?1)
        ORDER BY seq DESC LIMIT ?2
        """,
      arguments: [project?.text, count ?? -1])
    if let project, rows.isEmpty { _ = try requireProject(project) }
    return rows.map { row in
      AuditRow(
        seq: row["seq"], at: Instant(microseconds: row["at"]), actor: row["actor"], action: row["action"],
        subject: row["subject"], before: row["before"], after: row["after"], reason: row["reason"], task: row["task"],
        hash: Array(row["hash"] as Data))
    }
  }
}
