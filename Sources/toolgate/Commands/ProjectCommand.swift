// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger
import Serving

struct ProjectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "project", abstract: "WMCS projects: Toolforge tools and Cloud VPS projects.",
    subcommands: [Add.self, List.self, Show.self, Disable.self, Enable.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Add a project.")
    @OptionGroup var home: HomeOption
    @Argument(help: "\(ProjectName.rule).") var name: ProjectName
    @Option(help: "toolforge or cloudvps.") var kind: ProjectKind
    @Option(help: "The Phabricator task, such as T123456.") var task: PhabricatorTask?

    func run() throws {
      let project = try home.value.openLedger().administer {
        try $0.addProject(name, kind: kind, task: task, at: SystemClock().now())
      }
      tell("Added \(project.kind.rawValue) project \(project.name).")
      ChangeNotice.log(.addProject, project: project, on: Grounds(task: task))
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the projects.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption

    func run() throws {
      var listing = Listing("name", "kind", "state", "task", "created")
      for project in try home.value.openLedger().read({ try $0.projects() }) {
        listing.rows.append([
          project.name.text, project.kind.rawValue, project.isDisabled ? "disabled" : "enabled", project.task,
          project.createdAt.rfc3339(fraction: false),
        ])
      }
      tell(listing, as: output.format)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show a project and its tokens.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption
    @Argument var name: ProjectName

    func run() throws {
      let (project, tokens) = try home.value.openLedger().read { administration in
        let project = try administration.requireProject(name)
        return (project, try administration.tokens(of: project.id))
      }
      var listing = Listing("name", "kind", "state", "task", "created", "tokens_in_force")
      listing.rows.append([
        project.name.text, project.kind.rawValue, project.isDisabled ? "disabled" : "enabled", project.task,
        project.createdAt.rfc3339(fraction: false), "\(tokens.count { $0.isLive(at: SystemClock().now()) })",
      ])
      tell(listing, as: output.format)
    }
  }

  struct Disable: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Refuse a project's calls from now on; its history stays.")
    @OptionGroup var home: HomeOption
    @Argument var name: ProjectName
    @OptionGroup var why: OptionalGroundsOptions

    func run() throws {
      let grounds = try why.grounds()
      let project = try home.value.openLedger().administer {
        try $0.disableProject(name, at: SystemClock().now(), on: grounds)
      }
      tell("Disabled \(project.name); a running gateway follows within a second.")
      ChangeNotice.log(.disableProject, project: project, on: grounds)
    }
  }

  struct Enable: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Take a project's calls again.")
    @OptionGroup var home: HomeOption
    @Argument var name: ProjectName
    @OptionGroup var why: OptionalGroundsOptions

    func run() throws {
      let grounds = try why.grounds()
      let project = try home.value.openLedger().administer {
        try $0.enableProject(name, at: SystemClock().now(), on: grounds)
      }
      tell("Enabled \(project.name); a running gateway follows within a second.")
      ChangeNotice.log(.enableProject, project: project, on: grounds)
    }
  }
}
