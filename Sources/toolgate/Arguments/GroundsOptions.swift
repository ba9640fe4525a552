// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Ledger
import Serving

/// Why something is changed; both are needed.
struct GroundsOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Why, on one line; no names of people, no addresses.") var reason: String
  @Option(parsing: .unconditional, help: "The Phabricator task, such as T123456.") var task: String

  func grounds() throws -> Grounds {
    Grounds(reason: try ControlInput.reason(reason), task: try ControlInput.task(task))
  }
}

/// The same where either may be left out.
struct OptionalGroundsOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Why, on one line; no names of people, no addresses.") var reason: String?
  @Option(parsing: .unconditional, help: "The Phabricator task, such as T123456.") var task: String?

  func grounds() throws -> Grounds {
    Grounds(reason: try reason.map { try ControlInput.reason($0) }, task: try task.map { try ControlInput.task($0) })
  }
}
