// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import GRDB

/// A wish of a project for other limits, and what became of it.
package struct QuotaRequest: Hashable, Sendable {
  package let id: Int64
  package let project: ProjectName
  package let kind: ProjectKind
  package let scope: LimitScope
  package let wanted: LimitsChange
  package let reason: String
  /// The Phabricator task.
  package let task: String
  package let state: State
  package let openedAt: Instant
  package let decidedAt: Instant?
  /// Why it was approved or refused.
  package let decision: String?

  package enum State: String, CaseIterable, Sendable {
    case open, approved, refused
  }
}

extension Administration {
  /// - Parameter grounds: must have a reason and a task.
  /// - Throws: `LedgerProblem.noSuchProject`, or `malformed` without grounds, without a wish, or for a value out of range.
  package func requestQuota(
    _ wanted: LimitsChange, for name: ProjectName, at now: Instant, on grounds: Grounds
  ) throws -> QuotaRequest {
    let project = try requireProject(name)
    guard let reason = grounds.reason, let task = grounds.task?.text, !wanted.isEmpty else {
      throw LedgerProblem.malformed("a quota request needs at least one limit, a reason and a task")
    }
    _ = try preview(wanted, of: .project(project.id))
    try database.execute(
      sql: """
        INSERT INTO quota_request(project_id, wanted, reason, task, state, opened_at) VALUES (?, ?, ?, ?, 'open', ?)
        """,
      arguments: [project.id.row, wanted.json.text, reason, task, now.microseconds])
    let request = try quotaRequest(database.lastInsertedRowID)
    try audit(
      .requestQuota, "project:\(name)", from: nil,
      to: .object(["request": .number(request.id), "wanted": wanted.json]), at: now, on: grounds)
    return request
  }

  /// Sets the limits that were asked for; the others stay as they are.
  ///
  /// - Throws: `LedgerProblem.noSuchQuotaRequest`, `quotaRequestIsDecided`.
  /// - Returns: the project's own limits before and after.
  package func approveQuota(
    _ id: Int64, at now: Instant, on grounds: Grounds
  ) throws -> (request: QuotaRequest, before: Limits, after: Limits) {
    let request = try requireOpenQuotaRequest(id)
    let (before, after) = try preview(request.wanted, of: request.scope)
    if before != after { try write(after, of: request.scope, task: request.task, at: now) }
    try decide(request, .approved, at: now, on: grounds) { state in
      let limits = state == .open ? before : after
      return .object(["limits": limits.json, "request": .number(id), "state": .text(state.rawValue)])
    }
    return (try quotaRequest(id), before, after)
  }

  /// - Throws: `LedgerProblem.noSuchQuotaRequest`, `quotaRequestIsDecided`.
  package func refuseQuota(_ id: Int64, at now: Instant, on grounds: Grounds) throws -> QuotaRequest {
    let request = try requireOpenQuotaRequest(id)
    try decide(request, .refused, at: now, on: grounds) { state in
      .object(["request": .number(id), "state": .text(state.rawValue)])
    }
    return try quotaRequest(id)
  }

  /// The oldest first; all, or those in one state.
  package func quotaRequests(_ state: QuotaRequest.State? = nil) throws -> [QuotaRequest] {
    try Row.fetchAll(
      database, sql: Self.requests + " WHERE ?1 IS NULL OR state = ?1 ORDER BY quota_request.id",
      arguments: [state?.rawValue]
    ).map(QuotaRequest.init)
  }

  /// - Throws: `LedgerProblem.noSuchQuotaRequest`.
  package func quotaRequest(_ id: Int64) throws -> QuotaRequest {
    guard
      let row = try Row.fetchOne(database, sql: Self.requests + " WHERE quota_request.id = ?", arguments: [id])
    else { throw LedgerProblem.noSuchQuotaRequest(id) }
    return try QuotaRequest(row)
  }

  private func requireOpenQuotaRequest(_ id: Int64) throws -> QuotaRequest {
    let request = try quotaRequest(id)
    guard request.state == .open else { throw LedgerProblem.quotaRequestIsDecided(id, request.state) }
    return request
  }

  /// The task of a decision is the request's, unless it has one of its own.
  private func decide(
    _ request: QuotaRequest, _ state: QuotaRequest.State, at now: Instant, on grounds: Grounds,
    json: (QuotaRequest.State) -> CanonicalJSON
  ) throws {
    var grounds = grounds
    guard let reason = grounds.reason else { throw LedgerProblem.malformed("a decision needs a reason") }
    grounds.task = grounds.task ?? PhabricatorTask(request.task)
    try database.execute(
      sql: "UPDATE quota_request SET state = ?, decided_at = ?, decision = ? WHERE id = ?",
      arguments: [state.rawValue, now.microseconds, reason, request.id])
    try audit(
      state == .approved ? .approveQuota : .refuseQuota, "project:\(request.project)", from: json(.open),
      to: json(state), at: now, on: grounds)
  }

  private static let requests = """
    SELECT quota_request.*, project.name AS project, project.kind AS kind
    FROM quota_request JOIN project ON project.id = project_id
    """
}

extension QuotaRequest {
  init(_ row: Row) throws {
    let id: Int64 = row["id"]
    guard let project = ProjectName(row["project"] as String), let kind = ProjectKind(rawValue: row["kind"]),
      let state = State(rawValue: row["state"])
    else { throw LedgerProblem.damaged("quota request \(id) has no valid project and state") }
    self.init(
      id: id, project: project, kind: kind, scope: .project(ProjectID(row: row["project_id"])),
      wanted: try LimitsChange(json: row["wanted"]), reason: row["reason"], task: row["task"], state: state,
      openedAt: Instant(microseconds: row["opened_at"]),
      decidedAt: (row["decided_at"] as Int64?).map(Instant.init(microseconds:)), decision: row["decision"])
  }
}
