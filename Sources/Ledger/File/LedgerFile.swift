// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Glibc

/// What makes a SQLite file a ledger: its mark, its schema number, its mode.
enum LedgerFile {
  /// `PRAGMA application_id`: the bytes `TGl1`, which `file(1)` and SQLite's header show at offset 68.
  static let applicationID = 0x5447_6C31

  /// Refuses a file of another program or of a newer one. Runs on each connection before WAL is switched on, so that a
  /// foreign file is not even touched. It asks SQLite, since opening the file by hand and closing it would drop the
  /// locks that other connections of this process hold on it (<https://www.sqlite.org/howtocorrupt.html>, 2.2).
  static func check(_ db: Database, path: String) throws {
    let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    if application == 0, version == 0, try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 { return }
    guard application == applicationID else { throw LedgerProblem.foreign(path: path) }
    guard version <= LedgerSchema.version else {
      throw LedgerProblem.newerSchema(path: path, found: version, known: LedgerSchema.version)
    }
  }

  /// Makes an empty file that only its owner may read; SQLite gives the same mode to the `-wal` and `-shm` beside it.
  ///
  /// - Returns: false if there is a file already.
  static func create(_ path: String) throws -> Bool {
    let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      close(descriptor)
      return true
    }
    guard errno == EEXIST else { throw LedgerProblem.cannotOpen(path: path, reason: reason(errno)) }
    return false
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
