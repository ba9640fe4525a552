// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Policy

/// What the policies grant to single projects: exceptions and opt-ins, added and taken away. Nothing is written before the
/// whole directory, as it would be, has been read without a fault; only an exception is taken away all the same.
package struct PolicyGrants {
  package let policies: String
  package let today: CivilDay

  package init(policies: String, today: CivilDay) {
    (self.policies, self.today) = (policies, today)
  }

  package enum State: String, Sendable {
    case inForce = "in force"
    case expired
    case notYet = "not yet"
  }

  package func state(of exception: PolicyException) -> State {
    if exception.holds(on: today) { return .inForce }
    return today < exception.approvedOn ? .notYet : .expired
  }

  package func state(of optIn: OptIn) -> State { optIn.since <= today ? .inForce : .notYet }

  package func load() throws(InstallationProblem) -> Rulebook { try PolicyDirectory.read(policies).rulebook }
}
