// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// A token as the ledger knows it: whose it is, how long it holds, and the keyed hash of its secret.
package struct Token: Hashable, Sendable {
  package let id: TokenRow
  /// The ten characters by which it is looked up and spoken of.
  package let publicID: String
  package let owner: TokenOwner
  package let label: String
  /// 32 bytes.
  package let hash: [UInt8]
  /// Empty: everything that its project may do.
  package let scopes: [Scope]
  /// Web origins that may send it; empty: requests are not told apart by origin.
  package let origins: [String]
  package let createdAt: Instant
  package let expiresAt: Instant?
  package let revokedAt: Instant?
  /// The token that took its place.
  package let replacedBy: TokenRow?
  /// To the minute, by the last batch that was written.
  package let lastUsedAt: Instant?

  /// Neither revoked nor expired.
  package func isLive(at now: Instant) -> Bool { revokedAt == nil && expiresAt.map { now < $0 } ?? true }
}

package enum TokenOwner: Hashable, Sendable {
  case project(ProjectID)
  case staff(StaffRole)
}

/// What a new token is to be. Public id and hash come from whoever made the secret; the ledger never sees it.
package struct NewToken: Sendable {
  package var publicID: String
  package var hash: [UInt8]
  package var owner: TokenOwner
  package var label: String
  package var scopes: [Scope]
  package var origins: [String]
  package var expiresAt: Instant?

  package init(
    publicID: String, hash: [UInt8], owner: TokenOwner, label: String = "", scopes: [Scope] = [],
    origins: [String] = [], expiresAt: Instant? = nil
  ) {
    self.publicID = publicID
    self.hash = hash
    self.owner = owner
    self.label = label
    self.scopes = scopes
    self.origins = origins
    self.expiresAt = expiresAt
  }
}
