// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Serving

/// What a change prints for people, and its line for the Server Admin Log.
enum ChangeNotice {
  /// A change of limits: from what to what, and the defaults that hold again.
  static func show(_ title: String, from before: Limits, to after: Limits, default standard: Limits = Limits()) {
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
  }

  static func log(_ change: AdminChange, project: Project?, on grounds: Grounds) {
    if let line = AdminLogLine(change, project: project, on: grounds) { tell(line) }
  }

  /// Of what stands in the policies.
  static func log(_ message: String, project: Project?, on grounds: Grounds) {
    tell(AdminLogLine(message, project: project, on: grounds))
  }
}
