// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger
import Reports
import Serving

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Usage and money.", subcommands: [Usage.self, Review.self])

  struct Usage: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Calls, tokens and cost of a period.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption
    @Option(help: "\(Period.forms); the present month if left out.") var period: Period?
    @Option(help: "Any of project, token, model, backend, day, separated by commas.") var by = "project,model"
    @Option(help: "Only one project.") var project: ProjectName?

    func run() throws {
      let grouping: [UsageQuestion.Dimension]
      do {
        grouping = try UsageQuestion.Dimension.list(by)
      } catch {
        throw ValidationError("\(error)")
      }
      let question = UsageQuestion(
        period: period ?? Period(monthOf: SystemClock().now()), grouping: grouping, project: project)
      let report = try UsageReport(question, from: home.value.openLedger())
      switch output.format {
      case .table: tell(report.rows.isEmpty ? "No calls in \(question.period.label)." : report.table())
      case .json: tell(report.json())
      case .csv: tell(report.csv(), terminator: "")
      }
    }
  }

  struct Review: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Calls of a period whose cost should be compared with the provider's invoice.",
      discussion: "`cost` is what was charged here, `most` what the call can have cost at the most.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption
    @Option(help: "\(Period.forms); the present month if left out.") var period: Period?
    @Option(help: "Only one project.") var project: ProjectName?

    func run() throws {
      let period = period ?? Period(monthOf: SystemClock().now())
      var listing = Listing(
        "request", "at", "project", "model", "backend", "outcome", "usage", "cost", "most", "currency")
      try home.value.openLedger().forEachCallForReview(in: period, project: project) { call in
        listing.rows.append([
          call.requestID.description, call.at.description, call.project.text, call.model, call.backend, call.outcome,
          call.usageSource, call.cost.decimal, call.hold.decimal, call.cost.currency.code,
        ])
      }
      guard !listing.rows.isEmpty || output.format != .table else {
        return tell("No calls to review in \(period.label).")
      }
      tell(listing, as: output.format)
    }
  }
}
