// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Policy

/// A decision, what has to be heeded, the rules that were asked, and the facts that they were asked about.
struct ExplanationSheet: Rendering {
  private let rows: [(kind: String, name: String, value: String)]

  /// - Parameter decision: with the price; nil where the model is not served, so that there is none.
  init(_ explanation: Explanation, decision: Decision?) {
    let ruling = explanation.ruling
    let isAllowed = decision?.isAllowed ?? ruling.isAllowed
    var reason = ruling.sentence
    if case .refuse(let refusal)? = decision { reason = refusal.reason }
    // A call that has no price is refused after the rules have allowed it.
    let heeded = isAllowed ? ruling.reminders : []
    rows =
      [
        ("decision", "decision", isAllowed ? "allow" : "deny"), ("decision", "rule", decision?.rule ?? ruling.rule),
        ("decision", "reason", reason), ("decision", "exception", ruling.exception ?? "none"),
        ("decision", "reminders", heeded.isEmpty ? "none" : heeded.map(\.id).joined(separator: ", ")),
      ]
      + explanation.steps.map { step in
        ("rule", step.asked.id, Self.answer(step.objection, fits: step.asked.decision.rawValue))
      }
      + explanation.reminders.map { step in ("rule", step.asked.id, Self.answer(step.objection, fits: "remind")) }
      + heeded.map { ("reminder", $0.id, $0.sentence) }
      + explanation.facts.map { ("fact", $0.fact, $0.words.isEmpty ? "none" : $0.words) }
  }

  private static func answer(_ objection: Rule.Condition?, fits effect: String) -> String {
    objection.map { "no: asks for \($0)" } ?? "fits: \(effect)"
  }

  func rendered(_ format: ListFormat) -> String {
    guard format == .table else {
      var listing = Listing("kind", "name", "value")
      listing.rows = rows.map { [$0.kind, $0.name, $0.value] }
      return listing.rendered(format)
    }
    return ["decision", "reminder", "rule", "fact"].map { kind in
      var sheet = Sheet()
      for row in rows where row.kind == kind { sheet.add(row.name, row.value, note: nil) }
      return sheet.rendered()
    }.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}
