// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Policy

/// A decision, the rules that were asked, and the facts that they were asked about.
struct ExplanationSheet: Rendering {
  private let rows: [(kind: String, name: String, value: String)]

  /// - Parameter decision: with the price; nil where the model is not served, so that there is none.
  init(_ explanation: Explanation, decision: Decision?) {
    let ruling = explanation.ruling
    let isAllowed = decision?.isAllowed ?? ruling.isAllowed
    var reason = ruling.sentence
    if case .refuse(let refusal)? = decision { reason = refusal.reason }
    rows =
      [
        ("decision", "decision", isAllowed ? "allow" : "deny"), ("decision", "rule", decision?.rule ?? ruling.rule),
        ("decision", "reason", reason), ("decision", "exception", ruling.exception ?? "none"),
      ]
      + explanation.steps.map { step in
        ("rule", step.rule.id, step.objection.map { "no: asks for \($0)" } ?? "fits: \(step.rule.decision.rawValue)")
      }
      + explanation.facts.map { ("fact", $0.fact, $0.words.isEmpty ? "none" : $0.words) }
  }

  func rendered(_ format: ListFormat) -> String {
    guard format == .table else {
      var listing = Listing("kind", "name", "value")
      listing.rows = rows.map { [$0.kind, $0.name, $0.value] }
      return listing.rendered(format)
    }
    return ["decision", "rule", "fact"].map { kind in
      var sheet = Sheet()
      for row in rows where row.kind == kind { sheet.add(row.name, row.value, note: nil) }
      return sheet.rendered()
    }.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}
