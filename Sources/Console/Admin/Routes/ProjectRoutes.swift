// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Wire

enum ProjectRoutes {
  static let all = [
    AdminRoute(method: .get, path: "/projects", summary: "All projects, by name.", roles: AdminRoutes.everybody) {
      _, desk in
      let projects = try await desk.read { try $0.projects() }
      return AdminReply("projects") { json in
        json.array { json in for project in projects { project.write(to: &json) } }
      }
    },
    AdminRoute(
      method: .post, path: "/projects", summary: "Adds a project.", roles: [.admin],
      body: [
        AdminField("name", .projectName, "As WMCS knows it."),
        AdminField("kind", .projectKind, "toolforge or cloudvps."),
        .task, .reason,
      ]
    ) { request, desk in
      let name = try request.projectName("name")
      guard let kind = ProjectKind(rawValue: try request.text("kind")) else {
        throw AdminFault(.badInput, "kind must be toolforge or cloudvps")
      }
      let (grounds, now) = (request.grounds, desk.now())
      let project = try await desk.change {
        try $0.addProject(name, kind: kind, task: grounds.task, at: now, on: grounds)
      }
      return AdminReply("project", info: desk.logLines(.addProject, project: project, on: grounds)) {
        project.write(to: &$0)
      }
    },
    AdminRoute(method: .get, path: "/projects/{name}", summary: "One project.", roles: AdminRoutes.everybody) {
      request, desk in
      let name = try request.projectName("name")
      let project = try await desk.read { try $0.requireProject(name) }
      return AdminReply("project") { project.write(to: &$0) }
    },
    change("disable", "Disables a project at once; its history stays.", .disableProject) {
      try $0.disableProject($1, at: $2, on: $3)
    },
    change("enable", "Lets a disabled project call again.", .enableProject) {
      try $0.enableProject($1, at: $2, on: $3)
    },
  ]

  private static func change(
    _ verb: String, _ summary: String, _ change: AdminChange,
    _ act: @escaping @Sendable (Administration, ProjectName, Instant, Grounds) throws -> Project
  ) -> AdminRoute {
    AdminRoute(
      method: .post, path: "/projects/{name}/\(verb)", summary: summary, roles: [.admin], body: [.task, .reason]
    ) { request, desk in
      let name = try request.projectName("name")
      let (grounds, now) = (request.grounds, desk.now())
      let project = try await desk.change { try act($0, name, now, grounds) }
      return AdminReply("project", info: desk.logLines(change, project: project, on: grounds)) {
        project.write(to: &$0)
      }
    }
  }
}

extension Project {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("name", name.text)
      json.member("kind", kind.rawValue)
      json.member("task", orNull: task)
      json.member("created_at", createdAt.rfc3339(fraction: false))
      json.member("disabled_at", orNull: disabledAt?.rfc3339(fraction: false))
    }
  }
}
