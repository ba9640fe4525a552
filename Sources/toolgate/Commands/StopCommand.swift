// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger
import Serving

/// Needs the ledger and the configuration, but no policies and no running gateway.
struct StopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "Let no call start, everywhere or on one backend, model or project, until it is resumed.")

  @OptionGroup var home: HomeOption
  @OptionGroup var place: StopScopeOptions
  @OptionGroup var why: GroundsOptions
  @Flag(help: "Break off calls that are under way too.") var now = false

  func run() throws {
    let name = try place.required()
    let grounds = try why.grounds()
    let (found, before, after) = try home.value.control { desk, rules, time in
      let found = try desk.find(name, rules: rules)
      let (before, after) = try desk.stop(found.scope, endsCalls: now, at: time, on: grounds)
      return (found, before, after)
    }
    guard before != after else {
      tell("Nothing changes: \(name) is stopped with this reason already.")
      return
    }
    tell("\(name): \(before.map(Self.text) ?? "runs") → \(Self.text(after))")
    tell("A running gateway follows within a second, and after each restart. `toolgate resume` ends it.")
    ChangeNotice.log(.stop("\(name)", from: before, to: after), project: found.project, on: grounds)
  }

  static func text(_ stop: EmergencyStop) -> String {
    "stopped\(stop.endsCalls ? " at once" : ""), \(stop.reason) (\(stop.task))"
  }
}

struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "resume", abstract: "End a stop.")

  @OptionGroup var home: HomeOption
  @OptionGroup var place: StopScopeOptions
  @OptionGroup var why: GroundsOptions

  func run() throws {
    let name = try place.required()
    let grounds = try why.grounds()
    let (found, before) = try home.value.control { desk, rules, time in
      let found = try desk.find(name, rules: rules)
      return (found, try desk.resume(found.scope, at: time, on: grounds))
    }
    tell("\(name): \(StopCommand.text(before)) → runs")
    tell("A running gateway follows within a second.")
    ChangeNotice.log(.resume("\(name)"), project: found.project, on: grounds)
  }
}

struct StopsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "stops", abstract: "List the stops in force.")

  @OptionGroup var home: HomeOption
  @OptionGroup var output: FormatOption

  func run() throws {
    var listing = Listing("scope", "since", "at_once", "task", "reason")
    listing.rows = try home.value.openLedger().read { desk in
      try desk.stops().map { stop in
        [
          try desk.name(of: stop.scope), stop.since.rfc3339(fraction: false), stop.endsCalls ? "yes" : "no", stop.task,
          stop.reason,
        ]
      }
    }
    tell(listing, as: output.format)
  }
}

extension Home {
  /// A change that must not wait until the policies are in order.
  fileprivate func control<T>(_ change: (Administration, ControlRules, Instant) throws -> T) throws -> T {
    let time = SystemClock().now()
    let settings = try settings().settings
    let rules = ControlRules(settings: settings, policies: nil, at: time)
    return try ledger(settings).administer { try change($0, rules, time) }
  }
}
