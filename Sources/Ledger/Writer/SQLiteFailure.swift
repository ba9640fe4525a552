// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDBSQLite

/// What SQLite said when a step failed. Its messages name tables and columns, never values.
struct SQLiteFailure: Error {
  /// The extended result code (<https://www.sqlite.org/rescode.html>).
  let code: Int32
  let message: String

  init(on connection: OpaquePointer) {
    code = sqlite3_extended_errcode(connection)
    message = String(cString: sqlite3_errmsg(connection))
  }

  /// True when the row is to blame and another row might pass; false when the file, the disk or the lock is.
  var isRowsFault: Bool {
    [SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE].contains(code & 0xFF)
  }

  var refusal: LedgerRefusal {
    guard isRowsFault else { return .unavailable(message) }
    switch code {
    case Self.unique, Self.primaryKey, Self.rowID: return .duplicate
    case Self.foreignKey: return .inconsistent("a row points at a project, token or price that is not in the ledger")
    default: return .inconsistent(message)
    }
  }

  // Macros with arguments, which Swift does not import.
  private static let unique = SQLITE_CONSTRAINT | 8 << 8
  private static let primaryKey = SQLITE_CONSTRAINT | 6 << 8
  private static let rowID = SQLITE_CONSTRAINT | 10 << 8
  private static let foreignKey = SQLITE_CONSTRAINT | 3 << 8
}
