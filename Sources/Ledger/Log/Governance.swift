// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
import GRDB

/// What people decided, as the transparency log tells it.
package enum GovernanceKind: String, CaseIterable, Sendable {
  case certificate, revocation, exception, certifier, provider
  case optIn = "opt_in"
  /// What an earlier leaf told holds no more.
  case removal
  /// How a model is served from here on.
  case served
  /// The policies that are in force from here on.
  case policies
  /// A key with which the log is signed from here on.
  case key
}

/// One act of governance with its place in the log.
package struct GovernanceEntry: Sendable {
  package let kind: GovernanceKind
  /// What the log has one last word on, such as a certificate's or an exception's id or a key; of a removal the kind and
  /// subject of what was removed.
  package let subject: String
  package let at: Instant
  /// Canonical JSON.
  package let entry: [UInt8]
  package let leaf: Int64
}

extension Administration {
  /// Gives an act of governance the next leaf of the log.
  ///
  /// - Parameter entry: canonical JSON, at most 65535 bytes.
  package func log(_ kind: GovernanceKind, of subject: String, at now: Instant, entry: [UInt8]) throws {
    guard (2...65_535).contains(entry.count) else {
      throw LedgerProblem.malformed("an entry of the log must have 2 to 65535 bytes, this has \(entry.count)")
    }
    let leaf = try Ledger.nextLeaf(database)
    try database.execute(
      sql: "INSERT INTO governance(kind, subject, at, entry) VALUES (?, ?, ?, ?)",
      arguments: [kind.rawValue, subject, now.microseconds, Data(entry)])
    try database.execute(
      sql: "INSERT INTO leaf(number, governance_id) VALUES (?, ?)", arguments: [leaf, database.lastInsertedRowID])
  }

  /// The newest first.
  ///
  /// - Parameter subject: nil: of all.
  package func governance(_ kind: GovernanceKind, of subject: String? = nil) throws -> [GovernanceEntry] {
    // CROSS fixes the order of the loops: left to itself, SQLite walks over every leaf there is to save the sorting.
    try Row.fetchAll(
      database,
      sql: """
        SELECT governance.*, number FROM governance CROSS JOIN leaf ON governance_id = governance.id
        WHERE kind = ?1 AND (?2 IS NULL OR subject = ?2) ORDER BY number DESC
        """,
      arguments: [kind.rawValue, subject]
    ).map { row in
      GovernanceEntry(
        kind: kind, subject: row["subject"], at: Instant(microseconds: row["at"]), entry: Array(row["entry"] as Data),
        leaf: row["number"])
    }
  }
}
