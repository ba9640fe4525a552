// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// What somebody has to heed who uses an answer, such as what a wiki asks of machine translations: a rule of
/// `Policies/rules` that decides nothing. It has no decision to give, and it is asked only once a rule has allowed the call.
package struct Reminder: Hashable, Sendable {
  /// Told to callers and written into records; it stays stable.
  package var id: String
  /// What has to be heeded, for whoever uses the answer.
  package var why: String
  /// Whose wish it really is, such as a wiki's guideline.
  package var guideline: Rule.Guideline?
  /// All must fit; none: it fits every call that is allowed.
  package var conditions: [Rule.Condition]

  package init(id: String, why: String, guideline: Rule.Guideline? = nil, conditions: [Rule.Condition] = []) {
    self.id = id
    self.why = why
    self.guideline = guideline
    self.conditions = conditions
  }

  /// One sentence, with its guideline.
  package var sentence: String { Rule.Guideline.sentence(why, guideline) }

  /// Whether a call for this wiki could get it, whatever else is known of the call.
  func mayFit(wiki: String) -> Bool {
    conditions.allSatisfy { $0.fact != .targetWiki || $0.fits([wiki]) }
  }

  /// Of one call: their ids stand in a header of its answer, and many programs take no more than 4 KiB of headers.
  static let mostAtOnce = 32
}

extension [Reminder] {
  /// The wikis whose calls could get more reminders than a header has room for. In the order of their names.
  func crowdedWikis() -> [String] {
    let named = flatMap(\.conditions).filter { $0.fact == .targetWiki }.flatMap(\.words)
    // No wiki has this name: it stands for all that no reminder names.
    return Set(named + ["*"]).sorted().filter { wiki in
      count { $0.mayFit(wiki: wiki) } > Reminder.mostAtOnce
    }
  }
}
