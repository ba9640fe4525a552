// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Rulings of one event loop, so that a call of a kind that was seen before costs one look-up. Dropped with the rulebook
/// and at the turn of the day.
package struct RulingCache {
  /// What differs between the inquiries of one rulebook and one day.
  package struct Key: Hashable {
    let model: ModelID
    let project: ProjectName
    let operation: Operation
    let purpose: Purpose?
    let targetWiki: WikiName?
    let namespace: TargetNamespace?

    package init(
      model: ModelID, project: ProjectName, operation: Operation, purpose: Purpose?, targetWiki: WikiName?,
      namespace: TargetNamespace?
    ) {
      self.model = model
      self.project = project
      self.operation = operation
      self.purpose = purpose
      self.targetWiki = targetWiki
      self.namespace = namespace
    }
  }

  private var rulings: [Key: Ruling] = [:]
  private var day: CivilDay?

  /// Callers choose the wiki's name, so the number of kinds needs a bound.
  package static let mostEntries = 8_192

  package init() {}

  package var count: Int { rulings.count }

  package mutating func drop() { rulings.removeAll(keepingCapacity: true) }

  /// - Parameter make: asked only for a kind of call that has no ruling yet today.
  package mutating func ruling(_ key: Key, on day: CivilDay, make: () -> Ruling) -> Ruling {
    if self.day != day {
      drop()
      self.day = day
    }
    if let known = rulings[key] { return known }
    let ruling = make()
    if rulings.count >= Self.mostEntries { drop() }
    rulings[key] = ruling
    return ruling
  }
}
