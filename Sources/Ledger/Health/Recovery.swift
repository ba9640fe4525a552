// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

/// A call that was under way when its process died, and what it is settled as.
package struct RecoveredCall: Sendable {
  package let intent: Intent
  package let project: ProjectName
  package let kind: ProjectKind
  /// All that the hold allowed for: the input bound as plain input, the output cap as text.
  package let tokens: TokenCounts
  /// The hold.
  package let cost: Money
  /// When it was recovered.
  package let at: Instant
}

/// What a start-up found and settled.
package struct RecoveryReport: Hashable, Sendable {
  package var count = 0
  /// Pico-units by currency.
  package var held: [Currency: Int128] = [:]
  /// When the oldest of the calls began.
  package var oldest: Instant?

  package init() {}
}

extension Ledger {
  /// Settles each intent without a settlement (invariant I4). The rule: it is charged what was held for it, tokens are
  /// the bounds that the hold was made of, outcome and usage source are `recovered`, and it is marked for review.
  /// Nobody knows how far such a call got; the hold is the most that it can have cost.
  ///
  /// Runs before serving, on a ledger that this object then holds the claim of; in transactions of 1000 calls, so that
  /// being interrupted loses nothing.
  ///
  /// - Parameter record: the provenance record of a recovered call in canonical JSON.
  package func recover(at now: Instant, record: (RecoveredCall) throws -> [UInt8]) throws -> RecoveryReport {
    try claim()
    var report = RecoveryReport()
    while true {
      let done = try pool.writeWithoutTransaction { db in
        let statements = try CallStatements(db, freshLeaves: freshLeaves)
        return try statements.transaction {
          let calls = try Self.openCalls(db, at: now)
          for call in calls {
            if let refusal = try statements.insert(Self.settlement(of: call, record: try record(call))) {
              throw LedgerProblem.damaged("\(call.intent.requestID) cannot be settled: \(refusal)")
            }
            report.add(call)
          }
          if calls.count < Self.recoveryBatch { try db.execute(sql: Self.remember) }
          return calls.count < Self.recoveryBatch
        }
      }
      if done { return report }
    }
  }

  /// Calls of one transaction.
  private static let recoveryBatch = 1000

  /// Every intent up to the newest is settled now; the next start looks only at newer ones.
  private static let remember = """
    UPDATE meta SET value = (SELECT ifnull(max(seq), 0) FROM intent) WHERE key = 'recovered_through'
    """

  private static func openCalls(_ db: Database, at now: Instant) throws -> [RecoveredCall] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT intent.*, project.name AS project, project.kind AS kind
        FROM intent JOIN project ON project.id = project_id
        WHERE intent.seq > (SELECT value FROM meta WHERE key = 'recovered_through')
          AND NOT EXISTS (SELECT 1 FROM settlement WHERE settlement.seq = intent.seq)
        ORDER BY intent.seq LIMIT \(recoveryBatch)
        """
    ).map { row in
      let intent = try Intent(row)
      guard let project = ProjectName(row["project"] as String), let kind = ProjectKind(rawValue: row["kind"]) else {
        throw LedgerProblem.damaged("\(intent.requestID) names no valid project")
      }
      return RecoveredCall(
        intent: intent, project: project, kind: kind,
        tokens: TokenCounts(input: intent.inputBound, output: intent.outputCap), cost: intent.hold, at: now)
    }
  }

  /// The client saw its connection break, so the status is the one it would have been sent.
  private static func settlement(of call: RecoveredCall, record: [UInt8]) -> Settlement {
    Settlement(
      requestID: call.intent.requestID, at: call.at, outcome: .recovered,
      status: GatewayError.Code.internalError.status, errorCode: GatewayError.Code.internalError.label,
      tokens: call.tokens, usageSource: .recovered, rawUsage: nil, cost: call.cost, needsReview: true,
      firstByteMicros: nil, totalMicros: max(0, call.at.microseconds - call.intent.at.microseconds), bytesIn: 0,
      bytesOut: 0, record: record, salts: nil)
  }
}

extension RecoveryReport {
  fileprivate mutating func add(_ call: RecoveredCall) {
    count += 1
    held[call.cost.currency, default: 0] += Int128(call.cost.pico)
    oldest = min(oldest ?? call.intent.at, call.intent.at)
  }
}
