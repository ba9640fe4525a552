// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

extension LicenseBook {
  /// One licence of an expression, after the choice at each OR.
  package struct Part: Hashable, Sendable {
    package let id: String
    package let kind: LicenseEntry.Kind
    package let clauses: LicenseClauses
    /// False: nobody has written down what it asks for.
    package let hasEntry: Bool
  }

  /// What an expression asks for: at AND the worst value of each field, at OR the best branch. Where somebody has
  /// recorded which branch is taken, ask about that branch. A WITH only adds permissions, so the licence itself counts.
  package func clauses(of expression: LicenseExpression) -> LicenseClauses {
    let parts = parts(of: expression)
    return parts.dropFirst().reduce(parts[0].clauses) { $0.worst(with: $1.clauses) }
  }

  /// Never empty.
  package func parts(of expression: LicenseExpression) -> [Part] {
    switch expression {
    case .license(let id, _, _): return [part(id)]
    case .and(let a, let b):
      let first = parts(of: a)
      return first + parts(of: b).filter { !first.contains($0) }
    case .or(let a, let b):
      let (first, second) = (parts(of: a), parts(of: b))
      return Self.burden(second).lexicographicallyPrecedes(Self.burden(first)) ? second : first
    }
  }

  private func part(_ id: String) -> Part {
    if let entry = entries[id] { return Part(id: id, kind: entry.kind, clauses: entry.clauses, hasEntry: true) }
    let clauses: LicenseClauses = isOSIApproved(id) ? .osiApprovedWithoutEntry : .unknown
    return Part(id: id, kind: .license, clauses: clauses, hasEntry: false)
  }

  /// How much a branch asks for; the smaller is better: first what takes a freedom, then what may, then the rest, then
  /// whether it is open at all.
  private static func burden(_ parts: [Part]) -> [Int] {
    let clauses = parts.dropFirst().reduce(parts[0].clauses) { $0.worst(with: $1.clauses) }
    let restrictions = clauses.restrictions
    let duties = [clauses.nonCompete == .derivativeTaint, clauses.namingDuty != .none, clauses.flowDown != .none]
    return [
      restrictions.count { $0.limit == .fails }, restrictions.count { $0.limit == .unknown },
      restrictions.count, clauses.isOSIApproved || clauses.isFreeContent ? 0 : 1, clauses.isOSIApproved ? 0 : 1,
      duties.count(where: \.self),
    ]
  }
}

extension LicenseExpression {
  /// True if the expression leaves something to choose.
  package var isChoice: Bool {
    switch self {
    case .license: false
    case .and(let a, let b): a.isChoice || b.isChoice
    case .or: true
    }
  }

  /// True if whoever keeps the terms of `choice` keeps this: it leaves nothing to choose, names at least one branch of
  /// each OR, and nothing that does not stand here.
  package func isMet(by choice: LicenseExpression) -> Bool {
    let chosen = Set(choice.licenses)
    return !choice.isChoice && chosen.isSubset(of: licenses) && isMet(by: chosen)
  }

  private func isMet(by chosen: Set<LicenseExpression>) -> Bool {
    switch self {
    case .license: chosen.contains(self)
    case .and(let a, let b): a.isMet(by: chosen) && b.isMet(by: chosen)
    case .or(let a, let b): a.isMet(by: chosen) || b.isMet(by: chosen)
    }
  }

  /// The single licences in it, with `+` and exception, in the order in which they stand.
  package var licenses: [LicenseExpression] {
    switch self {
    case .license: [self]
    case .and(let a, let b), .or(let a, let b): a.licenses + b.licenses
    }
  }
}
