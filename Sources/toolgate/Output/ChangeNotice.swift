// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Serving

/// What a change of limits prints: from what to what, the defaults that hold again, and the line for the Server Admin Log.
enum ChangeNotice {
  static func show(
    _ title: String, from before: Limits, to after: Limits, project: Project?, default standard: Limits = Limits(),
    on grounds: Grounds
  ) {
    let changes = before.changes(to: after)
    guard !changes.isEmpty else {
      tell("Nothing changes: \(title) has these limits already.")
      return
    }
    tell("Limits of \(title):")
    for change in changes { tell("  \(change)") }
    for name in LimitName.allCases where before[name] != nil && after[name] == nil {
      if let value = standard[name] { tell("  The default of \(name.rawValue) holds again: \(value).") }
    }
    tell("A running gateway follows within a second.")
    say("Toolgate limits of \(title): \(changes.joined(separator: ", "))", project: project, on: grounds)
  }

  static func say(_ message: String, project: Project?, on grounds: Grounds) {
    let reason = grounds.reason.map { " (\($0))" } ?? ""
    tell(AdminLogLine(message + reason, project: project, task: grounds.task))
  }
}
