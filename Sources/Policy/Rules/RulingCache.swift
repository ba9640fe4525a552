// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Rulings of one event loop, so that a call of a kind that was seen before costs one look-up. Dropped with the rulebook
/// and at the turn of the day.
package struct RulingCache {
  /// What differs between the inquiries of one rulebook and one day.
  private struct Key: Hashable {
    let model: ModelID
    let call: CallFacts
  }

  private var rulings: [Key: Ruling] = [:]
  private var day: CivilDay?

  /// Callers choose the wiki's name, so the number of kinds needs a bound.
  package static let mostEntries = 8_192

  package init() {}

  package var count: Int { rulings.count }

  package mutating func drop() { rulings.removeAll(keepingCapacity: true) }

  /// - Parameters:
  ///   - model: its id is all that a call of a kind that was seen needs of it.
  ///   - rulebook: asked only for a kind of call that has no ruling yet today; the same one until `drop`.
  ///   - facts: of this model; made only when the rulebook is asked, since they are large.
  package mutating func ruling(
    on call: CallFacts, of model: ModelID, day: CivilDay, by rulebook: Rulebook, facts: @autoclosure () -> ModelFacts
  ) -> Ruling {
    if self.day != day {
      drop()
      self.day = day
    }
    let key = Key(model: model, call: call)
    if let known = rulings[key] { return known }
    let ruling = rulebook.rule(on: Inquiry(facts(), call, day: day))
    if rulings.count >= Self.mostEntries { drop() }
    rulings[key] = ruling
    return ruling
  }
}
