// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

/// What applying `projects.yaml` means for the ledger as it stands.
package struct ApplyPlan: Sendable {
  /// In the order of the file.
  package let steps: [Step]
  /// Projects of the ledger that the file does not name, by name. They are left alone.
  package let absent: [ProjectName]

  package struct Step: Sendable {
    package let entry: ProjectEntry
    /// Nil: the project is made.
    package let known: Project?
    /// Its own limits as they are now; the entry has them as they will be.
    package let before: Limits
    /// What was applied the last time; nil: never.
    package let applied: (version: String, limits: Limits)?

    /// Limits, their version or the whole project will be other than they are.
    package var isChange: Bool { known == nil || before != entry.limits || applied?.version != entry.version.text }

    /// The limits were set by other means since the file was applied last, and the file does not know of it.
    package var isConflict: Bool { before != entry.limits && before != applied?.limits ?? Limits() }

    /// The ledger has a project of this name and another kind.
    package var isOfOtherKind: Bool { known.map { $0.kind != entry.kind } ?? false }
  }
}

extension Administration {
  /// Compares the file's projects with the ledger; writes nothing.
  package func plan(_ entries: [ProjectEntry]) throws -> ApplyPlan {
    let named = Set(entries.map(\.name))
    return ApplyPlan(
      steps: try entries.map { entry in
        let known = try project(entry.name)
        return ApplyPlan.Step(
          entry: entry, known: known, before: try known.map { try limits(of: .project($0.id)) } ?? Limits(),
          applied: try known.flatMap { try applied(to: $0.id) })
      },
      absent: try projects().map(\.name).filter { !named.contains($0) })
  }

  /// Carries out a plan that was made in this transaction: makes projects that are missing and sets the limits of each
  /// to exactly those of the file. Each change is an audit row of its own, under the task of its entry; what changes
  /// nothing writes nothing.
  ///
  /// - Parameter grounds: their task is not used.
  /// - Throws: `LedgerProblem.malformed` when a project is of another kind than the file says.
  package func apply(_ plan: ApplyPlan, at now: Instant, on grounds: Grounds) throws {
    for step in plan.steps where step.isChange {
      let entry = step.entry
      var grounds = grounds
      grounds.task = entry.version.task
      guard !step.isOfOtherKind else {
        throw LedgerProblem.malformed("the project \(entry.name) is not of the kind \(entry.kind.rawValue)")
      }
      let project =
        try step.known ?? addProject(entry.name, kind: entry.kind, task: entry.version.task, at: now, on: grounds)
      if let name = LimitsChange(replacingAllBy: entry.limits).refused {
        throw LedgerProblem.malformed("\(name.rawValue) of \(entry.name) is out of its range")
      }
      if step.before != entry.limits {
        try write(entry.limits, of: .project(project.id), task: grounds.task?.text, at: now)
      }
      try database.execute(
        sql: """
          INSERT INTO project_applied(project_id, version, limits, applied_at) VALUES (?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET
            version = excluded.version, limits = excluded.limits, applied_at = excluded.applied_at
          """,
        arguments: [project.id.row, entry.version.text, entry.limits.json.text, now.microseconds])
      try audit(
        .applyLimits, "project:\(entry.name)",
        from: .object(["limits": step.before.json, "version": .text(orNull: step.applied?.version)]),
        to: .object(["limits": entry.limits.json, "version": .text(entry.version.text)]), at: now, on: grounds)
    }
  }

  private func applied(to project: ProjectID) throws -> (version: String, limits: Limits)? {
    try Row.fetchOne(
      database, sql: "SELECT version, limits FROM project_applied WHERE project_id = ?", arguments: [project.row]
    ).map { ($0["version"], try Limits(json: $0["limits"])) }
  }
}
