// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Identity
import Ledger

/// Turns the ledger's rows of projects and tokens into the snapshot that calls are checked against.
struct DirectoryReader: Sendable {
  let ledger: Ledger
  let hasher: TokenHasher

  func read() throws -> (directory: Directory, version: Int64) {
    let rows = try ledger.directory()
    let projects = Dictionary(
      uniqueKeysWithValues: rows.projects.map {
        ($0.id, Directory.Project(id: $0.id, name: $0.name, isDisabled: $0.isDisabled))
      })
    var tokens: [TokenID: Directory.Token] = [:]
    for row in rows.tokens {
      guard let id = TokenID(row.publicID), let hash = TokenHash(bytes: row.hash) else {
        throw LedgerProblem.damaged("the token in row \(row.id.row) has no valid id and hash")
      }
      let owner: Directory.Owner
      switch row.owner {
      case .project(let id):
        guard let project = projects[id] else {
          throw LedgerProblem.damaged("the token in row \(row.id.row) is of no project")
        }
        owner = .project(project)
      case .staff(let role): owner = .staff(role)
      }
      tokens[id] = Directory.Token(
        row: row.id, hash: hash, owner: owner, scopes: row.scopes.isEmpty ? nil : Set(row.scopes),
        origins: Set(row.origins),
        expires: row.expiresAt, revoked: row.revokedAt)
    }
    return (Directory(tokens: tokens, hasher: hasher), rows.version)
  }
}
