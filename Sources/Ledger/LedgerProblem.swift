// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Why the ledger refuses what an administrator or a program asks of it, in one line that says what to do.
package enum LedgerProblem: Error, Hashable, Sendable {
  case missing(path: String)
  case cannotOpen(path: String, reason: String)
  /// The file belongs to another program, or is no SQLite file.
  case foreign(path: String)
  case newerSchema(path: String, found: Int, known: Int)
  /// SQLite did not take the durability that is configured.
  case notDurable(wanted: LedgerSettings.Durability, found: Int)
  /// Another process answers calls with this ledger.
  case beingServed(path: String)
  /// A row holds what this program never writes.
  case damaged(String)
  case projectExists(ProjectName)
  case noSuchProject(ProjectName)
  case tokenExists(publicID: String)
  case noSuchToken(publicID: String)
  case tokenIsOver(publicID: String)
  case malformed(String)
  case priceChanged(PriceID)
  /// Names the scope.
  case notStopped(String)
  case noSuchQuotaRequest(Int64)
  case quotaRequestIsDecided(Int64, QuotaRequest.State)
  case fileExists(path: String)
  case backupFailed(path: String, reason: String)
  /// The writer has been stopped.
  case closed
}

extension LedgerProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let path): "there is no ledger at \(path): run `toolgate init`, or correct `ledger.path`"
    case .cannotOpen(let path, let reason):
      "cannot open the ledger \(path): \(reason); check the directory, its owner and its free space"
    case .foreign(let path): "\(path) is not a Toolgate ledger: name another file in `ledger.path`"
    case .newerSchema(let path, let found, let known):
      "the ledger \(path) has schema \(found), this program knows up to \(known): use the newer program"
    case .notDurable(let wanted, let found):
      "SQLite keeps synchronous=\(found), which is not durability \(wanted.rawValue): nothing was written"
    case .beingServed(let path): "another process serves with the ledger \(path): stop it first"
    case .damaged(let what): "the ledger is damaged: \(what); run `toolgate ledger verify` and restore a backup"
    case .projectExists(let name): "there is a project \(name) already: choose another name"
    case .noSuchProject(let name): "there is no project \(name): see `toolgate project list`"
    case .tokenExists(let id): "there is a token \(id) already: issue it again"
    case .noSuchToken(let id): "there is no token \(id): see `toolgate token list`"
    case .tokenIsOver(let id): "token \(id) is revoked, expired or replaced already: issue a new one"
    case .malformed(let what): what
    case .priceChanged(let id):
      "price \(id) is in the ledger with other figures: put them back, end it with `valid_to`, and add a version that "
        + "begins then"
    case .notStopped(let scope): "there is no stop for \(scope): see `toolgate stops`"
    case .noSuchQuotaRequest(let id): "there is no quota request \(id): see `toolgate quota list`"
    case .quotaRequestIsDecided(let id, let state): "quota request \(id) is \(state.rawValue) already: make a new one"
    case .fileExists(let path): "\(path) exists: a backup is only written to a new file"
    case .backupFailed(let path, let reason): "the backup to \(path) failed: \(reason)"
    case .closed: "the ledger is closed"
    }
  }
}
