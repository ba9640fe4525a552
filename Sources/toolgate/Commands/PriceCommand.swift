// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Foundation
import Ledger
import Policy
import Serving
import StrictYAML

struct PriceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "price", abstract: "The price book.", subcommands: [List.self, Check.self, Import.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List prices, for a million tokens; `above` is the input from which on another line holds.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption
    @Option(help: "Only what may price this model: a configured id, or a provider's name of a model.")
    var model: ModelID?
    @Option(help: "Only what is in force on this day, such as 2026-11-23, in UTC; every version if left out.")
    var at: CivilDay?

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let book = try home.policies(settings).prices
      var rows = model.map { book.rows(for: $0, settings: settings) } ?? book.rows
      if let at { rows = rows.filter { $0.isValid(at: at.start) } }
      guard !rows.isEmpty || output.format != .table else { return tell("No prices.") }
      let day = at ?? CivilDay(containing: SystemClock().now())
      tell(PriceListing(rows: rows, day: day), as: output.format)
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Find gaps, overlaps and configured models without a price; warn of what ends and what is unverified.")
    @OptionGroup var home: HomeOption

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let (policies, problems) = PolicyDirectory.load(path: settings.policies)
      guard let book = policies?.prices else { throw InstallationProblem(.failed, problems.map(\.description)) }
      let audit = PriceAudit(
        book, settings: settings, registered: try home.registeredPrices(settings), at: SystemClock().now())
      for warning in audit.warnings { tell("warning: \(warning)") }
      guard audit.faults.isEmpty else {
        fflush(nil)
        throw InstallationProblem(.failed, audit.faults)
      }
      tell("\(book.rows.count.counted("price")), no faults.")
    }
  }

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a file of prices against all that is there, and copy it into the policies.",
      discussion: "A file of the same name is replaced. A version that the ledger knows must stay, with its figures.")
    @OptionGroup var home: HomeOption
    @Argument(help: "The file; its name must end in .yaml.") var file: String
    @Flag(help: "Only say what would change.") var dryRun = false

    func run() throws {
      let home = home.value
      let settings = try home.settings().settings
      let lock = dryRun ? nil : try PolicyLock(settings.policies)
      let (plan, problems) = PriceImport.plan(path: file, policies: settings.policies)
      guard let plan else { throw InstallationProblem(.badInput, problems.map(\.description)) }
      let refused = plan.problems(registered: try home.registeredPrices(settings))
      guard refused.isEmpty else { throw InstallationProblem(.badInput, refused.map(\.description)) }
      for change in plan.changes { tell(change) }
      tell("Changes: \(plan.changes.count); versions that stay as they are: \(plan.unchanged).")
      let name = "prices/\(plan.name)"
      let target = "\(settings.policies)/\(name)"
      guard let lock else { return tell("Nothing was written; without --dry-run it would be \(target).") }
      try lock.write(plan.bytes, to: name)
      tell("Wrote \(target). A running gateway reads it on SIGHUP.")
    }
  }
}

extension Home {
  /// The versions of prices that the ledger knows; none where there is no ledger yet.
  fileprivate func registeredPrices(_ settings: Settings) throws -> [PriceID: Price] {
    guard let ledger = try ledgerIfAny(settings) else { return [:] }
    defer { try? ledger.close() }
    return try ledger.read { try $0.prices() }
  }
}
