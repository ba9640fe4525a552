// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
import GRDB

extension Ledger {
  /// Leaves of the transparency log that are durable here. A published log never covers more than these.
  package func leafCount() throws -> Int64 {
    try pool.read { try Self.nextLeaf($0) }
  }

  static func nextLeaf(_ db: Database) throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT ifnull(max(number) + 1, 0) FROM leaf") ?? 0
  }

  /// The entries of leaves in their order: the bytes that are hashed and published. Fewer than asked for at the end.
  package func entries(from first: Int64, count: Int) throws -> [[UInt8]] {
    var entries: [[UInt8]] = []
    try eachEntry(from: first, count: count) { entries.append(Array($0)) }
    return entries
  }

  /// The same one at a time, where SQLite has them: what only hashes them need not copy them.
  package func eachEntry(from first: Int64, count: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try pool.read { db in
      let rows = try Row.fetchCursor(
        db.cachedStatement(
          sql: """
            SELECT coalesce(record, entry)
            FROM leaf LEFT JOIN provenance ON provenance.seq = leaf.seq LEFT JOIN governance ON governance.id = governance_id
            WHERE number >= ? AND number < ? ORDER BY number
            """),
        arguments: [first, first + Int64(count)])
      while let row = try rows.next() {
        try row.withUnsafeData(atIndex: 0) { entry in try entry?.withUnsafeBytes(body) }
      }
    }
  }

  /// The entries of leaves that this ledger's writer wrote last, from memory; none when it does not hold the first of
  /// them. Whoever goes on from leaf to leaf gets most of them here, and the others from `eachEntry`.
  package func takeFreshEntries(from first: Int64, count: Int) -> [[UInt8]] {
    freshLeaves.take(from: first, count: count)
  }

  /// A provenance record with what a receipt needs of it.
  package struct LoggedRecord: Sendable {
    /// Canonical JSON.
    package let record: [UInt8]
    package let leaf: Int64
    /// 64 bytes: the salt of the input, then that of the output. Nil when the call has none or they were deleted.
    package let salts: [UInt8]?
    package let project: ProjectName
  }

  /// - Parameter project: only a record of this project is shown; nil for the public page, which shows each.
  package func loggedRecord(of id: RequestID, project: ProjectID?) throws -> LoggedRecord? {
    try pool.read { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT record, leaf, salts, project.name FROM intent JOIN provenance USING (seq)
            JOIN project ON project.id = project_id
          WHERE request_id = ?1 AND (?2 IS NULL OR project_id = ?2)
          """,
        arguments: [id.blob, project?.row])
      guard let row else { return nil }
      guard let leaf = row["leaf"] as Int64?, let name = ProjectName(row["name"]) else {
        throw LedgerProblem.damaged("the record of \(id) has no leaf")
      }
      return LoggedRecord(
        record: Array(row["record"] as Data), leaf: leaf, salts: (row["salts"] as Data?).map(Array.init), project: name)
    }
  }

  /// The records of all calls that began in a period, in the order of the calls, one at a time.
  package func eachRecord(in period: Period, _ body: ([UInt8]) throws -> Void) throws {
    try pool.read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: "SELECT record FROM intent JOIN provenance USING (seq) WHERE at >= ? AND at < ? ORDER BY seq",
        arguments: [period.first.start.microseconds, (period.last.start + .seconds(86_400)).microseconds])
      while let row = try rows.next() { try body(Array(row["record"] as Data)) }
    }
  }
}
