// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// Who may call, as it stood at one moment: an immutable snapshot that is replaced whole when the ledger changes.
package struct Directory: Sendable {
  package struct Project: Sendable {
    package let id: ProjectID
    package let name: ProjectName
    package let isDisabled: Bool
    package init(id: ProjectID, name: ProjectName, isDisabled: Bool) {
      (self.id, self.name, self.isDisabled) = (id, name, isDisabled)
    }
  }

  package enum Owner: Sendable {
    case project(Project)
    case staff(StaffRole)
  }

  package struct Token: Sendable {
    package let row: TokenRow
    package let hash: TokenHash
    package let owner: Owner
    /// Nil: everything that the project may do.
    package let scopes: Set<Scope>?
    /// Empty: requests are not told apart by origin.
    package let origins: Set<String>
    package let expires: Instant?
    package let revoked: Instant?

    package init(
      row: TokenRow, hash: TokenHash, owner: Owner, scopes: Set<Scope>?, origins: Set<String> = [], expires: Instant?,
      revoked: Instant?
    ) {
      self.row = row
      self.hash = hash
      self.owner = owner
      self.scopes = scopes
      self.origins = origins
      self.expires = expires
      self.revoked = revoked
    }
  }

  private let tokens: [TokenID: Token]
  private let hasher: TokenHasher

  package init(tokens: [TokenID: Token], hasher: TokenHasher) {
    self.tokens = tokens
    self.hasher = hasher
  }

  /// Finds the caller behind a token's text.
  package func identify(_ text: String, at now: Instant) throws(GatewayError) -> Caller {
    let (id, token) = try find(text, at: now)
    guard case .project(let project) = token.owner else {
      throw GatewayError(.scopeDenied, "Token \(id) belongs to staff and opens the console only.")
    }
    guard !project.isDisabled else {
      throw GatewayError(.projectDisabled, "Project \(project.name) is disabled. Ask the administrators.")
    }
    return Caller(id: id, token: token.row, project: project, scopes: token.scopes, origins: token.origins)
  }

  /// Finds the member of staff behind a token's text.
  package func identifyStaff(_ text: String, at now: Instant) throws(GatewayError) -> Staff {
    let (id, token) = try find(text, at: now)
    guard case .staff(let role) = token.owner else {
      throw GatewayError(.scopeDenied, "Token \(id) belongs to a project; this needs a token of staff.")
    }
    return Staff(id: id, role: role)
  }

  /// A token that is there, right and in force.
  ///
  /// The hash is computed and compared also when the id is unknown, so that the time taken does not tell which ids exist.
  private func find(_ text: String, at now: Instant) throws(GatewayError) -> (TokenID, Token) {
    guard let presented = TokenText(text) else {
      throw GatewayError(
        .invalidAPIKey, "This is not a Toolgate token: it has another form or a mistyped character. Copy it again.")
    }
    let found = tokens[presented.id]
    let isRight = hasher.hash(presented) == found?.hash ?? Self.nobody
    guard let token = found, isRight else {
      throw GatewayError(
        .invalidAPIKey,
        "No such token. A new one counts within a second; else ask whoever gave it to you for one that is in force.")
    }
    if let revoked = token.revoked, revoked <= now {
      throw GatewayError(.revokedAPIKey, "Token \(presented.id) was revoked. Use the project's current token.")
    }
    if let expires = token.expires, expires <= now {
      throw GatewayError(
        .expiredAPIKey, "Token \(presented.id) expired at \(expires.rfc3339(fraction: false)). Rotate it.")
    }
    return (presented.id, token)
  }

  private static let nobody = TokenHash(bytes: [UInt8](repeating: 0, count: 32))!
}

/// A member of staff whose token was found, right and in force. Only the directory makes one.
package struct Staff: Sendable {
  package let id: TokenID
  package let role: StaffRole

  init(id: TokenID, role: StaffRole) {
    (self.id, self.role) = (id, role)
  }
}

/// Somebody whose token was found, right and in force. Only the directory makes one.
package struct Caller: Sendable {
  package let id: TokenID
  package let token: TokenRow
  package let project: Directory.Project
  let scopes: Set<Scope>?
  private let origins: Set<String>

  init(id: TokenID, token: TokenRow, project: Directory.Project, scopes: Set<Scope>?, origins: Set<String>) {
    self.id = id
    self.token = token
    self.project = project
    self.scopes = scopes
    self.origins = origins
  }

  /// A token that was issued for some pages is refused to others. Browsers always say from where they send (Fetch
  /// standard, `Origin`); a request without an origin comes from no page.
  package func require(origin: String?) throws(GatewayError) {
    guard let origin, !origins.isEmpty, !origins.contains(origin) else { return }
    throw GatewayError(
      .originDenied, "Token \(id) was issued for pages of \(origins.sorted().joined(separator: ", ")).")
  }

  package func require(_ scope: Scope) throws(GatewayError) {
    if let scopes, !scopes.contains(scope) {
      let has = scopes.map(\.rawValue).sorted().joined(separator: ", ")
      throw GatewayError(
        .scopeDenied, "Token \(id) may be used for \(has) only; this call needs the scope \(scope.rawValue).")
    }
  }
}
