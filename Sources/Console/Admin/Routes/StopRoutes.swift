// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Wire

enum StopRoutes {
  static let all = [
    AdminRoute(method: .get, path: "/stops", summary: "The emergency stops in force.", roles: AdminRoutes.everybody) {
      _, desk in
      let stops = try await desk.read { desk in try desk.stops().map { (try desk.name(of: $0.scope), $0) } }
      return AdminReply("stops") { json in
        json.array { json in for (name, stop) in stops { stop.write(as: name, to: &json) } }
      }
    },
    AdminRoute(
      method: .post, path: "/stops",
      summary: "Stops a scope: in force within a second, over a restart too. Callers are told the reason and the task.",
      roles: [.admin],
      body: [
        .scope,
        AdminField("now", .flag, required: false, "Also end the calls that are under way, with the error frame."),
        .task, .reason,
      ]
    ) { request, desk in
      let wish = try request.scope()
      let (grounds, now, endsCalls) = (request.grounds, desk.now(), request.flag("now"))
      let (name, found, stops) = try await desk.change { ledger in
        let found = try desk.scope(wish.kind, wish.name, in: ledger)
        let stops = try ledger.stop(found.scope, endsCalls: endsCalls, at: now, on: grounds)
        return (try ledger.name(of: found.scope), found, stops)
      }
      let change = AdminChange.stop(found.name, from: stops.before, to: stops.after)
      return AdminReply("stop", info: desk.logLines(change, project: found.project, on: grounds)) {
        stops.after.write(as: name, to: &$0)
      }
    },
    AdminRoute(
      method: .post, path: "/stops/resume", summary: "Lifts a stop.", roles: [.admin], body: [.scope, .task, .reason]
    ) { request, desk in
      let wish = try request.scope()
      let (grounds, now) = (request.grounds, desk.now())
      let (name, found, stop) = try await desk.change { ledger in
        let found = try desk.scope(wish.kind, wish.name, in: ledger)
        let stop = try ledger.resume(found.scope, at: now, on: grounds)
        return (try ledger.name(of: found.scope), found, stop)
      }
      return AdminReply("resumed", info: desk.logLines(.resume(found.name), project: found.project, on: grounds)) {
        stop.write(as: name, to: &$0)
      }
    },
  ]
}

extension EmergencyStop {
  fileprivate func write(as name: String, to json: inout JSONWriter) {
    json.object { json in
      json.member("scope", name)
      json.member("reason", reason)
      json.member("task", task)
      json.member("since", since.rfc3339(fraction: false))
      json.member("ends_calls", endsCalls)
    }
  }
}
