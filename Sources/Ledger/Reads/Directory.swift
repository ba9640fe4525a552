// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import GRDB

/// All projects and tokens at one moment, for authentication in memory.
package struct DirectoryRows: Sendable {
  /// `Ledger.directoryVersion` of the same moment.
  package let version: Int64
  package let projects: [Project]
  /// Live or not, so that a revoked token can be told from an unknown one.
  package let tokens: [Token]
}

extension Ledger {
  package func directory() throws -> DirectoryRows {
    try read { desk in
      DirectoryRows(
        version: try Self.directoryVersion(desk.database), projects: try desk.projects(), tokens: try desk.tokens())
    }
  }

  /// Grows with each change of a project, a token, a limit or a stop by any process, never with a token's use. One small
  /// read.
  package func directoryVersion() throws -> Int64 {
    try pool.read { try Self.directoryVersion($0) }
  }

  static func directoryVersion(_ db: Database) throws -> Int64 {
    guard let version = try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'directory'") else {
      throw LedgerProblem.damaged("the counter of the directory is missing")
    }
    return version
  }

  /// Questions to the same tables that `administer` changes, on a reading connection and at one moment; a change made
  /// here fails.
  package func read<T>(_ question: (Administration) throws -> T) throws -> T {
    try pool.read { try question(Administration(database: $0)) }
  }
}
