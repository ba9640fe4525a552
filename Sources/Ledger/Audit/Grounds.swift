// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// By whom and why something is changed: what the audit log keeps beside the change itself.
package struct Grounds: Hashable, Sendable {
  package var actor: Actor
  /// One line; names no person and no address. Stops show it to callers.
  package var reason: String?
  package var task: PhabricatorTask?

  package init(actor: Actor = .commandLine, reason: String? = nil, task: PhabricatorTask? = nil) {
    self.actor = actor
    self.reason = reason
    self.task = task
  }

  /// Who changes something, as far as the ledger wants to know: never a person.
  package enum Actor: Hashable, Sendable, CustomStringConvertible {
    /// Whoever may run the program on the machine.
    case commandLine
    /// A token of staff, by its public id.
    case token(publicID: String)

    package var description: String {
      switch self {
      case .commandLine: "cli"
      case .token(let id): "token:\(id)"
      }
    }
  }
}
