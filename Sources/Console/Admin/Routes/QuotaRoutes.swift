// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Wire

enum QuotaRoutes {
  static let all = [
    AdminRoute(
      method: .get, path: "/quota-requests", summary: "Wishes for other limits, the oldest first.",
      roles: AdminRoutes.everybody,
      query: [
        AdminField(
          "state", .oneOf(QuotaRequest.State.allCases.map(\.rawValue)), required: false, "Only those in this state.")
      ]
    ) { request, desk in
      let state = request.query["state"].flatMap(QuotaRequest.State.init)
      let requests = try await desk.read { try $0.quotaRequests(state) }
      return AdminReply("quota_requests") { json in
        json.array { json in for request in requests { request.write(to: &json) } }
      }
    },
    AdminRoute(
      method: .post, path: "/quota-requests", summary: "Writes a project's wish down.", roles: [.admin],
      body: [
        AdminField("project", .projectName, "Whose wish it is."), AdminField("limits", .limits, "What it wants."),
        .task,
        .reason,
      ]
    ) { request, desk in
      let name = try request.projectName("project")
      let wanted = try request.limits()
      let (grounds, now) = (request.grounds, desk.now())
      let (made, project) = try await desk.change { ledger in
        let project = try ledger.requireProject(name)
        try desk.check(wanted, of: .project(project.id))
        return (try ledger.requestQuota(wanted, for: name, at: now, on: grounds), project)
      }
      return AdminReply("quota_request", info: desk.logLines(.requestQuota(made), project: project, on: grounds)) {
        made.write(to: &$0)
      }
    },
    AdminRoute(
      method: .post, path: "/quota-requests/{id}/approve", summary: "Sets the limits that were asked for.",
      roles: [.admin], body: [.reason]
    ) { request, desk in
      let id = try request.identifier()
      let (grounds, now) = (request.grounds, desk.now())
      let (approved, project, limits) = try await desk.change { ledger in
        // The configuration may have changed since it was asked for.
        let request = try ledger.quotaRequest(id)
        try desk.check(request.wanted, of: request.scope)
        let (approved, before, after) = try ledger.approveQuota(id, at: now, on: grounds)
        return (approved, try ledger.requireProject(request.project), (before: before, after: after))
      }
      let change = AdminChange.approveQuota(approved, from: limits.before, to: limits.after)
      return AdminReply("quota_request", info: desk.logLines(change, project: project, on: grounds)) {
        approved.write(to: &$0)
      }
    },
    AdminRoute(
      method: .post, path: "/quota-requests/{id}/refuse", summary: "Refuses a wish and says why.", roles: [.admin],
      body: [.reason]
    ) { request, desk in
      let id = try request.identifier()
      let (grounds, now) = (request.grounds, desk.now())
      let (refused, project) = try await desk.change { ledger in
        let request = try ledger.refuseQuota(id, at: now, on: grounds)
        return (request, try ledger.requireProject(request.project))
      }
      return AdminReply("quota_request", info: desk.logLines(.refuseQuota(refused), project: project, on: grounds)) {
        refused.write(to: &$0)
      }
    },
  ]
}

extension QuotaRequest {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("id", id)
      json.member("project", project.text)
      json.key("limits")
      wanted.write(to: &json)
      json.member("reason", reason)
      json.member("task", task)
      json.member("state", state.rawValue)
      json.member("opened_at", openedAt.rfc3339(fraction: false))
      json.member("decided_at", orNull: decidedAt?.rfc3339(fraction: false))
      json.member("decision", orNull: decision)
    }
  }
}

extension LimitsChange {
  /// Null where a limit is to go.
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      for name in LimitName.allCases {
        guard let value = values[name] else { continue }
        json.key(name.rawValue)
        switch value {
        case .count(let count)?: json.value(count)
        case .money(let money)?: json.value(money.description)
        case .backends(let backends)?:
          json.array { json in for backend in backends.sorted() { json.value(backend.text) } }
        case nil: json.null()
        }
      }
    }
  }
}
