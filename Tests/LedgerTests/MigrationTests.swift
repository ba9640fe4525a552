// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import GRDB
import Ledger
import Testing
import ToolgateTesting

@Suite struct MigrationTests {
  /// Tokens 1 and 2 are the first project's, 3 the second's. Times lie around midnights; costs add up to more than an
  /// `Int64` of pico-units holds.
  @Test(arguments: [21, 22] as [UInt64])
  func usageByDay_isTakenApartByTokenWithoutLosingAnything(_ seed: UInt64) throws {
    let temporary = try TemporaryLedger()
    let path = temporary.directory + "/old.sqlite"
    let old = try DatabaseQueue(path: path)
    var random = SeededGenerator(seed: seed)
    var byToken: [String: Int128] = [:]
    let before = try old.write { db in
      try db.execute(sql: Schema4.sql + Self.people)
      for number in 1...600 as ClosedRange<Int64> {
        let token = Int64.random(in: 1...3, using: &random)
        let reach = [1, 1_000_000, 86_400_000_000].randomElement(using: &random)! as Int64
        let at = CivilDay("2027-01-01")!.start.microseconds + Int64.random(in: -reach...reach, using: &random)
        let (model, backend) = (
          ["m1", "m2"].randomElement(using: &random)!, ["b1", "b2"].randomElement(using: &random)!
        )
        let cost = Int64.random(in: 0...Int64.max / 8, using: &random)
        let outcome = ["complete", "failed", "recovered"].randomElement(using: &random)!
        let source = outcome == "recovered" ? "recovered" : ["reported", "estimated"].randomElement(using: &random)!
        try Self.write(
          db, number, at: at, project: token == 3 ? 2 : 1, token: token, model: model, backend: backend, cost: cost,
          outcome: outcome, source: source,
          tokens: Schema4.bucketNames.map { _ in .random(in: 0...9_999, using: &random) })
        let day = CivilDay(containing: Instant(microseconds: at))
        byToken["\(day) \(token) \(model) \(backend)", default: 0] += Int128(cost)
      }
      return try Self.rows(db)
    }
    try old.close()

    let ledger = try Ledger(path: path)
    var found: [String: Int128] = [:]
    let after = try ledger.read { desk in
      let rows = try Row.fetchAll(desk.database, sql: "SELECT * FROM usage_day")
      for row in rows {
        let (day, token, model, backend): (String, Int64, String, String) = (
          row["day"], row["token_id"], row["model"], row["backend"]
        )
        found["\(day) \(token) \(model) \(backend)"] =
          Int128(row["cost_unit"] as Int64) * Int128(Money.picoPerUnit) + Int128(row["cost_pico"] as Int64)
      }
      #expect(try String.fetchAll(desk.database, sql: "PRAGMA foreign_key_check") == [])
      return try Self.rows(desk.database)
    }
    #expect(found == byToken && found.count > 20)
    #expect(after == before)
    let usage = try ledger.verify().findings.filter { $0.hasPrefix("usage") }
    #expect(usage == [])
    #expect(try ledger.directory().tokens.count == 3)
    try ledger.close()
  }

  /// What the roll-up says must not become something else on the way.
  @Test(arguments: [
    "UPDATE usage_day SET cost_pico = cost_pico + 1", "UPDATE usage_day SET output_text = output_text - 1",
    "DELETE FROM usage_day", "DELETE FROM settlement",
    "INSERT INTO usage_day SELECT '2020-01-01', project_id, model, backend, currency, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "
      + "0, 0 FROM usage_day",
  ])
  func usageByDayThatIsNotTheSumOfItsSettlements_isLeftAsItWas(_ sql: String) throws {
    let temporary = try TemporaryLedger()
    let path = temporary.directory + "/old.sqlite"
    let old = try DatabaseQueue(path: path)
    try old.write { db in
      try db.execute(sql: Schema4.sql + Self.people)
      try Self.write(
        db, 1, at: 0, project: 1, token: 1, model: "m", backend: "b", cost: 5, outcome: "complete", source: "reported",
        tokens: Schema4.bucketNames.map { _ in 7 })
      try db.execute(sql: sql)
    }
    let before = try old.read { try Self.rows($0) }
    try old.close()
    #expect(
      throws: LedgerProblem.damaged("CHECK constraint failed: the usage by day is not the sum of its settlements")
    ) {
      try Ledger(path: path)
    }
    let same = try DatabaseQueue(path: path)
    let (rows, version) = try same.read { (try Self.rows($0), try Int.fetchOne($0, sql: "PRAGMA user_version")) }
    #expect(rows == before && version == 4)
    try same.close()
  }

  /// Schema 6 had prices of one length only. What was settled with them stays what it was.
  @Test func pricesOfOneLength_stayThatWhenLongOnesCome() throws {
    let temporary = try TemporaryLedger()
    let path = temporary.directory + "/old.sqlite"
    let old = try DatabaseQueue(path: path)
    try old.write { db in
      try db.execute(sql: Schema4.sql + Self.people)
      try Self.write(
        db, 1, at: 0, project: 1, token: 1, model: "m", backend: "b", cost: 56, outcome: "complete",
        source: "reported", tokens: Schema4.bucketNames.map { _ in 7 })
    }
    try old.close()
    // Through every step, then back to what a program of schema 6 left behind.
    try Ledger(path: path).close()
    let six = try DatabaseQueue(path: path)
    try six.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          DROP TABLE provenance;
          DROP TABLE leaf;
          DROP TABLE governance;
          CREATE TABLE provenance(seq INTEGER PRIMARY KEY REFERENCES settlement(seq), record BLOB NOT NULL) STRICT;
          DROP TABLE price_context;
          DELETE FROM grdb_migrations
            WHERE identifier IN ('2026-11 prices of long input', '2026-11 leaves of the transparency log');
          PRAGMA user_version = 6;
          """)
      #expect(db.changesCount == 2, "a step has another name now")
    }
    try six.close()

    let ledger = try Ledger(path: path)
    let id = PriceID("p")!
    #expect(
      try ledger.read { try $0.price(id) }
        == Price(id: id, currency: .usd, rates: Price.Rates(repeating: 1), contextTiers: []))
    let long = Price(
      id: PriceID("p2")!, currency: .usd, rates: Price.Rates(repeating: 1),
      contextTiers: [Price.ContextTier(above: 5, rates: Price.Rates(repeating: 2))])
    try ledger.administer { try $0.register([long]) }
    #expect(try ledger.read { try $0.price(long.id) } == long)
    let found = try ledger.verify()
    #expect(found.settlements == 1 && found.findings.allSatisfy { !$0.contains("cost") }, "\(found.findings)")
    #expect(try ledger.read { try Int.fetchOne($0.database, sql: "PRAGMA user_version") } == 8)
    try ledger.close()
  }

  /// Before schema 8 records had no place in a log. They get one in the order of their calls.
  @Test func records_getLeavesInTheOrderOfTheirCalls() throws {
    let temporary = try TemporaryLedger()
    let path = temporary.directory + "/old.sqlite"
    let old = try DatabaseQueue(path: path)
    try old.write { db in
      try db.execute(sql: Schema4.sql + Self.people)
      for number in 1...5 as ClosedRange<Int64> {
        try Self.write(
          db, number, at: 0, project: 1, token: 1, model: "m", backend: "b", cost: 56, outcome: "complete",
          source: "reported", tokens: Schema4.bucketNames.map { _ in 7 })
      }
      for number in [4, 1, 5, 2] as [Int64] {
        try db.execute(
          sql: "INSERT INTO provenance(seq, record) VALUES (?, ?)", arguments: [number, Data("{\(number)}".utf8)])
      }
    }
    try old.close()

    let ledger = try Ledger(path: path)
    let entries = try ledger.entries(from: 0, count: 10).map { String(decoding: $0, as: UTF8.self) }
    #expect(entries == ["{1}", "{2}", "{4}", "{5}"])
    #expect(try ledger.leafCount() == 4)
    #expect(try ledger.verify().findings.allSatisfy { !$0.hasPrefix("log:") })
    try ledger.close()
  }

  private static let people = """
    INSERT INTO project(id, kind, name, created_at) VALUES (1, 'toolforge', 'one', 0), (2, 'cloudvps', 'two', 0);
    INSERT INTO token(id, public_id, project_id, label, hash, scopes, origins, created_at)
    VALUES (1, 'AAAAAAAAAA', 1, '', zeroblob(32), '', '', 0), (2, 'BBBBBBBBBB', 1, '', zeroblob(32), '', '', 0),
      (3, 'CCCCCCCCCC', 2, '', zeroblob(32), '', '', 0);
    INSERT INTO price VALUES ('p', 'USD', 1, 1, 1, 1, 1, 1, 1, 1);
    """

  /// A call as a program of schema 4 wrote it: three rows, and its share of the roll-up.
  private static func write(
    _ db: Database, _ number: Int64, at: Int64, project: Int64, token: Int64, model: String, backend: String,
    cost: Int64, outcome: String, source: String, tokens: [Int64]
  ) throws {
    var id = [UInt8](repeating: 0, count: 16)
    (id[14], id[15]) = (UInt8(number >> 8), UInt8(number & 255))
    try db.execute(
      sql: """
        INSERT INTO intent(request_id, at, project_id, token_id, operation, stream, model, backend, price_id, hold_pico,
          currency, input_bound, output_cap) VALUES (?, ?, ?, ?, 'chat', 0, ?, ?, 'p', 0, 'USD', 0, 0)
        """, arguments: [Data(id), at, project, token, model, backend])
    try db.execute(
      sql: """
        INSERT INTO settlement(seq, at, outcome, status, usage_source, cost_pico, currency, needs_review, total_us,
          bytes_in, bytes_out, \(Schema4.buckets { $0 }))
        VALUES (?, ?, ?, 200, ?, ?, 'USD', 1, 0, 0, 0, \(Schema4.buckets { _ in "?" }))
        """, arguments: [number, at, outcome, source, cost] + StatementArguments(tokens))
    try db.execute(
      sql: """
        INSERT INTO usage_day(day, project_id, model, backend, currency, calls, failed, estimated, recovered, cost_unit,
          cost_pico, \(Schema4.buckets { $0 }))
        VALUES (?, ?, ?, ?, 'USD', 1, ?, ?, ?, ?, ?, \(Schema4.buckets { _ in "?" }))
        ON CONFLICT DO UPDATE SET
          calls = calls + 1, failed = failed + excluded.failed, estimated = estimated + excluded.estimated,
          recovered = recovered + excluded.recovered,
          cost_unit = cost_unit + excluded.cost_unit + (cost_pico + excluded.cost_pico) / 1000000000000,
          cost_pico = (cost_pico + excluded.cost_pico) % 1000000000000,
          \(Schema4.buckets { "\($0) = \($0) + excluded.\($0)" })
        """,
      arguments: [
        CivilDay(containing: Instant(microseconds: at)).description, project, model, backend, outcome == "failed",
        source == "estimated", outcome == "recovered", cost / 1_000_000_000_000, cost % 1_000_000_000_000,
      ] + StatementArguments(tokens))
  }

  /// The roll-up over all tokens, one text for each row.
  private static func rows(_ db: Database) throws -> [String] {
    let columns = ["calls", "failed", "estimated", "recovered"] + Schema4.bucketNames
    return try Row.fetchAll(
      db,
      sql: """
        SELECT day, project_id, model, backend, currency, \(columns.map { "sum(\($0))" }.joined(separator: ", ")),
          sum(cost_unit) + sum(cost_pico) / 1000000000000, sum(cost_pico) % 1000000000000
        FROM usage_day GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
        """
    ).map { row in row.databaseValues.map { "\($0)" }.joined(separator: " ") }
  }
}
