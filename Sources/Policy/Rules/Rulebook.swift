// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// The rules, exceptions and opt-ins in force: an immutable snapshot that is replaced whole on reload.
package struct Rulebook: Sendable {
  /// In the order in which they are asked; the first that fits decides.
  package let rules: [Rule]
  /// All are asked of each call that a rule allows.
  package let reminders: [Reminder]
  package let exceptions: [PolicyException]
  package let optIns: [OptIn]

  package init(
    rules: [Rule], reminders: [Reminder] = [], exceptions: [PolicyException] = [], optIns: [OptIn] = []
  ) {
    self.rules = rules
    self.reminders = reminders
    self.exceptions = exceptions
    self.optIns = optIns
  }

  /// Pure: the same inquiry gets the same ruling.
  package func rule(on inquiry: Inquiry) -> Ruling {
    if let objection = Floor.objection(to: inquiry) { return objection }
    let grants = grants(for: inquiry)
    let ruling = decide(inquiry, grants)
    guard ruling.isAllowed else { return ruling.adding(note: exceptionMissed(by: inquiry, grants)) }
    let fitting = reminders.filter { $0.conditions.objection(to: inquiry, grants: grants) == nil }
    return fitting.isEmpty ? ruling : ruling.adding(fitting)
  }

  /// One sentence about an exception that would allow the call and does not cover it: who has it in mind looks for a fault
  /// elsewhere. Nil: there is none.
  private func exceptionMissed(by inquiry: Inquiry, _ grants: Grants) -> String? {
    for exception in exceptions where exception.concerns(inquiry) {
      guard let hindrance = exception.hindrance(to: inquiry) else { continue }
      let covered = Grants(exception: exception.id, isOptedIn: grants.isOptedIn)
      if decide(inquiry, covered).isAllowed {
        return "The exception `\(exception.id)` does not cover this call: it \(hindrance)."
      }
    }
    return nil
  }

  private func decide(_ inquiry: Inquiry, _ grants: Grants) -> Ruling {
    for rule in rules {
      if let ruling = rule.ruling(on: inquiry, grants: grants) { return ruling }
    }
    return Ruling(
      rule: "no-rule", isAllowed: false,
      reason: "No rule of Policies/rules speaks of this call, and what is not allowed is refused.")
  }

  /// The same with every rule and reminder that was asked and why it did not fit.
  package func explain(_ inquiry: Inquiry) -> Explanation {
    let grants = grants(for: inquiry)
    let ruling = rule(on: inquiry)
    var steps: [Explanation.Step<Rule>] = []
    if !ruling.isFloor {
      for rule in rules {
        let objection = rule.conditions.objection(to: inquiry, grants: grants)
        steps.append(Explanation.Step(asked: rule, objection: objection))
        if objection == nil { break }
      }
    }
    let reminders = (ruling.isAllowed ? reminders : []).map { reminder in
      Explanation.Step(asked: reminder, objection: reminder.conditions.objection(to: inquiry, grants: grants))
    }
    let facts = Fact.allCases.map { fact in
      Ruling.FactWord(fact: fact.rawValue, words: fact.words(in: inquiry, grants: grants).joined(separator: " "))
    }
    return Explanation(ruling: ruling, steps: steps, reminders: reminders, facts: facts.sorted { $0.fact < $1.fact })
  }

  private func grants(for inquiry: Inquiry) -> Grants {
    Grants(
      exception: exceptions.first { $0.covers(inquiry) }?.id, isOptedIn: optIns.contains { $0.covers(inquiry) })
  }
}

/// What has been recorded for the project of an inquiry.
struct Grants {
  /// The first exception that covers it.
  let exception: String?
  let isOptedIn: Bool
}

/// How a ruling came about.
package struct Explanation: Sendable {
  package let ruling: Ruling
  /// The rules that were asked, the deciding one last; empty when a floor under all rules decided.
  package let steps: [Step<Rule>]
  /// The reminders that were asked after a rule had allowed the call; empty where it is refused.
  package let reminders: [Step<Reminder>]
  /// Every fact, in the order of their names.
  package let facts: [Ruling.FactWord]

  package struct Step<Asked: Sendable>: Sendable {
    package let asked: Asked
    /// The first condition that does not fit; nil: it fits, and a rule decides, a reminder has to be heeded.
    package let objection: Rule.Condition?
  }
}

extension Rule {
  /// Nil if a condition does not fit.
  fileprivate func ruling(on inquiry: Inquiry, grants: Grants) -> Ruling? {
    var facts: [Ruling.FactWord] = []
    var restsOnException = false
    for condition in conditions {
      let words = condition.fact.words(in: inquiry, grants: grants)
      guard condition.fits(words) else { return nil }
      facts.append(Ruling.FactWord(fact: condition.fact.rawValue, words: words.joined(separator: " ")))
      if condition.fact == .exception, grants.exception != nil { restsOnException = true }
    }
    return Ruling(
      rule: id, isAllowed: decision == .allow, reason: why, guideline: guideline,
      exception: restsOnException && decision == .allow ? grants.exception : nil,
      facts: facts.sorted { $0.fact < $1.fact })
  }
}
