// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
import GRDB

extension Administration {
  /// - Throws: `LedgerProblem.tokenExists` when the public id is taken, `malformed` for a wrong length or a bad origin.
  package func insertToken(_ token: NewToken, at now: Instant, on grounds: Grounds = Grounds()) throws -> Token {
    let inserted = try insert(token, at: now)
    try audit(.issueToken, "token:\(token.publicID)", from: nil, to: json(of: inserted), at: now, on: grounds)
    return inserted
  }

  private func insert(_ token: NewToken, at now: Instant) throws -> Token {
    guard token.publicID.utf8.count == 10, token.hash.count == 32 else {
      throw LedgerProblem.malformed("a token needs a public id of 10 characters and a hash of 32 bytes")
    }
    guard token.origins.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isWhitespace) }) else {
      throw LedgerProblem.malformed("an origin is one word such as https://example.toolforge.org")
    }
    guard try self.token(token.publicID) == nil else { throw LedgerProblem.tokenExists(publicID: token.publicID) }
    let (project, role): (Int64?, String?) =
      switch token.owner {
      case .project(let id): (id.row, nil)
      case .staff(let role): (nil, role.rawValue)
      }
    try database.execute(
      sql: """
        INSERT INTO token(public_id, project_id, role, label, hash, scopes, origins, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        token.publicID, project, role, token.label, Data(token.hash),
        token.scopes.map(\.rawValue).joined(separator: " "), token.origins.joined(separator: " "), now.microseconds,
        token.expiresAt?.microseconds,
      ])
    return try requireToken(token.publicID)
  }

  /// Revoking twice keeps the first time.
  package func revokeToken(
    _ publicID: String, at now: Instant, on grounds: Grounds = Grounds()
  ) throws -> Token {
    let token = try requireToken(publicID)
    try database.execute(
      sql: "UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
      arguments: [now.microseconds, token.id.row])
    let revoked = try requireToken(publicID)
    if revoked != token {
      try audit(
        .revokeToken, "token:\(publicID)", from: json(of: token), to: json(of: revoked), at: now, on: grounds)
    }
    return revoked
  }

  /// Puts a new secret in the place of an old one. The new token is as the old one was; the old one ends at its own
  /// expiry or after the overlap, whichever comes first.
  ///
  /// - Parameter expiresAt: the new token's expiry.
  /// - Throws: `LedgerProblem.tokenIsOver` when there is nothing left to rotate.
  package func rotateToken(
    _ publicID: String, to newID: String, hash: [UInt8], expiresAt: Instant?, overlap: Duration, at now: Instant,
    on grounds: Grounds = Grounds()
  ) throws -> (old: Token, new: Token) {
    let old = try requireToken(publicID)
    guard old.isLive(at: now), old.replacedBy == nil else { throw LedgerProblem.tokenIsOver(publicID: publicID) }
    let new = try insert(
      NewToken(
        publicID: newID, hash: hash, owner: old.owner, label: old.label, scopes: old.scopes, origins: old.origins,
        expiresAt: expiresAt),
      at: now)
    let end = now + overlap
    try database.execute(
      sql: "UPDATE token SET replaced_by = ?, expires_at = ? WHERE id = ?",
      arguments: [new.id.row, min(old.expiresAt ?? end, end).microseconds, old.id.row])
    let ended = try requireToken(publicID)
    try audit(
      .rotateToken, "token:\(publicID)", from: json(of: old),
      to: .object(["new": json(of: new), "old": json(of: ended)]), at: now, on: grounds)
    return (ended, new)
  }

  package func token(_ publicID: String) throws -> Token? {
    try Row.fetchOne(database, sql: Self.select + " WHERE public_id = ?", arguments: [publicID]).map(Token.init)
  }

  /// - Throws: `LedgerProblem.noSuchToken`.
  package func requireToken(_ publicID: String) throws -> Token {
    guard let token = try token(publicID) else { throw LedgerProblem.noSuchToken(publicID: publicID) }
    return token
  }

  /// The oldest first; all tokens, or those of one project.
  package func tokens(of project: ProjectID? = nil) throws -> [Token] {
    try Row.fetchAll(
      database, sql: Self.select + " WHERE ?1 IS NULL OR project_id = ?1 ORDER BY id", arguments: [project?.row]
    ).map(Token.init)
  }

  /// What the audit log keeps of a token: never its hash, and not when it was used.
  private func json(of token: Token) throws -> CanonicalJSON {
    let owner =
      switch token.owner {
      case .project(let id): try name(of: .project(id))
      case .staff(let role): "staff:\(role.rawValue)"
      }
    return .object([
      "expires_at": .time(orNull: token.expiresAt), "id": .text(token.publicID), "label": .text(token.label),
      "origins": .list(token.origins.map(CanonicalJSON.text)), "owner": .text(owner),
      "revoked_at": .time(orNull: token.revokedAt), "scopes": .list(token.scopes.map { .text($0.rawValue) }),
    ])
  }

  private static let select = "SELECT token.*, last_used_at FROM token LEFT JOIN token_use ON token_id = id"
}

extension Token {
  init(_ row: Row) throws {
    let publicID: String = row["public_id"]
    let owner: TokenOwner? =
      if let project = row["project_id"] as Int64? {
        .project(ProjectID(row: project))
      } else {
        (row["role"] as String?).flatMap(StaffRole.init).map(TokenOwner.staff)
      }
    let scopes = (row["scopes"] as String).split(separator: " ").map { Scope(rawValue: String($0)) }
    // A scope that this program does not know must not turn into "everything".
    guard let owner, !scopes.contains(nil) else {
      throw LedgerProblem.damaged("token \(publicID) has an owner or a scope that is not known")
    }
    func instant(_ column: String) -> Instant? { (row[column] as Int64?).map(Instant.init(microseconds:)) }
    self.init(
      id: TokenRow(row: row["id"]), publicID: publicID, owner: owner, label: row["label"],
      hash: Array(row["hash"] as Data), scopes: scopes.compactMap(\.self),
      origins: (row["origins"] as String).split(separator: " ").map(String.init),
      createdAt: Instant(microseconds: row["created_at"]), expiresAt: instant("expires_at"),
      revokedAt: instant("revoked_at"), replacedBy: (row["replaced_by"] as Int64?).map(TokenRow.init(row:)),
      lastUsedAt: instant("last_used_at"))
  }
}
