// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Serving

// Values are taken as text, whatever they begin with, so that what is wrong with them is told in one line.

/// The limits that are set; `none` takes one away.
struct LimitOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Calls that may begin in a minute; a number or none.")
  var requestsPerMinute: String?
  @Option(parsing: .unconditional, help: "Tokens in and out in a minute; a number or none.")
  var tokensPerMinute: String?
  @Option(parsing: .unconditional, help: "Calls under way at once; a number or none.")
  var concurrency: String?
  @Option(parsing: .unconditional, help: "Money in a day, UTC, such as \"1.00 USD\", or none.")
  var budgetDay: String?
  @Option(parsing: .unconditional, help: "Money in a calendar month, UTC, such as \"25.00 USD\", or none.")
  var budgetMonth: String?
  @Option(parsing: .unconditional, help: "Tokens in a day, UTC; a number or none.")
  var tokensDay: String?
  @Option(parsing: .unconditional, help: "Tokens in a calendar month, UTC; a number or none.")
  var tokensMonth: String?
  @Option(parsing: .unconditional, help: "A project's share of a queued backend, 1 to 100, or none.")
  var weight: String?

  /// - Parameter backends: what a project may use, as `--backend` says it.
  /// - Throws: `InstallationProblem`, also when there is nothing to change.
  func change(backends: [String]) throws -> LimitsChange {
    var change = LimitsChange()
    for (name, text) in [
      (.requestsPerMinute, requestsPerMinute), (.tokensPerMinute, tokensPerMinute), (.concurrency, concurrency),
      (.budgetDay, budgetDay), (.budgetMonth, budgetMonth), (.tokensDay, tokensDay), (.tokensMonth, tokensMonth),
      (.weight, weight),
    ] as [(LimitName, String?)] {
      if let text { change.set(name, to: try ControlInput.limit(name, text)) }
    }
    if !backends.isEmpty { change.set(.backends, to: try ControlInput.backends(backends)) }
    guard !change.isEmpty else {
      throw InstallationProblem(.badInput, "nothing to set: name at least one limit, such as --concurrency 8")
    }
    return change
  }
}
