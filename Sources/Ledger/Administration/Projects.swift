// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

extension Administration {
  /// - Throws: `LedgerProblem.projectExists`; names are unique over both kinds.
  package func addProject(
    _ name: ProjectName, kind: ProjectKind, task: PhabricatorTask?, at now: Instant, on grounds: Grounds = Grounds()
  ) throws -> Project {
    guard try project(name) == nil else { throw LedgerProblem.projectExists(name) }
    try database.execute(
      sql: "INSERT INTO project(kind, name, task, created_at) VALUES (?, ?, ?, ?)",
      arguments: [kind.rawValue, name.text, task?.text, now.microseconds])
    let project = try requireProject(name)
    var grounds = grounds
    grounds.task = grounds.task ?? task
    try audit(.addProject, "project:\(name)", from: nil, to: project.json, at: now, on: grounds)
    return project
  }

  /// Disabling twice keeps the first time.
  package func disableProject(
    _ name: ProjectName, at now: Instant, on grounds: Grounds = Grounds()
  ) throws -> Project {
    try change(name, .disableProject, at: now, on: grounds) { project in
      try database.execute(
        sql: "UPDATE project SET disabled_at = ? WHERE id = ? AND disabled_at IS NULL",
        arguments: [now.microseconds, project.id.row])
    }
  }

  package func enableProject(_ name: ProjectName, at now: Instant, on grounds: Grounds = Grounds()) throws -> Project {
    try change(name, .enableProject, at: now, on: grounds) { project in
      try database.execute(
        sql: "UPDATE project SET disabled_at = NULL WHERE id = ? AND disabled_at IS NOT NULL",
        arguments: [project.id.row])
    }
  }

  private func change(
    _ name: ProjectName, _ action: AuditAction, at now: Instant, on grounds: Grounds, _ body: (Project) throws -> Void
  ) throws -> Project {
    let before = try requireProject(name)
    try body(before)
    let after = try requireProject(name)
    if before != after {
      try audit(action, "project:\(name)", from: before.json, to: after.json, at: now, on: grounds)
    }
    return after
  }

  package func project(_ name: ProjectName) throws -> Project? {
    try Row.fetchOne(database, sql: "SELECT * FROM project WHERE name = ?", arguments: [name.text]).map(Project.init)
  }

  /// - Throws: `LedgerProblem.noSuchProject`.
  package func requireProject(_ name: ProjectName) throws -> Project {
    guard let project = try project(name) else { throw LedgerProblem.noSuchProject(name) }
    return project
  }

  /// By name.
  package func projects() throws -> [Project] {
    try Row.fetchAll(database, sql: "SELECT * FROM project ORDER BY name").map(Project.init)
  }
}

extension Project {
  var json: CanonicalJSON {
    .object([
      "disabled_at": .time(orNull: disabledAt), "kind": .text(kind.rawValue), "name": .text(name.text),
      "task": .text(orNull: task),
    ])
  }

  init(_ row: Row) throws {
    let (kind, name): (String, String) = (row["kind"], row["name"])
    guard let kind = ProjectKind(rawValue: kind), let name = ProjectName(name) else {
      throw LedgerProblem.damaged("project \(row["id"] as Int64) has no valid kind and name")
    }
    self.init(
      id: ProjectID(row: row["id"]), kind: kind, name: name, task: row["task"],
      createdAt: Instant(microseconds: row["created_at"]),
      disabledAt: (row["disabled_at"] as Int64?).map(Instant.init(microseconds:)))
  }
}
