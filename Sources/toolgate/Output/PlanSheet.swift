// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Serving

/// What applying `projects.yaml` changes, one line for each project that does not stay as it is.
struct PlanSheet {
  let text: String

  /// - Parameter overwritten: what was set by hand is, or would be, replaced.
  init(_ plan: ApplyPlan, overwritten: Bool = false) {
    var lines = plan.steps.compactMap { step -> String? in
      if step.isOfOtherKind { return "\(step.entry.name): of another kind in the ledger" }
      if step.isConflict, !overwritten { return "conflict: \(Self.conflict(step))" }
      guard step.isChange else { return nil }
      let changes = step.before.changes(to: step.entry.limits)
      let what = step.known == nil ? "new, " : step.isConflict ? "set by hand until now, " : ""
      let from = step.applied.map { "\($0.version) → " } ?? ""
      return "\(step.entry.name): \(what)\(changes.isEmpty ? "the same limits" : changes.joined(separator: ", ")) "
        + "(\(from)\(step.entry.version))"
    }
    let same = plan.steps.count { !$0.isChange }
    if same > 0 { lines.append("\(same.counted("project stays", "projects stay")) as before") }
    if !plan.absent.isEmpty {
      lines.append("not in the file and left alone: \(plan.absent.map(\.text).joined(separator: ", "))")
    }
    text = lines.isEmpty ? "The file names no projects, and there are none." : lines.joined(separator: "\n")
  }

  /// What was set by hand, and what the file would make of it.
  static func conflict(_ step: ApplyPlan.Step) -> String {
    let applied = step.applied?.limits ?? Limits()
    let since = step.applied.map { "since \($0.version)" } ?? "and never applied"
    return "\(step.entry.name): set by hand \(since): \(applied.changes(to: step.before).joined(separator: ", ")); "
      + "the file would make it \(step.before.changes(to: step.entry.limits).joined(separator: ", "))"
  }
}
