// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// A WMCS project as the ledger knows it.
package struct Project: Hashable, Sendable {
  package let id: ProjectID
  package let kind: ProjectKind
  package let name: ProjectName
  /// The Phabricator task that asked for it, such as `T123456`.
  package let task: String?
  package let createdAt: Instant
  package let disabledAt: Instant?

  package var isDisabled: Bool { disabledAt != nil }
}
