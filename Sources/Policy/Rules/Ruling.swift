// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What the policies say of an inquiry, whatever it costs: which rule decided, on which facts.
package struct Ruling: Hashable, Sendable {
  package let rule: String
  package let isAllowed: Bool
  /// Told to the caller of a refused call.
  package let reason: String
  package let guideline: Rule.Guideline?
  /// The recorded exception on which an allowed call rests.
  package let exception: String?
  /// The facts that the deciding rule asked for, in the order of their names.
  package let facts: [FactWord]
  /// The same as records have them, made once: `tier=T2`.
  package let factTexts: [String]
  /// A floor under all rules decided; then nothing else was asked.
  package let isFloor: Bool

  package struct FactWord: Hashable, Sendable {
    package let fact: String
    /// Several, where a model has several, are joined with spaces.
    package let words: String
  }

  init(
    rule: String, isAllowed: Bool, reason: String, guideline: Rule.Guideline? = nil, exception: String? = nil,
    facts: [FactWord] = [], isFloor: Bool = false
  ) {
    self.rule = rule
    self.isAllowed = isAllowed
    self.reason = reason
    self.guideline = guideline
    self.exception = exception
    self.facts = facts
    self.isFloor = isFloor
    factTexts = facts.map { "\($0.fact)=\($0.words)" }
  }

  static func floor(_ rule: String, _ reason: String) -> Ruling {
    Ruling(rule: rule, isAllowed: false, reason: reason, isFloor: true)
  }

  /// One sentence, as callers are told it.
  package var sentence: String {
    guard let guideline else { return reason }
    let date = guideline.date.map { ", \($0)" } ?? ""
    return "\(reason) Guideline: \(guideline.name)\(date), \(guideline.url)"
  }
}
