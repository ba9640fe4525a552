// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Foundation
import Policy
import Serving
import StrictYAML

extension PolicyCommand {
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a policy directory, all faults of all files at once.",
      discussion: "What soon ends or does not count is a warning and no fault. docs/schemas has what files may hold.")
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption
    @Argument(help: "The directory; the home's own if left out.") var directory: String?

    func run() throws {
      let path = try directory ?? home.value.settings().settings.policies
      try PolicyDirectory.require(path)
      let (policies, faults) = PolicyDirectory.load(path: path)
      let today = CivilDay(containing: SystemClock().now())
      let warnings = policies.map { PolicyAudit.warnings($0, on: today) } ?? []
      if output.format == .table {
        for warning in warnings { tell("warning: \(warning)") }
      } else {
        tell(listing(faults, warnings), as: output.format)
      }
      guard let policies else {
        fflush(nil)
        throw InstallationProblem(.badInput, faults.map(\.description))
      }
      if output.format == .table { tell(summary(policies, warnings: warnings.count)) }
    }

    private func listing(_ faults: [YAMLProblem], _ warnings: [YAMLProblem]) -> Listing {
      var listing = Listing("severity", "file", "line", "column", "message")
      for (severity, problems) in [("error", faults), ("warning", warnings)] {
        listing.rows += problems.map {
          [severity, $0.file, "\($0.place.line)", "\($0.place.column)", $0.message]
        }
      }
      return listing
    }

    private func summary(_ policies: Policies, warnings: Int) -> String {
      func count(_ number: Int, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }
      let counts = [
        count(policies.catalogue.models.count, "certificate"), count(policies.licenses.entries.count, "licence"),
        count(policies.providers.count, "provider"), count(policies.prices.rows.count, "price"),
        count(policies.rulebook.rules.count, "rule"), count(policies.rulebook.reminders.count, "reminder"),
        count(policies.rulebook.exceptions.count, "exception"),
      ]
      return
        "No faults, \(count(warnings, "warning")): \(counts.joined(separator: ", ")); revision \(policies.revision)"
    }
  }
}
