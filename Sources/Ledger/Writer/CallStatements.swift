// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import GRDBSQLite

/// The prepared statements of the calls: made once for a writing connection, used only on it, let go of before it
/// closes.
final class CallStatements {
  private let connection: OpaquePointer
  private let begin, commit, rollback: RawStatement
  private let insertIntent, findIntent, insertSettlement, insertRecord, addUsage, noteUse, probe: RawStatement
  private let insertLeaf, nextLeaf: RawStatement
  /// Asked for once in each transaction, since other processes write leaves too.
  private var leaf: Int64?
  /// The entries of the transaction's leaves.
  private var entries: [[UInt8]] = []
  private let freshLeaves: FreshLeaves
  private var day = (number: Int.min, text: "")

  init(_ db: Database, freshLeaves: FreshLeaves) throws {
    self.freshLeaves = freshLeaves
    guard let connection = db.sqliteConnection else { throw LedgerProblem.closed }
    self.connection = connection
    func prepared(_ sql: String) throws -> RawStatement { try RawStatement(sql, on: connection) }
    begin = try prepared("BEGIN IMMEDIATE")
    commit = try prepared("COMMIT")
    rollback = try prepared("ROLLBACK")
    insertIntent = try prepared(CallSQL.insertIntent)
    findIntent = try prepared(CallSQL.findIntent)
    insertSettlement = try prepared(CallSQL.insertSettlement)
    insertRecord = try prepared(CallSQL.insertRecord)
    insertLeaf = try prepared(CallSQL.insertLeaf)
    nextLeaf = try prepared(CallSQL.nextLeaf)
    addUsage = try prepared(CallSQL.addUsage)
    noteUse = try prepared(CallSQL.noteUse)
    probe = try prepared(CallSQL.probe)
  }

  /// One transaction around `body`. Whatever fails, nothing of it stays.
  func transaction<T>(beforeCommit: () throws -> Void = {}, _ body: () throws -> T) throws -> T {
    try begin.run()
    leaf = nil
    entries.removeAll(keepingCapacity: true)
    do {
      let result = try body()
      try beforeCommit()
      try commit.run()
      if let leaf, !entries.isEmpty { freshLeaves.add(entries, from: leaf - Int64(entries.count)) }
      return result
    } catch {
      // Some failures have rolled back by themselves already.
      if sqlite3_get_autocommit(connection) == 0 { try? rollback.run() }
      throw error
    }
  }

  /// - Returns: why the row was refused; nothing of it is in the transaction then, which may go on.
  /// - Throws: `SQLiteFailure` when the transaction must be rolled back.
  func insert(_ intent: Intent) throws(SQLiteFailure) -> LedgerRefusal? {
    let row = insertIntent
    row.bind(1, intent.requestID)
    row.bind(2, intent.at.microseconds)
    row.bind(3, intent.project.row)
    row.bind(4, intent.token.row)
    row.bind(5, intent.operation.rawValue)
    row.bind(6, intent.isStream)
    row.bind(7, intent.model.text)
    row.bind(8, intent.backend.text)
    row.bind(9, intent.price.text)
    row.bind(10, intent.hold.pico)
    row.bind(11, intent.hold.currency.code)
    row.bind(12, intent.inputBound)
    row.bind(13, intent.outputCap)
    row.bind(14, intent.purpose?.rawValue)
    return try firstStep(row)
  }

  /// Settlement, provenance record and roll-up. Same answer as `insert(_: Intent)`.
  func insert(_ settlement: Settlement) throws(SQLiteFailure) -> LedgerRefusal? {
    findIntent.bind(1, settlement.requestID)
    guard let call = try findIntent.first(SettledCall.init) else {
      return .inconsistent("a settlement without an intent")
    }
    guard call.currency == settlement.cost.currency.code else {
      return .inconsistent("a settlement in another currency than its hold")
    }
    bind(settlement, seq: call.seq)
    if let refusal = try firstStep(insertSettlement) { return refusal }
    try log(settlement, seq: call.seq)
    try add(settlement, of: call)
    return nil
  }

  /// The record and its leaf in the transparency log (invariant I8).
  private func log(_ settlement: Settlement, seq: Int64) throws(SQLiteFailure) {
    if leaf == nil { leaf = try nextLeaf.first { $0.integer(0) } }
    let number = leaf ?? 0
    insertLeaf.bind(1, number)
    insertLeaf.bind(2, seq)
    try insertLeaf.run()
    insertRecord.bind(1, seq)
    insertRecord.bind(2, settlement.record)
    insertRecord.bind(3, settlement.salts)
    insertRecord.bind(4, number)
    try insertRecord.run()
    leaf = number + 1
    entries.append(settlement.record)
  }

  func noteUse(of token: TokenRow, at instant: Instant) throws(SQLiteFailure) {
    noteUse.bind(1, token.row)
    noteUse.bind(2, instant.microseconds)
    try noteUse.run()
  }

  /// Writes something harmless, to learn whether writing works again.
  func writeProbe() throws(SQLiteFailure) { try probe.run() }

  /// The first statement of a row. SQLite takes back what a failed statement did and keeps the transaction, so a row
  /// that is refused here costs its neighbours nothing.
  private func firstStep(_ statement: RawStatement) throws(SQLiteFailure) -> LedgerRefusal? {
    do {
      try statement.run()
      return nil
    } catch  where error.isRowsFault {
      return error.refusal
    }
  }

  private func bind(_ settlement: Settlement, seq: Int64) {
    let row = insertSettlement
    row.bind(1, seq)
    row.bind(2, settlement.at.microseconds)
    row.bind(3, settlement.outcome.rawValue)
    row.bind(4, Int64(settlement.status))
    row.bind(5, settlement.errorCode)
    row.bind(6, settlement.usageSource.rawValue)
    row.bind(7, settlement.rawUsage)
    row.bind(8, settlement.cost.pico)
    row.bind(9, settlement.cost.currency.code)
    row.bind(10, settlement.needsReview)
    row.bind(11, settlement.firstByteMicros)
    row.bind(12, settlement.totalMicros)
    row.bind(13, settlement.bytesIn)
    row.bind(14, settlement.bytesOut)
    for bucket in TokenCounts.Bucket.allCases { row.bind(15 + Int32(bucket.rawValue), settlement.tokens[bucket]) }
  }

  private func add(_ settlement: Settlement, of call: SettledCall) throws(SQLiteFailure) {
    let cost = settlement.cost.pico.quotientAndRemainder(dividingBy: Money.picoPerUnit)
    addUsage.bind(1, dayText(of: call.at))
    addUsage.bind(2, call.project)
    addUsage.bind(3, call.model)
    addUsage.bind(4, call.backend)
    addUsage.bind(5, call.currency)
    addUsage.bind(6, call.token)
    addUsage.bind(7, settlement.outcome == .failed)
    addUsage.bind(8, settlement.usageSource == .estimated)
    addUsage.bind(9, settlement.outcome == .recovered)
    addUsage.bind(10, cost.quotient)
    addUsage.bind(11, cost.remainder)
    for bucket in TokenCounts.Bucket.allCases { addUsage.bind(12 + Int32(bucket.rawValue), settlement.tokens[bucket]) }
    try addUsage.run()
  }

  /// Nearly all calls of a batch are of one day, so its text is kept.
  private func dayText(of instant: Instant) -> String {
    let civil = CivilDay(containing: instant)
    let number = civil.daysSince1970
    if day.number != number { day = (number, civil.description) }
    return day.text
  }
}

/// What a settlement needs to know of its intent.
private struct SettledCall {
  let seq: Int64, at: Instant, project: Int64, model: String, backend: String, currency: String, token: Int64

  init(_ row: RawStatement) {
    seq = row.integer(0)
    at = Instant(microseconds: row.integer(1))
    project = row.integer(2)
    model = row.text(3)
    backend = row.text(4)
    currency = row.text(5)
    token = row.integer(6)
  }
}
