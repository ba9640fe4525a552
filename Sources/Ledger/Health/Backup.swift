// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB
import Glibc

extension Ledger {
  /// Copies the ledger as it stands at one moment while calls go on, to a file that does not exist yet.
  ///
  /// The copy is made under another name, checked, brought to disk and only then given its name, so that a file of that
  /// name is always a whole backup. It is a single file of mode 0600 without a log beside it.
  ///
  /// - Throws: `LedgerProblem.fileExists`, `backupFailed`.
  package func backup(to target: String) throws {
    guard !LedgerFile.exists(target) else { throw LedgerProblem.fileExists(path: target) }
    let partial = "\(target).partial-\(getpid())"
    guard try LedgerFile.create(partial) else { throw LedgerProblem.fileExists(path: partial) }
    defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(partial + suffix) } }
    do {
      let copy = try DatabaseQueue(path: partial)
      try pool.backup(to: copy)
      try copy.writeWithoutTransaction { try Self.check(copy: $0, path: partial) }
      try copy.close()
    } catch let error as DatabaseError {
      throw LedgerProblem.backupFailed(path: target, reason: error.message ?? error.resultCode.description)
    }
    try Self.synchronize(partial)
    guard link(partial, target) == 0 else {
      throw errno == EEXIST
        ? LedgerProblem.fileExists(path: target)
        : LedgerProblem.backupFailed(path: target, reason: LedgerFile.reason(errno))
    }
    try Self.synchronize(Self.directory(of: target))
  }

  private static func check(copy db: Database, path: String) throws {
    // Out of WAL, so that the copy is one file.
    try db.execute(sql: "PRAGMA journal_mode = DELETE")
    try LedgerFile.check(db, path: path)
    let answer = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
    guard answer == "ok" else { throw LedgerProblem.backupFailed(path: path, reason: answer) }
  }

  private static func synchronize(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { Glibc.close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0 else {
      throw LedgerProblem.backupFailed(path: path, reason: LedgerFile.reason(errno))
    }
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
