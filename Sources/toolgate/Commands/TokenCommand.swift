// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Identity
import Ledger
import Serving

struct TokenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Tokens of projects and staff. A token's text is shown once and never stored.",
    subcommands: [Issue.self, List.self, Rotate.self, Revoke.self])

  struct Issue: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Issue a token to a project or to staff.")
    @OptionGroup var home: HomeOption
    @Option(help: "The project that it belongs to.") var project: ProjectName?
    @Option(help: "admin, finance or auditor, instead of a project.") var role: StaffRole?
    @Option(help: "What it is for; no names of people.") var label = ""
    @Option(help: "How long it is in force, such as 365d; the longest is 36500d.") var expires: Span?
    @Option(help: "chat, embeddings, read, separated by commas; everything if left out.") var scope: String?
    @Option(help: "Web origins that may send it, such as https://example.toolforge.org; pages of others are refused.")
    var origin: [String] = []

    func validate() throws {
      guard (project == nil) != (role == nil) else { throw ValidationError("name either --project or --role") }
      try expires?.requireTime(of: "--expires")
      if role != nil, scope != nil { throw ValidationError("--scope is for projects; a role says what staff may do") }
      _ = try scopes()
    }

    func run() throws {
      let home = home.value
      let label = try ControlInput.label(label)
      let origins = try origin.map(ControlInput.origin)
      let hasher = try home.hasher()
      var random = SystemRandomNumberGenerator()
      let token = TokenText.mint(using: &random)
      let now = SystemClock().now()
      try home.openLedger().administer { administration in
        let owner: TokenOwner =
          if let project { .project(try administration.requireProject(project).id) } else { .staff(role ?? .auditor) }
        _ = try administration.insertToken(
          NewToken(
            publicID: token.id.description, hash: hasher.hash(token).bytes, owner: owner, label: label,
            scopes: try scopes(), origins: origins, expiresAt: expires.map { now + $0.duration }), at: now)
      }
      tell("Id: \(token.id)")
      tell("Token, shown only now: \(token.secret.reveal { String(decoding: $0, as: UTF8.self) })")
    }

    private func scopes() throws -> [Scope] {
      guard let scope else { return [] }
      let known = Scope.allCases.map(\.rawValue).joined(separator: ", ")
      // A token without scopes has all of them. An empty text, such as that of a variable that nobody set, asks for none.
      return try scope.split(separator: ",", omittingEmptySubsequences: false).map { text in
        guard !text.isEmpty else {
          throw ValidationError(
            "--scope '\(scope)' names an empty scope; there are \(known), and without --scope the token has them all")
        }
        guard let scope = Scope(rawValue: String(text)) else {
          throw ValidationError("the scope '\(text)' is not known; there are \(known)")
        }
        return scope
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List tokens by their public ids.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption
    @Option(help: "Only those of one project.") var project: ProjectName?

    func run() throws {
      let now = SystemClock().now()
      var listing = Listing("id", "owner", "label", "state", "scopes", "created", "expires", "last_used")
      let (tokens, names) = try home.value.openLedger().read { administration in
        let names = Dictionary(uniqueKeysWithValues: try administration.projects().map { ($0.id, $0.name.text) })
        return (try administration.tokens(of: project.map { try administration.requireProject($0).id }), names)
      }
      for token in tokens {
        let owner =
          switch token.owner {
          case .project(let id): names[id]
          case .staff(let role): "staff:\(role.rawValue)"
          }
        let state = token.revokedAt != nil ? "revoked" : token.isLive(at: now) ? "in force" : "expired"
        listing.rows.append([
          token.publicID, owner, token.label, state,
          token.scopes.isEmpty ? "all" : token.scopes.map(\.rawValue).joined(separator: " "),
          token.createdAt.rfc3339(fraction: false), token.expiresAt?.rfc3339(fraction: false),
          token.lastUsedAt?.rfc3339(fraction: false),
        ])
      }
      tell(listing, as: output.format)
    }
  }

  struct Rotate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Issue a successor; the old token stays in force for the overlap.")
    @OptionGroup var home: HomeOption
    @Argument(help: "The public id: the ten characters behind tg_.") var id: String
    @Option(help: "How long both are in force.") var overlap: Span
    @Option(help: "How long the new one is in force; as long as the old one was meant to be, if left out.")
    var expires: Span?

    func validate() throws { try expires?.requireTime(of: "--expires") }

    func run() throws {
      let home = home.value
      let hasher = try home.hasher()
      var random = SystemRandomNumberGenerator()
      let token = TokenText.mint(using: &random)
      let now = SystemClock().now()
      let (old, _) = try home.openLedger().administer { administration in
        let old = try administration.requireToken(id)
        let lifetime = expires?.duration ?? old.expiresAt.map { $0 - old.createdAt }
        return try administration.rotateToken(
          id, to: token.id.description, hash: hasher.hash(token).bytes, expiresAt: lifetime.map { now + $0 },
          overlap: overlap.duration, at: now)
      }
      tell("Id: \(token.id)")
      tell("Token, shown only now: \(token.secret.reveal { String(decoding: $0, as: UTF8.self) })")
      tell("The old token \(id) ends at \(old.expiresAt?.rfc3339(fraction: false) ?? "-").")
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End a token at once.")
    @OptionGroup var home: HomeOption
    @Argument(help: "The public id: the ten characters behind tg_.") var id: String

    func run() throws {
      _ = try home.value.openLedger().administer { try $0.revokeToken(id, at: SystemClock().now()) }
      tell("Revoked \(id); a running gateway follows within a second.")
    }
  }
}
