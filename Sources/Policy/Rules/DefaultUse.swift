// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// How a project comes to use a model for which nothing has been recorded, for a call that is not meant for a wiki.
package struct DefaultUse: Sendable {
  package let outcome: Outcome
  /// What the rules say to such a project.
  package let ruling: Ruling

  /// From the best to the worst.
  package enum Outcome: String, CaseIterable, Comparable, Sendable {
    case allowed
    /// It has to opt in.
    case optIn = "opt-in"
    /// It needs a recorded exception.
    case exception
    /// Nothing that could be recorded lets it.
    case denied

    package static func < (a: Outcome, b: Outcome) -> Bool {
      allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
    }
  }

  package init(outcome: Outcome, ruling: Ruling) {
    (self.outcome, self.ruling) = (outcome, ruling)
  }
}

extension Rulebook {
  /// Asks the rules themselves: first as they are, then as if the project had opted in, then as if it had an exception.
  package func defaultUse(of model: ModelFacts, on day: CivilDay) -> DefaultUse {
    // Rules may name projects; the longest name that there can be is nobody's.
    let inquiry = Inquiry(model, CallFacts(project: ProjectName(String(repeating: "z", count: 32))!), day: day)
    let ruling = Rulebook(rules: rules).rule(on: inquiry)
    if ruling.isAllowed { return DefaultUse(outcome: .allowed, ruling: ruling) }
    if ruling.isFloor { return DefaultUse(outcome: .denied, ruling: ruling) }
    let optIn = OptIn(project: inquiry.call.project, tiers: Set(LicenseTier.allCases), task: Self.noTask, since: day)
    if Rulebook(rules: rules, optIns: [optIn]).rule(on: inquiry).isAllowed {
      return DefaultUse(outcome: .optIn, ruling: ruling)
    }
    guard let id = model.assessed?.certificate.id else { return DefaultUse(outcome: .denied, ruling: ruling) }
    let exception = PolicyException(
      id: "if-there-were-one", project: inquiry.call.project, model: id, rationale: "", approver: "", task: Self.noTask,
      approvedOn: day, expires: CivilDay(daysSince1970: day.daysSince1970 + 1))
    let isAllowed = Rulebook(rules: rules, exceptions: [exception]).rule(on: inquiry).isAllowed
    return DefaultUse(outcome: isAllowed ? .exception : .denied, ruling: ruling)
  }

  /// Of an opt-in and an exception that nobody made.
  private static let noTask = PhabricatorTask("T0")!
}
