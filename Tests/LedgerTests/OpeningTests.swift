// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Glibc
import Ledger
import Testing
import ToolgateTesting

@Suite struct OpeningTests {
  /// That the writing connection really has: 2 is FULL, 1 is NORMAL.
  private func synchronousLevel(_ ledger: Ledger) throws -> Int? {
    try ledger.administer { try Int.fetchOne($0.database, sql: "PRAGMA synchronous") }
  }

  @Test(arguments: [(LedgerSettings.Durability.power, 2), (.process, 1)])
  func durability_isReadBackAfterOpeningAndReopening(_ durability: LedgerSettings.Durability, _ level: Int) throws {
    let temporary = try TemporaryLedger(durability: durability)
    #expect(try synchronousLevel(temporary.ledger) == level)
    try temporary.ledger.close()
    let again = try Ledger(path: temporary.path, durability: durability)
    #expect(try synchronousLevel(again) == level)
    let pragmas = try again.administer { desk in
      try ["journal_mode", "foreign_keys", "busy_timeout"].map {
        try String.fetchOne(desk.database, sql: "PRAGMA \($0)")
      }
    }
    #expect(pragmas == ["wal", "1", "5000"])
    try again.close()
  }

  @Test func files_areForTheirOwnerOnly() throws {
    let temporary = try TemporaryLedger()
    for suffix in ["", "-wal", "-shm"] { #expect(mode(of: temporary.path + suffix) == 0o600, "\(suffix)") }
  }

  @Test func everyTable_isStrict() throws {
    let temporary = try TemporaryLedger()
    let loose = try temporary.ledger.read {
      try String.fetchAll(
        $0.database,
        sql: """
          SELECT name FROM pragma_table_list
          WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'
            AND name <> 'grdb_migrations'
          """)
    }
    #expect(loose == [])
  }

  @Test func missingFile_isNotMadeByAccident() throws {
    let path = "/tmp/toolgate-no-such-ledger-\(getpid()).sqlite"
    #expect(throws: LedgerProblem.missing(path: path)) { try Ledger(path: path) }
    #expect(access(path, F_OK) != 0)
  }

  @Test func foreignSQLiteFile_isRefusedAndLeftAlone() throws {
    let temporary = try TemporaryLedger()
    let path = temporary.directory + "/other.sqlite"
    let other = try DatabaseQueue(path: path)
    try other.write { try $0.execute(sql: "CREATE TABLE recipe(name TEXT)") }
    try other.close()
    #expect(throws: LedgerProblem.foreign(path: path)) {
      try Ledger(path: path, opening: .createIfMissing)
    }
    let mode = try DatabaseQueue(path: path).read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    #expect(mode == "delete")
  }

  @Test func fileThatIsNoDatabase_isRefused() throws {
    let temporary = try TemporaryLedger()
    let path = temporary.directory + "/notes.txt"
    let file = fopen(path, "w")!
    for _ in 0..<400 { fputs("this is not a database\n", file) }
    fclose(file)
    #expect(throws: LedgerProblem.foreign(path: path)) { try Ledger(path: path) }
  }

  @Test func newerSchema_isRefused() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.administer { try $0.database.execute(sql: "PRAGMA user_version = 99") }
    try temporary.ledger.close()
    #expect(throws: LedgerProblem.newerSchema(path: temporary.path, found: 99, known: 8)) {
      try Ledger(path: temporary.path)
    }
  }

  /// `/proc` takes no new file from anybody, root included.
  @Test func directoryThatCannotBeWritten_givesOneClearLine() throws {
    #expect {
      try Ledger(path: "/proc/ledger.sqlite", opening: .createIfMissing)
    } throws: {
      guard case .cannotOpen(let path, _)? = $0 as? LedgerProblem else { return false }
      return path == "/proc/ledger.sqlite" && !"\($0)".contains("\n") && "\($0)".contains("check the directory")
    }
  }

  @Test func secondServer_isTurnedAwayUntilTheFirstCloses() throws {
    let temporary = try TemporaryLedger()
    try temporary.ledger.claim()
    try temporary.ledger.claim()
    let second = try Ledger(path: temporary.path)
    #expect(throws: LedgerProblem.beingServed(path: temporary.path)) { try second.claim() }
    #expect(throws: LedgerProblem.beingServed(path: temporary.path)) { try LedgerWriter(second) }
    #expect(throws: LedgerProblem.beingServed(path: temporary.path)) {
      try second.recover(at: TemporaryLedger.start) { _ in [] }
    }
    try temporary.ledger.close()
    try second.claim()
    try second.close()
  }

  @Test func everyProblem_isOneLine() {
    let name = ProjectName("a")!
    let problems: [LedgerProblem] = [
      .missing(path: "p"), .cannotOpen(path: "p", reason: "r"), .foreign(path: "p"),
      .newerSchema(path: "p", found: 9, known: 1), .notDurable(wanted: .power, found: 1), .beingServed(path: "p"),
      .damaged("x"), .projectExists(name), .noSuchProject(name), .tokenExists(publicID: "t"),
      .noSuchToken(publicID: "t"), .tokenIsOver(publicID: "t"), .malformed("x"), .priceChanged(PriceID("p")!),
      .notStopped("global"), .noSuchQuotaRequest(1),
      .quotaRequestIsDecided(1, .refused), .fileExists(path: "p"), .backupFailed(path: "p", reason: "r"), .closed,
    ]
    for problem in problems { #expect(!"\(problem)".contains("\n") && !"\(problem)".isEmpty) }
  }
}

func mode(of path: String) -> UInt32 {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
}
