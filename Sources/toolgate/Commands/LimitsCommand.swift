// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger
import Serving

struct LimitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "limits", abstract: "What projects, tokens, models, backends and all together may use.",
    subcommands: [Set.self, Show.self, Apply.self, Diff.self])

  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set limits of one scope; what is not named stays as it is.")
    @OptionGroup var home: HomeOption
    @OptionGroup var place: LimitScopeOptions
    @OptionGroup var limits: LimitOptions
    @OptionGroup var why: GroundsOptions

    func run() throws {
      let name = try place.required()
      let change = try limits.change(backends: place.allowed)
      let grounds = try why.grounds()
      let home = home.value
      let now = SystemClock().now()
      let settings = try home.settings().settings
      let rules = try home.controlRules(settings, at: now)
      let (found, before, after) = try home.ledger(settings).administer { desk in
        let found = try desk.find(name, rules: rules)
        try rules.check(change, of: found.scope)
        let (before, after) = try desk.setLimits(change, of: found.scope, at: now, on: grounds)
        return (found, before, after)
      }
      let standard: Limits =
        if case .project = name { rules.projectDefault } else { Limits() }
      ChangeNotice.show("\(name)", from: before, to: after, default: standard)
      ChangeNotice.log(.setLimits(of: "\(name)", from: before, to: after), project: found.project, on: grounds)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show own, default and effective limits, and what was used of them in the present day and month, UTC.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption
    @OptionGroup var place: LimitScopeOptions

    func run() throws {
      let name = try place.scope()
      guard place.allowed.isEmpty else {
        throw InstallationProblem(.badInput, "--backend and --project are two scopes: name one at a time")
      }
      let home = home.value
      let now = SystemClock().now()
      let settings = try home.settings().settings
      let rules = ControlRules(settings: settings, policies: nil, at: now)
      let ledger = try home.ledger(settings)
      let found = try name.map { name in try ledger.read { try $0.find(name, rules: rules) } }
      let standings = try LimitStanding.all(found, in: ledger, projectDefault: rules.projectDefault, at: now)
      var listing = Listing("scope", "limit", "own", "default", "effective", "used", "task")
      for standing in standings {
        listing.rows.append([
          standing.scope, standing.name.rawValue, standing.own?.description, standing.standard?.description,
          standing.effective?.description, standing.used, standing.own == nil ? nil : standing.task,
        ])
      }
      tell(listing, as: output.format)
    }
  }
}
