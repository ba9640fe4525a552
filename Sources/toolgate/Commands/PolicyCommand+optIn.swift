// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger
import Policy
import Serving

extension PolicyCommand {
  struct OptIn: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "opt-in", abstract: "Projects that chose to use open weights that are no open source AI (T3).",
      subcommands: [Add.self, List.self, Remove.self])
  }
}

extension PolicyCommand.OptIn {
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write down in Policies/opt-ins.yaml that a project opted in; it needs nobody's approval.",
      discussion: "It is public: the gateway writes project, task and day to the transparency log, where they stay.")
    @OptionGroup var home: HomeOption
    @Option(parsing: .unconditional, help: "The project.") var project: String
    @Option(parsing: .unconditional, help: "The Phabricator task where it was asked for, such as T123456.")
    var task: String
    @Option(parsing: .unconditional, help: "The first day on which it holds; today if left out.") var since: String?

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let now = SystemClock().now()
      let grants = PolicyGrants(policies: settings.policies, today: CivilDay(containing: now))
      // The one tier that a project may choose by itself.
      let optIn = Policy.OptIn(
        project: try ControlInput.project(project), tiers: [.t3], task: try ControlInput.task(task),
        since: try since.map { try ControlInput.day("since", $0) } ?? grants.today)
      let grounds = Grounds(task: optIn.task)
      let register = try GrantRegister(home, settings)
      defer { register.close() }
      let project = try register.project(optIn.project)
      tell("Added to \(try grants.add(optIn)).")
      try register.added(Grant(optIn), at: now, on: grounds)
      tell("\(optIn.project): opted in to T3 from \(optIn.since) on.")
      ProjectNotice.warn(of: optIn.project, project)
      tell(PolicyNotice.added)
      ChangeNotice.log(
        "Toolgate opt-in: \(optIn.project) may use T3 from \(optIn.since) on", project: project, on: grounds)
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the opt-ins, and which hold today.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption

    func run() throws {
      let settings = try home.value.settings().settings
      let grants = PolicyGrants(policies: settings.policies, today: CivilDay(containing: SystemClock().now()))
      let optIns = try grants.load().optIns
      guard !optIns.isEmpty || output.format != .table else { return tell("No opt-ins.") }
      var listing = Listing("project", "tiers", "state", "since", "task")
      listing.rows = optIns.map { optIn in
        [
          optIn.project.text, optIn.tiers.map(\.rawValue).sorted().joined(separator: " "),
          grants.state(of: optIn).rawValue, optIn.since.description, optIn.task.text,
        ]
      }
      tell(listing, as: output.format)
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Take a project's opt-in away.")
    @OptionGroup var home: HomeOption
    @OptionGroup var why: GroundsOptions
    @Option(parsing: .unconditional, help: "The project.") var project: String

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let grounds = try why.grounds()
      let project = try ControlInput.project(project)
      let now = SystemClock().now()
      let grants = PolicyGrants(policies: settings.policies, today: CivilDay(containing: now))
      let register = try GrantRegister(home, settings)
      defer { register.close() }
      for optIn in try grants.removeOptIns(of: project) {
        try register.removed(Grant(optIn), at: now, on: grounds)
        tell("\(project): no longer opted in; it was since \(optIn.since) (\(optIn.task)).")
      }
      tell(PolicyNotice.removed)
      ChangeNotice.log(
        "Toolgate opt-in removed: \(project)", project: try register.project(project), on: grounds)
    }
  }
}
