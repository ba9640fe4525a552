// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Reports
import Serving

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Usage and money.", subcommands: [Usage.self])

  struct Usage: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Calls, tokens and cost of a period.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption
    @Option(help: "\(Period.forms); the present month if left out.") var period: Period?
    @Option(help: "Any of project, model, backend, day, separated by commas.") var by = "project,model"
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
}
