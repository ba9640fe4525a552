// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger
import Policy
import Serving

extension PolicyCommand {
  struct Exception: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "exception", abstract: "Leave for one project to use one model despite its tier.",
      subcommands: [Add.self, List.self, Remove.self])
  }
}

extension PolicyCommand.Exception {
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write an exception into Policies/exceptions, a year at the most.",
      discussion: "It is public: the gateway writes all of it to the transparency log, where it stays.")
    @OptionGroup var home: HomeOption
    @Argument(help: "The exception's id, which records and the log name; a-z, 0-9 and -.") var id: String
    @Option(parsing: .unconditional, help: "The project.") var project: String
    @Option(parsing: .unconditional, help: "The id of the model's certificate.") var model: String
    @Option(parsing: .unconditional, help: "Why this model, and why no freer one will do; names no person.")
    var rationale: String
    @Option(parsing: .unconditional, help: "A role, or a name of certifiers.yaml.") var approver: String
    @Option(parsing: .unconditional, help: "The Phabricator task where it was decided, such as T123456.")
    var task: String
    @Option(parsing: .unconditional, help: "The day on which it no longer holds.") var expires: String
    @Option(parsing: .unconditional, help: "The first day on which it holds; today if left out.")
    var approvedOn: String?
    @Option(parsing: .unconditionalSingleValue, help: "Only for this purpose; may be repeated.")
    var purpose: [String] = []
    @Option(parsing: .unconditionalSingleValue, help: "Only for this wiki; may be repeated.")
    var targetWiki: [String] = []
    @Option(
      parsing: .unconditionalSingleValue,
      help: "Also at this service outside Wikimedia, an id of Policies/providers; may be repeated.")
    var contract: [String] = []
    @Option(parsing: .unconditional, help: "How the project binds its users, where the licence asks for that.")
    var usersBoundBy: String?

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let now = SystemClock().now()
      let grants = PolicyGrants(policies: settings.policies, today: CivilDay(containing: now))
      let most = PolicyException.mostCharacters
      let exception = PolicyException(
        id: id, project: try ControlInput.project(project), model: try ControlInput.certificate(model),
        rationale: try ControlInput.publicText("rationale", rationale, most: most),
        purposes: try ControlInput.purposes(purpose), targetWikis: try ControlInput.wikis(targetWiki),
        contracts: try ControlInput.contracts(contract),
        usersBoundBy: try usersBoundBy.map { try ControlInput.publicText("users-bound-by", $0, most: most) },
        approver: try ControlInput.publicText("approver", approver, most: 100), task: try ControlInput.task(task),
        approvedOn: try approvedOn.map { try ControlInput.day("approved-on", $0) } ?? grants.today,
        expires: try ControlInput.day("expires", expires))
      let grounds = Grounds(task: exception.task)
      let register = try GrantRegister(home, settings)
      defer { register.close() }
      let project = try register.project(exception.project)
      tell("Wrote \(try grants.add(exception)).")
      try register.added(Grant(exception), at: now, on: grounds)
      tell(
        "\(id): \(exception.project) may use \(exception.model) from \(exception.approvedOn) "
          + "\(exception.expires.asEnd).")
      ProjectNotice.warn(of: exception.project, project)
      tell(PolicyNotice.added)
      ChangeNotice.log(
        "Toolgate exception \(id): \(exception.project) may use \(exception.model) \(exception.expires.asEnd)",
        project: project, on: grounds)
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the exceptions, and which hold today.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption

    func run() throws {
      let settings = try home.value.settings().settings
      let grants = PolicyGrants(policies: settings.policies, today: CivilDay(containing: SystemClock().now()))
      let exceptions = try grants.load().exceptions.sorted { $0.id < $1.id }
      guard !exceptions.isEmpty || output.format != .table else { return tell("No exceptions.") }
      var listing = Listing(
        "id", "project", "model", "state", "approved_on", "expires", "purposes", "target_wikis", "contracts",
        "approver",
        "task")
      listing.rows = exceptions.map { exception in
        [
          exception.id, exception.project.text, exception.model.text, grants.state(of: exception).rawValue,
          exception.approvedOn.description, exception.expires.description,
          exception.purposes?.map(\.rawValue).sorted().joined(separator: " "),
          exception.targetWikis?.map(\.text).sorted().joined(separator: " "),
          exception.contracts?.map(\.text).sorted().joined(separator: " "), exception.approver, exception.task.text,
        ]
      }
      tell(listing, as: output.format)
    }
  }

  struct Remove: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Take an exception away before its end.")
    @OptionGroup var home: HomeOption
    @OptionGroup var why: GroundsOptions
    @Argument(help: "The exception's id.") var id: String

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let grounds = try why.grounds()
      let now = SystemClock().now()
      let grants = PolicyGrants(policies: settings.policies, today: CivilDay(containing: now))
      let register = try GrantRegister(home, settings)
      defer { register.close() }
      let removed = try grants.removeException(id)
      let exception = removed.exception
      try register.removed(Grant(exception), at: now, on: grounds)
      tell(
        "\(id): removed; by \(exception.task) it let \(exception.project) use \(exception.model) "
          + "\(exception.expires.asEnd).")
      if removed.faults.isEmpty { tell(PolicyNotice.removed) } else { PolicyNotice.warnOfFaults() }
      ChangeNotice.log(
        "Toolgate exception \(id) removed: \(exception.project), \(exception.model)",
        project: try register.project(exception.project), on: grounds)
    }
  }
}
