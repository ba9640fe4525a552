// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB
import Glibc
import Synchronization

/// Durable truth: projects, tokens, prices, intents, settlements, provenance and usage in one SQLite file.
///
/// Several processes may have it open (the server, the command line); one at most serves calls, see `claim`. Calls are
/// written by `LedgerWriter`; everything here is synchronous and blocks its thread, so never call it on an event loop.
package final class Ledger: Sendable {
  package let path: String
  package let durability: LedgerSettings.Durability
  let pool: DatabasePool
  let freshLeaves = FreshLeaves()
  private let lock = Mutex<ServingLock?>(nil)

  package enum Opening: Sendable {
    /// There must be a ledger.
    case existing
    /// An empty one is made where there is none; its directory must exist.
    case createIfMissing
  }

  /// Opens the file, brings its schema up to date and makes sure of its durability. Nothing is scanned, so that a large
  /// ledger opens as fast as a small one.
  ///
  /// - Parameter busyTimeout: how long a write waits while another connection writes.
  /// - Throws: `LedgerProblem`.
  package init(
    path: String, durability: LedgerSettings.Durability = .power, opening: Opening = .existing,
    busyTimeout: Duration = .seconds(5)
  ) throws {
    self.path = path
    self.durability = durability
    switch opening {
    case .existing: guard LedgerFile.exists(path) else { throw LedgerProblem.missing(path: path) }
    case .createIfMissing: _ = try LedgerFile.create(path)
    }
    do {
      pool = try DatabasePool(path: path, configuration: Self.configuration(path: path, busyTimeout: busyTimeout))
      if try pool.read({ try Int.fetchOne($0, sql: "PRAGMA user_version") }) != LedgerSchema.version {
        try LedgerSchema.migrator.migrate(pool)
      }
      try Self.setDurability(durability, of: pool)
    } catch let error as DatabaseError {
      let reason = error.message ?? error.resultCode.description
      switch error.resultCode {
      case .SQLITE_NOTADB: throw LedgerProblem.foreign(path: path)
      // Rows that a newer schema does not take, since they contradict one another.
      case .SQLITE_CONSTRAINT: throw LedgerProblem.damaged(reason)
      default: throw LedgerProblem.cannotOpen(path: path, reason: reason)
      }
    }
  }

  private static func configuration(path: String, busyTimeout: Duration) -> Configuration {
    var configuration = Configuration()
    configuration.label = "ledger"
    configuration.busyMode = .timeout(busyTimeout / .seconds(1))
    configuration.foreignKeysEnabled = true
    configuration.maximumReaderCount = 4
    configuration.prepareDatabase { try LedgerFile.check($0, path: path) }
    return configuration
  }

  /// GRDB sets `synchronous=NORMAL` when it switches WAL on, whatever was set before; hence after opening, and read
  /// back.
  private static func setDurability(_ durability: LedgerSettings.Durability, of pool: DatabasePool) throws {
    let (level, name) = durability == .power ? (2, "FULL") : (1, "NORMAL")
    try pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = \(name)")
      let found = try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
      guard found == level else { throw LedgerProblem.notDurable(wanted: durability, found: found) }
      // The log gives its space back after a burst.
      try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
    }
  }

  /// Makes this the one ledger object that serves calls, until it is closed or the process ends.
  ///
  /// - Throws: `LedgerProblem.beingServed` while another process holds the claim.
  package func claim() throws {
    try lock.withLock { lock in
      if lock == nil { lock = try ServingLock(ledger: path) }
    }
  }

  /// Changes made by administrators, in one transaction: all of it or nothing.
  package func administer<T>(_ change: (Administration) throws -> T) throws -> T {
    try pool.write { try change(Administration(database: $0)) }
  }

  /// Closes the connections. Stop the writer first.
  package func close() throws {
    try pool.close()
    lock.withLock { $0 = nil }
  }

  /// Makes everything that is committed outlast a loss of power. With `durability: power` each commit does.
  ///
  /// What SQLite has moved out of the write-ahead log it has synced itself, at both levels.
  ///
  /// - Throws: `LedgerProblem.cannotOpen` when the disk refuses.
  package func sync() throws(LedgerProblem) {
    guard durability == .process else { return }
    let wal = path + "-wal"
    // SQLite keeps its locks on the other two files: closing this one gives none of them up (sqlite.org/howtocorrupt).
    let file = open(wal, O_RDONLY | O_CLOEXEC)
    guard file >= 0 || errno != ENOENT else { return }
    defer { Glibc.close(file) }
    guard file >= 0, fdatasync(file) == 0 else {
      throw LedgerProblem.cannotOpen(path: wal, reason: String(cString: strerror(errno)))
    }
  }
}
