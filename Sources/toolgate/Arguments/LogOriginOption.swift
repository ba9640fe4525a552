// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Notes
import Serving

struct LogOriginOption: ParsableArguments {
  @Option(
    name: .long,
    help: "The name of the transparency log: the address where it will be read, such as llm.example.org/log.")
  var logOrigin: String?

  /// Nil when none was given: then one is made up.
  var value: KeyName? {
    get throws {
      guard let logOrigin else { return nil }
      guard let name = KeyName(logOrigin) else {
        throw InstallationProblem(.badInput, "--log-origin '\(logOrigin)': an address without spaces and without +")
      }
      return name
    }
  }
}
