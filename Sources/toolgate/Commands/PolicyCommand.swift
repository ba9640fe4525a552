// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Policy
import Serving
import StrictYAML

struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "What the policies say, of a directory and of a call.",
    subcommands: [Check.self, Explain.self, Replay.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check a policy directory, all faults at once.")
    @OptionGroup var home: HomeOption
    @Argument(help: "The directory; the home's own if left out.") var directory: String?

    func run() throws {
      let path = try directory ?? home.value.settings().settings.policies
      let (policies, problems) = PolicyDirectory.load(path: path)
      guard let policies else { throw InstallationProblem(.badInput, problems.map(\.description)) }
      print(
        "\(policies.catalogue.certificates.count) certificates, \(policies.providers.count) providers, "
          + "\(policies.prices.rows.count) prices; revision \(policies.revision)")
    }
  }
}
