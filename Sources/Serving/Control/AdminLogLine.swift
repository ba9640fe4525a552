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

extension Project {
  /// What stands behind `!log`: a tool's project is `tools.NAME`, a Cloud VPS project its own name.
  package var logName: String {
    switch kind {
    case .toolforge: "tools.\(name)"
    case .cloudvps: name.text
    }
  }
}
