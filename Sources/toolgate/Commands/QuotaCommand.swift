// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger
import Serving

struct QuotaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quota", abstract: "Requests of projects for other limits, and what was decided.",
    subcommands: [Request.self, List.self, Approve.self, Refuse.self])

  struct Request: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Keep a request; nothing changes until it is approved.")
    @OptionGroup var home: HomeOption
    @Option(parsing: .unconditional, help: "The project that asks.") var project: String
    @OptionGroup var limits: LimitOptions
    @Option(
      parsing: .unconditionalSingleValue,
      help: "A backend that the project wants to use, repeatable; none: all of them.")
    var backend: [String] = []
    @OptionGroup var why: GroundsOptions

    func run() throws {
      let name = try ControlInput.project(project)
      let wanted = try limits.change(backends: backend)
      let grounds = try why.grounds()
      let home = home.value
      let now = SystemClock().now()
      let settings = try home.settings().settings
      let rules = try home.controlRules(settings, at: now)
      let (request, found) = try home.ledger(settings).administer { desk in
        let found = try desk.find(.project(name), rules: rules)
        try rules.check(wanted, of: found.scope)
        return (try desk.requestQuota(wanted, for: name, at: now, on: grounds), found)
      }
      tell("Request \(request.id) of project \(name): \(wanted.text). It waits for `toolgate quota approve`.")
      ChangeNotice.log(.requestQuota(request), project: found.project, on: grounds)
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the requests, the oldest first.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption
    @Option(help: "open, approved or refused; all if left out.") var state: QuotaRequest.State?

    func run() throws {
      var listing = Listing(
        "id", "project", "wanted", "state", "task", "reason", "opened", "decided", "decision")
      for request in try home.value.openLedger().read({ try $0.quotaRequests(state) }) {
        listing.rows.append([
          "\(request.id)", request.project.text, request.wanted.text, request.state.rawValue, request.task,
          request.reason, request.openedAt.rfc3339(fraction: false), request.decidedAt?.rfc3339(fraction: false),
          request.decision,
        ])
      }
      tell(listing, as: output.format)
    }
  }

  struct Approve: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Set the limits that were asked for.")
    @OptionGroup var home: HomeOption
    @Argument(help: "The request's number.") var id: Int64
    @Option(parsing: .unconditional, help: "Why, on one line; no names of people, no addresses.") var reason: String

    func run() throws {
      let grounds = Grounds(reason: try ControlInput.reason(reason))
      let home = home.value
      let now = SystemClock().now()
      let settings = try home.settings().settings
      let rules = try home.controlRules(settings, at: now)
      let (request, project, before, after) = try home.ledger(settings).administer { desk in
        let request = try desk.quotaRequest(id)
        // The configuration may have changed since it was asked for.
        try rules.check(request.wanted, of: request.scope)
        let (approved, before, after) = try desk.approveQuota(id, at: now, on: grounds)
        return (approved, try desk.requireProject(request.project), before, after)
      }
      tell("Approved request \(id).")
      ChangeNotice.show("project \(request.project)", from: before, to: after, default: rules.projectDefault)
      ChangeNotice.log(.approveQuota(request, from: before, to: after), project: project, on: grounds)
    }
  }

  struct Refuse: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Refuse a request; nothing changes.")
    @OptionGroup var home: HomeOption
    @Argument(help: "The request's number.") var id: Int64
    @Option(parsing: .unconditional, help: "Why, on one line; no names of people, no addresses.") var reason: String

    func run() throws {
      let grounds = Grounds(reason: try ControlInput.reason(reason))
      let (request, project) = try home.value.openLedger().administer { desk in
        let request = try desk.refuseQuota(id, at: SystemClock().now(), on: grounds)
        return (request, try desk.requireProject(request.project))
      }
      tell("Refused request \(id) of project \(request.project): \(request.wanted.text).")
      ChangeNotice.log(.refuseQuota(request), project: project, on: grounds)
    }
  }
}

extension QuotaRequest.State: ExpressibleByArgument {}
