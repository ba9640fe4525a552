// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

extension Administration {
  /// Puts a stop in force, or gives the one that is in force another reason; it keeps its beginning then. What changes
  /// nothing writes nothing.
  ///
  /// - Parameter grounds: must have a reason and a task.
  /// - Throws: `LedgerProblem.malformed` without them, or for a token: revoke it instead.
  /// - Returns: the stop that was in force before, and the one that is now.
  package func stop(
    _ scope: LimitScope, endsCalls: Bool, at now: Instant, on grounds: Grounds
  ) throws -> (before: EmergencyStop?, after: EmergencyStop) {
    if case .token = scope { throw LedgerProblem.malformed("a token is not stopped but revoked") }
    guard let reason = grounds.reason, let task = grounds.task?.text else {
      throw LedgerProblem.malformed("a stop needs a reason and a task")
    }
    let before = try stop(of: scope)
    let after = EmergencyStop(
      scope: scope, reason: reason, task: task, since: before?.since ?? now, endsCalls: endsCalls)
    guard before != after else { return (before, after) }
    let key = try key(of: scope)
    try database.execute(
      sql: """
        INSERT INTO emergency_stop(scope, subject, reason, task, since, ends_calls) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET reason = excluded.reason, task = excluded.task, ends_calls = excluded.ends_calls
        """,
      arguments: [key.kind, key.subject, reason, task, after.since.microseconds, endsCalls])
    try audit(.stop, key.description, from: before.map(\.json), to: after.json, at: now, on: grounds)
    return (before, after)
  }

  /// - Throws: `LedgerProblem.notStopped`.
  /// - Returns: the stop that was in force.
  package func resume(_ scope: LimitScope, at now: Instant, on grounds: Grounds) throws -> EmergencyStop {
    let key = try key(of: scope)
    guard let before = try stop(of: scope) else { throw LedgerProblem.notStopped(key.description) }
    try database.execute(
      sql: "DELETE FROM emergency_stop WHERE scope = ? AND subject = ?", arguments: [key.kind, key.subject])
    try audit(.resume, key.description, from: before.json, to: nil, at: now, on: grounds)
    return before
  }

  /// Those in force, the widest first.
  package func stops() throws -> [EmergencyStop] {
    let stops = try scopedRows(of: "emergency_stop").map { row in
      EmergencyStop(
        scope: try LimitScope(row), reason: row["reason"], task: row["task"],
        since: Instant(microseconds: row["since"]), endsCalls: row["ends_calls"])
    }
    return stops.filter { $0.scope == .global } + stops.filter { $0.scope != .global }
  }

  package func stop(of scope: LimitScope) throws -> EmergencyStop? { try stops().first { $0.scope == scope } }
}

extension EmergencyStop {
  var json: CanonicalJSON {
    .object([
      "ends_calls": .flag(endsCalls), "reason": .text(reason), "since": .text(since.description), "task": .text(task),
    ])
  }
}
