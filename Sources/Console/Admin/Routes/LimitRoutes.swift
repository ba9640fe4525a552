// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Wire

enum LimitRoutes {
  static let all = [
    AdminRoute(
      method: .get, path: "/limits",
      summary: "Every scope that has limits of its own, and what projects have by default.",
      roles: AdminRoutes.everybody
    ) { _, desk in
      let rows = try await desk.read { desk in try desk.limits().map { (try desk.name(of: $0.scope), $0) } }
      let projectDefault = desk.projectDefault
      return AdminReply("limits") { json in
        json.object { json in
          json.key("default")
          projectDefault.write(to: &json)
          json.key("scopes")
          json.array { json in
            for (name, row) in rows {
              json.object { json in
                json.member("scope", name)
                json.member("task", orNull: row.task)
                json.member("set_at", row.setAt.rfc3339(fraction: false))
                json.key("limits")
                row.limits.write(to: &json)
              }
            }
          }
        }
      }
    },
    AdminRoute(
      method: .put, path: "/limits",
      summary: "Changes some limits of one scope; the others stay. Null takes a limit away.", roles: [.admin],
      body: [.scope, AdminField("limits", .limits, "New values by name."), .task, .reason]
    ) { request, desk in
      let wish = try request.scope()
      let wanted = try request.limits()
      let (grounds, now) = (request.grounds, desk.now())
      let (name, found, limits) = try await desk.change { ledger in
        let found = try desk.scope(wish.kind, wish.name, in: ledger)
        try desk.check(wanted, of: found.scope)
        let limits = try ledger.setLimits(wanted, of: found.scope, at: now, on: grounds)
        return (try ledger.name(of: found.scope), found, limits)
      }
      let change = AdminChange.setLimits(of: found.name, from: limits.before, to: limits.after)
      return AdminReply("limits", info: desk.logLines(change, project: found.project, on: grounds)) { json in
        json.object { json in
          json.member("scope", name)
          json.key("before")
          limits.before.write(to: &json)
          json.key("after")
          limits.after.write(to: &json)
        }
      }
    },
    AdminRoute(
      method: .get, path: "/projects/{name}/quotas",
      summary: "What a project may use, has spent and holds at this moment.", roles: AdminRoutes.everybody
    ) { request, desk in
      let name = try request.projectName("name")
      let project = try await desk.read { try $0.requireProject(name) }
      return AdminReply("quota", json: desk.quota(of: project.id))
    },
  ]
}
