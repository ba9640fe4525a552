// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import GatewayConfiguration
import Ledger
import Serving
import StrictYAML

extension LimitsCommand {
  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make projects and their limits what a reviewed file says, all of it or nothing.")
    @OptionGroup var home: HomeOption
    @Argument(help: "projects.yaml") var file: String
    @Flag(help: "Show what would change, and change nothing.") var dryRun = false
    @Flag(help: "Also replace limits that were set by hand since the last apply.") var overwrite = false

    func run() throws {
      let now = SystemClock().now()
      let input = try ProjectsInput(file, home: home.value, at: now)
      if dryRun {
        let plan = try input.ledger.read { try $0.plan(input.entries) }
        tell(PlanSheet(plan, overwritten: overwrite).text)
        tell("Nothing was changed: this was a dry run.")
        // Ends as the apply will, so that a script that asks first learns of it too.
        return try Self.refuseConflicts(plan, overwrite: overwrite, dryRun: true)
      }
      let plan = try input.ledger.administer { desk in
        let plan = try desk.plan(input.entries)
        try Self.refuseConflicts(plan, overwrite: overwrite)
        try desk.apply(plan, at: now, on: Grounds(reason: "applied from projects.yaml"))
        return plan
      }
      tell(PlanSheet(plan, overwritten: overwrite).text)
      for step in plan.steps where step.isChange {
        let project = try input.ledger.read { try $0.requireProject(step.entry.name) }
        ChangeNotice.log(
          .applyLimits(of: "project \(project.name)", from: step.before, to: step.entry.limits), project: project,
          on: Grounds(task: step.entry.version.task))
      }
    }

    /// - Parameter dryRun: the plan that was shown has told the conflicts.
    private static func refuseConflicts(_ plan: ApplyPlan, overwrite: Bool, dryRun: Bool = false) throws {
      try refuseKinds(plan)
      let conflicts = overwrite ? [] : plan.steps.filter(\.isConflict)
      guard conflicts.isEmpty else {
        throw InstallationProblem(
          .failed,
          (dryRun ? [] : conflicts.map { PlanSheet.conflict($0) })
            + [
              "nothing \(dryRun ? "would be" : "was") applied: bring the file up to date, or replace what was set by "
                + "hand with --overwrite"
            ])
      }
    }

    /// What no flag helps against.
    static func refuseKinds(_ plan: ApplyPlan) throws {
      let kinds = plan.steps.filter(\.isOfOtherKind).map {
        "the project \($0.entry.name) is \($0.known?.kind.rawValue ?? "-") in the ledger and "
          + "\($0.entry.kind.rawValue) in the file: correct the file"
      }
      guard kinds.isEmpty else { throw InstallationProblem(.badInput, kinds) }
    }
  }

  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show what applying a file would change.")
    @OptionGroup var home: HomeOption
    @Argument(help: "projects.yaml") var file: String

    func run() throws {
      let input = try ProjectsInput(file, home: home.value, at: SystemClock().now())
      let plan = try input.ledger.read { try $0.plan(input.entries) }
      tell(PlanSheet(plan).text)
      try Apply.refuseKinds(plan)
    }
  }
}

/// The file, read whole and checked against the configuration, and the ledger that it is for.
private struct ProjectsInput {
  let entries: [ProjectEntry]
  let ledger: Ledger

  init(_ file: String, home: Home, at now: Instant) throws {
    let settings = try home.settings().settings
    let rules = try home.controlRules(settings, at: now)
    let read = ProjectsFile.read(path: file) { rules.complaint($0, $1) }
    guard let entries = read.entries else { throw InstallationProblem(.badInput, read.errors.map(\.description)) }
    self.entries = entries
    ledger = try home.ledger(settings)
  }
}
