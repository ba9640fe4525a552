// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Wire

/// What is only read: usage and the audit log.
enum RecordRoutes {
  static let all = [
    AdminRoute(
      method: .get, path: "/usage", summary: "Usage and cost of a period.", roles: AdminRoutes.everybody,
      query: [
        AdminField("period", .period, required: false, "Default: this month."),
        AdminField("by", .text, required: false, "project, token, model, backend, day; several with commas."),
      ]
    ) { request, desk in
      let text = request.query["period"]
      guard let period = text.map(Period.init) ?? Period(monthOf: desk.now()) else {
        throw AdminFault(.badInput, "period must be \(Period.forms)")
      }
      return AdminReply("usage", json: Array(try await desk.usage(period, by: request.query["by"]).utf8))
    },
    AdminRoute(
      method: .get, path: "/audit", summary: "What staff changed, the newest first.", roles: [.admin, .auditor],
      query: [AdminField("limit", .number, required: false, "At most so many; default 100, at most 1000.")]
    ) { request, desk in
      let text = request.query["limit"]
      guard let count = text.map({ Int(digits: $0) }) ?? 100, (1...1_000).contains(count) else {
        throw AdminFault(.badInput, "limit must be a whole number from 1 to 1000")
      }
      let rows = try await desk.read { try $0.auditRows(newest: count) }
      return AdminReply("audit") { json in
        json.array { json in for row in rows { row.write(to: &json) } }
      }
    },
  ]
}

extension AuditRow {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("seq", seq)
      json.member("at", at.description)
      json.member("actor", actor)
      json.member("action", action)
      json.member("subject", subject)
      for (name, text) in [("before", before), ("after", after)] {
        json.key(name)
        if let text { json.raw(Array(text.utf8)) } else { json.null() }
      }
      json.member("reason", orNull: reason)
      json.member("task", orNull: task)
      json.member("hash", Hexadecimal.text(hash))
    }
  }
}
