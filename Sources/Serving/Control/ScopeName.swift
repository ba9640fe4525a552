// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Ledger

/// A scope as an administrator names it.
package enum ScopeName: Hashable, Sendable {
  case global
  case backend(BackendID)
  case model(ModelID)
  case project(ProjectName)
  /// By its public id.
  case token(String)

  /// Takes the options that name a scope; nil when none does.
  ///
  /// - Throws: when there are two, or one is not a name.
  package static func read(
    global: Bool, backend: String?, model: String?, project: String?, token: String?
  ) throws(InstallationProblem) -> ScopeName? {
    var scopes: [ScopeName] = []
    if global { scopes.append(.global) }
    if let project { scopes.append(.project(try ControlInput.project(project))) }
    if let backend { scopes.append(.backend(try ControlInput.backend(backend))) }
    if let model { scopes.append(.model(try ControlInput.model(model))) }
    if let token { scopes.append(.token(try ControlInput.tokenID(token))) }
    guard scopes.count < 2 else {
      throw InstallationProblem(
        .badInput, "\(scopes.map(\.description).joined(separator: " and ")) are two scopes: name one at a time")
    }
    return scopes.first
  }
}

extension ScopeName: CustomStringConvertible {
  package var description: String {
    switch self {
    case .global: "the whole gateway"
    case .backend(let id): "backend \(id)"
    case .model(let id): "model \(id)"
    case .project(let name): "project \(name)"
    case .token(let id): "token \(id)"
    }
  }
}

/// A scope that the ledger knows, with all that is needed to speak of it.
package struct FoundScope: Sendable {
  package let name: ScopeName
  package let scope: LimitScope
  /// The project that the scope is or belongs to.
  package let project: Project?
}

extension Administration {
  /// Finds a scope, also one that the configuration no longer has as long as something is in force for it.
  ///
  /// - Throws: `InstallationProblem` for a project, token, backend or model that is not known, in the words of `surface`.
  package func find(
    _ name: ScopeName, rules: ControlRules, on surface: ControlSurface = .commandLine
  ) throws -> FoundScope {
    func refused(_ fault: ScopeFault) -> InstallationProblem {
      InstallationProblem(.badInput, surface.refusal(name, fault))
    }
    switch name {
    case .global: return FoundScope(name: name, scope: .global, project: nil)
    case .project(let text):
      guard let project = try project(text) else { throw refused(.unknownProject(text)) }
      return FoundScope(name: name, scope: .project(project.id), project: project)
    case .token(let id):
      guard let token = try token(id) else { throw refused(.unknownToken(id)) }
      guard case .project(let owner) = token.owner else { throw refused(.tokenOfStaff(id)) }
      let project = try projects().first { $0.id == owner }
      return FoundScope(name: name, scope: .token(token.id), project: project)
    case .backend(let id):
      guard try isKnown(.backend(id), isServed: rules.backends.contains(id)) else {
        throw refused(.notConfigured(served: rules.backends.sorted().map(\.text)))
      }
      return FoundScope(name: name, scope: .backend(id), project: nil)
    case .model(let id):
      guard try isKnown(.model(id), isServed: rules.models.contains(id)) else {
        throw refused(.notConfigured(served: rules.models.sorted().map(\.text)))
      }
      return FoundScope(name: name, scope: .model(id), project: nil)
    }
  }

  /// What the configuration no longer has is known as long as something is in force for it.
  private func isKnown(_ scope: LimitScope, isServed: Bool) throws -> Bool {
    try isServed || !limits(of: scope).isEmpty || stop(of: scope) != nil
  }
}
