// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Serving

/// What a change of limits prints: from what to what, the defaults that hold again, and the line for the Server Admin Log.
enum ChangeNotice {
  static func print(
    _ title: String, from before: Limits, to after: Limits, project: Project?, default standard: Limits = Limits(),
    on grounds: Grounds
  ) {
    let changes = before.changes(to: after)
    guard !changes.isEmpty else {
      Swift.print("Nothing changes: \(title) has these limits already.")
      return
    }
    Swift.print("Limits of \(title):")
    for change in changes { Swift.print("  \(change)") }
    for name in LimitName.allCases where before[name] != nil && after[name] == nil {
      if let value = standard[name] { Swift.print("  The default of \(name.rawValue) holds again: \(value).") }
    }
    Swift.print("A running gateway follows within a second.")
    say("Toolgate limits of \(title): \(changes.joined(separator: ", "))", project: project, on: grounds)
  }

  static func say(_ message: String, project: Project?, on grounds: Grounds) {
    let reason = grounds.reason.map { " (\($0))" } ?? ""
    Swift.print(AdminLogLine(message + reason, project: project, task: grounds.task))
  }
}
