// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// One line of `Policies/rules`: when all its conditions fit, it decides.
package struct Rule: Hashable, Sendable {
  /// Told to callers and written into records; it stays stable.
  package var id: String
  package var decision: Effect
  /// One sentence for the caller: what the rule is about and, for a refusal, what to do.
  package var why: String
  /// Whose rule it really is, such as a wiki's guideline.
  package var guideline: Guideline?
  /// All must fit; none: it fits always.
  package var conditions: [Condition]

  package enum Effect: String, CaseIterable, Sendable { case allow, deny }

  package struct Guideline: Hashable, Sendable {
    package var name: String
    package var url: String
    /// Of its acceptance.
    package var date: CivilDay?

    package init(name: String, url: String, date: CivilDay? = nil) {
      (self.name, self.url, self.date) = (name, url, date)
    }

    /// Why, and where that is written down, as people are told it.
    static func sentence(_ why: String, _ guideline: Guideline?) -> String {
      guard let guideline else { return why }
      let date = guideline.date.map { ", \($0)" } ?? ""
      return "\(why) Guideline: \(guideline.name)\(date), \(guideline.url)"
    }
  }

  /// One fact and the words that fit: any of them, or with `isNegated` none of them.
  package struct Condition: Hashable, Sendable {
    package var fact: Fact
    /// A word that ends in `*` fits all that begin like it; only model ids have that.
    package var words: [String]
    package var isNegated: Bool

    package init(_ fact: Fact, _ words: [String], isNegated: Bool = false) {
      (self.fact, self.words, self.isNegated) = (fact, words, isNegated)
    }

    func fits(_ found: [String]) -> Bool {
      found.contains { word in words.contains { matches($0, word) } } != isNegated
    }

    private func matches(_ pattern: String, _ word: String) -> Bool {
      fact == .model && pattern.hasSuffix("*") ? word.hasPrefix(pattern.dropLast()) : pattern == word
    }
  }

  package init(
    id: String, decision: Effect, why: String, guideline: Guideline? = nil, conditions: [Condition] = []
  ) {
    self.id = id
    self.decision = decision
    self.why = why
    self.guideline = guideline
    self.conditions = conditions
  }
}

extension [Rule.Condition] {
  /// The first that does not fit; nil: all do.
  func objection(to inquiry: Inquiry, grants: Grants) -> Rule.Condition? {
    first { !$0.fits($0.fact.words(in: inquiry, grants: grants)) }
  }
}

extension Rule.Condition: CustomStringConvertible {
  /// As the file has it: `tier: T1, T2` or `purpose: not translate`.
  package var description: String {
    "\(fact.rawValue): \(isNegated ? "not " : "")\(words.joined(separator: ", "))"
  }
}
