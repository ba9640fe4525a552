// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Ledger
package import Policy

/// Where commands on exceptions and opt-ins write down who changed what, and look up the project. Policies may be written
/// where there is no ledger yet, and then nothing is.
package struct GrantRegister {
  private let ledger: Ledger?

  /// - Throws: for a ledger that cannot be opened, before anything was changed.
  package init(_ home: Home, _ settings: Settings) throws {
    ledger = try home.ledgerIfAny(settings)
  }

  package func close() { try? ledger?.close() }

  /// Nil: there is none of that name.
  package func project(_ name: ProjectName) throws -> Project? { try ledger?.read { try $0.project(name) } ?? nil }

  package func added(_ grant: Grant, at now: Instant, on grounds: Grounds) throws {
    try ledger?.administer { try $0.added(grant, at: now, on: grounds) }
  }

  package func removed(_ grant: Grant, at now: Instant, on grounds: Grounds) throws {
    try ledger?.administer { try $0.removed(grant, at: now, on: grounds) }
  }
}

extension Grant {
  package init(_ exception: PolicyException) {
    self = .exception(
      id: exception.id, project: exception.project, model: exception.model, from: exception.approvedOn,
      to: exception.expires)
  }

  package init(_ optIn: OptIn) { self = .optIn(project: optIn.project, since: optIn.since) }
}
