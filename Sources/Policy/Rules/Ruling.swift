// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// What the policies say of an inquiry, whatever it costs: which rule decided, on which facts.
package struct Ruling: Hashable, Sendable {
  package let rule: String
  package let isAllowed: Bool
  /// Told to the caller of a refused call.
  package let reason: String
  /// Told after the reason: what has been recorded for the project and does not help here.
  package let note: String?
  package let guideline: Rule.Guideline?
  /// The recorded exception on which an allowed call rests.
  package let exception: String?
  /// The facts that the deciding rule asked for, in the order of their names.
  package let facts: [FactWord]
  /// The same as records have them, made once: `tier=T2`.
  package let factTexts: [String]
  /// What whoever uses the answer has to heed, in the order of the files; none where the call is refused.
  package let reminders: [Reminder]
  /// Their ids as records have them, made once.
  package let reminderIDs: [String]
  /// The same as a header has them, with commas between them; empty: there is nothing to heed.
  package let reminderList: String
  /// A floor under all rules decided; then nothing else was asked.
  package let isFloor: Bool

  package struct FactWord: Hashable, Sendable {
    package let fact: String
    /// Several, where a model has several, are joined with spaces.
    package let words: String
  }

  init(
    rule: String, isAllowed: Bool, reason: String, note: String? = nil, guideline: Rule.Guideline? = nil,
    exception: String? = nil, facts: [FactWord] = [], reminders: [Reminder] = [], isFloor: Bool = false
  ) {
    self.rule = rule
    self.isAllowed = isAllowed
    self.reason = reason
    self.note = note
    self.guideline = guideline
    self.exception = exception
    self.facts = facts
    self.reminders = reminders
    self.isFloor = isFloor
    reminderIDs = reminders.map(\.id)
    reminderList = reminderIDs.joined(separator: ", ")
    factTexts = facts.map { "\($0.fact)=\($0.words)" }
  }

  static func floor(_ rule: String, _ reason: String) -> Ruling {
    Ruling(rule: rule, isAllowed: false, reason: reason, isFloor: true)
  }

  /// As callers are told it.
  package var sentence: String {
    [Rule.Guideline.sentence(reason, guideline), note].compactMap(\.self).joined(separator: " ")
  }

  /// The same decision with what has to be heeded, or with what has to be said of it.
  func adding(_ reminders: [Reminder] = [], note: String? = nil) -> Ruling {
    Ruling(
      rule: rule, isAllowed: isAllowed, reason: reason, note: note, guideline: guideline, exception: exception,
      facts: facts, reminders: reminders, isFloor: isFloor)
  }
}
