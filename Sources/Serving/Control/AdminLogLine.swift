// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
package import Ledger

/// A line for the Server Admin Log, ready to be said on IRC
/// (<https://wikitech.wikimedia.org/wiki/Tool:Stashbot>): `!log tools.NAME message T123`.
package struct AdminLogLine: CustomStringConvertible {
  package let description: String

  /// - Parameter project: whose log it goes to; nil: that of the project in which the gateway runs.
  package init(_ message: String, project: Project?, task: String?) {
    let name = project?.logName ?? Self.ownProject
    description = "!log \(name) \(message)" + (task.map { " \($0)" } ?? "")
  }

  /// Every instance of Cloud VPS has the name of its project in this file (operations/puppet,
  /// `modules/profile/manifests/wmcs/instance.pp`); elsewhere it is taken for Toolforge's own, `tools`.
  private static let ownProject: String = {
    let text = try? String(contentsOfFile: "/etc/wmcs-project", encoding: .utf8)
    return text.flatMap { ProjectName($0.trimmingCharacters(in: .whitespacesAndNewlines)) }?.text ?? "tools"
  }()
}

extension AdminLogLine {
  /// What was changed and why, in the same words from the command line and from the admin API.
  ///
  /// Nil where everything is as it was: then there is nothing to say.
  package init?(_ change: AdminChange, project: Project?, on grounds: Grounds) {
    guard let message = change.message else { return nil }
    self.init(message + change.reason(grounds), project: project, task: grounds.task?.text ?? change.request?.task)
  }

  /// - Parameter message: what was changed, for which `AdminChange` has no case.
  package init(_ message: String, project: Project?, on grounds: Grounds) {
    self.init(message + AdminChange.reason(grounds.reason), project: project, task: grounds.task?.text)
  }
}

extension AdminChange {
  fileprivate var message: String? {
    switch self {
    case .addProject: "added to Toolgate"
    case .disableProject: "disabled in Toolgate"
    case .enableProject: "enabled in Toolgate"
    case .setLimits(let scope, let before, let after): Self.limits(of: scope, before.changes(to: after))
    case .approveQuota(let request, let before, let after):
      Self.limits(of: "project \(request.project)", before.changes(to: after))
    case .applyLimits(let scope, let before, let after):
      Self.limits(of: scope, before.changes(to: after)) ?? "Toolgate limits of \(scope): as before"
    case .requestQuota(let request):
      "Toolgate quota request \(request.id) of project \(request.project): \(request.wanted.text)"
    case .refuseQuota(let request):
      "Toolgate quota request \(request.id) of project \(request.project) refused: \(request.wanted.text)"
    case .stop(let scope, let before, let after):
      before == after ? nil : "Toolgate stopped: \(scope)\(after.endsCalls ? ", at once" : "")"
    case .resume(let scope): "Toolgate resumed: \(scope)"
    }
  }

  private static func limits(of scope: String, _ changes: [String]) -> String? {
    changes.isEmpty ? nil : "Toolgate limits of \(scope): \(changes.joined(separator: ", "))"
  }

  /// Behind the message. Limits that were asked for are told with the request, which says more than the decision.
  fileprivate func reason(_ grounds: Grounds) -> String {
    guard case .approveQuota(let request, _, _) = self else { return Self.reason(grounds.reason) }
    return Self.reason("request \(request.id): \(grounds.reason ?? "-")")
  }

  fileprivate static func reason(_ text: String?) -> String { text.map { " (\($0))" } ?? "" }

  /// Whose task a decision without a task of its own has.
  fileprivate var request: QuotaRequest? {
    switch self {
    case .requestQuota(let request), .approveQuota(let request, _, _), .refuseQuota(let request): request
    default: nil
    }
  }
}

extension Project {
  /// What stands behind `!log`: a tool's project is `tools.NAME`, a Cloud VPS project its own name.
  package var logName: String {
    switch kind {
    case .toolforge: "tools.\(name)"
    case .cloudvps: name.text
    }
  }
}
