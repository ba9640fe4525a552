// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// The rules in the order in which they are asked, and the exceptions from them: the whole of what decides. Also what only
/// has to be heeded.
struct RuleList {
  let view: CatalogueView
  let day: CivilDay
  let paths: PagePath

  func write(_ html: inout Markup) {
    let rulebook = view.policies.rulebook
    html.heading("rules-title", id: "rules")
    html.element("p") { $0.say("rules-lead") }
    html.element("details") { details in
      details.element("summary") { $0.say("rules-show", .number(rulebook.rules.count)) }
      details.element("ol", ["class": "rules"]) { list in
        for rule in rulebook.rules { list.element("li", ["id": "rule-\(rule.id)"]) { write(rule, &$0) } }
      }
    }
    if !rulebook.reminders.isEmpty {
      html.element("details") { details in
        details.element("summary") { $0.say("reminders-show", .number(rulebook.reminders.count)) }
        details.element("ul", ["class": "rules"]) { list in
          for reminder in rulebook.reminders {
            list.element("li", ["id": "rule-\(reminder.id)"]) { write(reminder, &$0) }
          }
        }
      }
    }
    ExceptionTable(exceptions: rulebook.exceptions, day: day, paths: paths).write(&html)
  }

  private func write(_ rule: Rule, _ html: inout Markup) {
    html.element("strong", ["class": "use \(rule.decision == .allow ? "allowed" : "denied")"]) {
      $0.say("rule-\(rule.decision.rawValue)")
    }
    html.text(" ")
    html.english(rule.why)
    html.guideline(rule.guideline)
    conditions(rule.id, rule.conditions, &html)
  }

  private func write(_ reminder: Reminder, _ html: inout Markup) {
    html.english(reminder.why)
    html.guideline(reminder.guideline)
    conditions(reminder.id, reminder.conditions, &html)
  }

  private func conditions(_ id: String, _ conditions: [Rule.Condition], _ html: inout Markup) {
    html.element("div", ["class": "small quiet"]) { line in
      line.code(id)
      for condition in conditions {
        line.say("list-separator")
        line.code(condition.description)
      }
    }
  }
}

extension Markup {
  /// Whose rule it really is, and since when.
  mutating func guideline(_ guideline: Rule.Guideline?) {
    guard let guideline else { return }
    element("div") { line in
      line.outside(guideline.url) { $0.name(guideline.name) }
      if let date = guideline.date {
        line.say("list-separator")
        line.day(date)
      }
    }
  }
}

/// Which project may use which model despite its tier, and why; nothing where there is no exception.
struct ExceptionTable {
  let exceptions: [PolicyException]
  let day: CivilDay
  let paths: PagePath

  private static let columns = [
    "exception-project", "column-model", "exception-rationale", "exception-scope", "exception-approval",
  ]

  func write(_ html: inout Markup) {
    guard !exceptions.isEmpty else { return }
    html.heading("exceptions-title", id: "exceptions")
    html.table(labelled: "exceptions", columns: Self.columns) { body in
      for exception in exceptions { body.row { write(exception, &$0) } }
    }
  }

  private func write(_ exception: PolicyException, _ html: inout Markup) {
    html.cell("exception-project") { cell in
      cell.code(exception.project.text)
      cell.element("div", ["class": "small quiet"]) { $0.code(exception.id) }
    }
    html.cell("column-model") { cell in
      cell.element("a", ["href": paths.model(exception.model)]) { $0.code(exception.model.text) }
    }
    html.cell("exception-rationale") { cell in
      cell.english(exception.rationale)
      if let bound = exception.usersBoundBy { cell.element("div") { $0.english(bound) } }
    }
    html.cell("exception-scope") { cell in
      let words = (exception.purposes?.map(\.rawValue) ?? []) + (exception.targetWikis?.map(\.text) ?? [])
      if words.isEmpty { cell.say("exception-scope-all") } else { cell.list(words.sorted()) { $0.code($1) } }
      // The leave to send text to companies is no limit: it goes beyond what an exception allows without it.
      if let contracts = exception.contracts?.map(\.text).sorted(), !contracts.isEmpty {
        cell.element("div") { line in
          line.say("exception-contracts", .markup { $0.list(contracts) { $0.code($1) } })
        }
      }
    }
    html.cell("exception-approval") { cell in
      cell.say(
        exception.holds(on: day) ? "exception-approved" : "exception-over", .text(exception.approver),
        .code(exception.task.text), .markup { $0.day(exception.approvedOn) }, .markup { $0.day(exception.expires) })
    }
  }
}
