// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

/// A scope as the tables write it, and as people name it: `project:wikisum`, `global`.
struct ScopeKey: Hashable, CustomStringConvertible {
  let kind: String
  /// Empty for the global scope.
  let subject: String

  var description: String { subject.isEmpty ? kind : "\(kind):\(subject)" }
}

extension Administration {
  /// - Throws: `LedgerProblem.damaged` for a project or token that is not in the ledger.
  func key(of scope: LimitScope) throws -> ScopeKey {
    switch scope {
    case .global: return ScopeKey(kind: "global", subject: "")
    case .backend(let id): return ScopeKey(kind: "backend", subject: id.text)
    case .model(let id): return ScopeKey(kind: "model", subject: id.text)
    case .project(let id):
      guard let name = try String.fetchOne(database, sql: "SELECT name FROM project WHERE id = ?", arguments: [id.row])
      else { throw LedgerProblem.damaged("there is no project in row \(id.row)") }
      return ScopeKey(kind: "project", subject: name)
    case .token(let token):
      guard
        let id = try String.fetchOne(database, sql: "SELECT public_id FROM token WHERE id = ?", arguments: [token.row])
      else { throw LedgerProblem.damaged("there is no token in row \(token.row)") }
      return ScopeKey(kind: "token", subject: id)
    }
  }

  /// How people and the audit log name a scope: `project:wikisum`, `global`.
  package func name(of scope: LimitScope) throws -> String { try key(of: scope).description }

  /// The rows of a table with `scope` and `subject`, and the row numbers of the projects and tokens that they name.
  func scopedRows(of table: String) throws -> [Row] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT \(table).*, project.id AS project_row, token.id AS token_row FROM \(table)
          LEFT JOIN project ON scope = 'project' AND project.name = subject
          LEFT JOIN token ON scope = 'token' AND public_id = subject
        ORDER BY scope, subject
        """)
  }
}

extension LimitScope {
  /// Reads what `scopedRows` gives.
  init(_ row: Row) throws {
    let (kind, subject): (String, String) = (row["scope"], row["subject"])
    let scope: LimitScope? =
      switch kind {
      case "global": .global
      case "backend": BackendID(subject).map(LimitScope.backend)
      case "model": ModelID(subject).map(LimitScope.model)
      case "project": (row["project_row"] as Int64?).map { .project(ProjectID(row: $0)) }
      case "token": (row["token_row"] as Int64?).map { .token(TokenRow(row: $0)) }
      default: nil
      }
    guard let scope else { throw LedgerProblem.damaged("nothing is known of \(kind) \(subject), which is limited") }
    self = scope
  }
}
