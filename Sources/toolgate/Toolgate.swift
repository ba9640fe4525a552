// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Foundation
import Ledger

/// The command line. `--help` stands everywhere; each command is a file in `Commands`.
@main
struct Toolgate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "toolgate",
    abstract: "One metered, licence-aware door to language models for Wikimedia Cloud Services.",
    version: Version.text,
    subcommands: [
      InitCommand.self, DemoCommand.self, ServeCommand.self, CheckCommand.self, ProjectCommand.self,
      TokenCommand.self, ReportCommand.self, ModelCommand.self, LedgerCommand.self, PolicyCommand.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as CommandFailure {
      leave(failure)
    } catch let problem as LedgerProblem {
      leave(CommandFailure(problem))
    } catch {
      exit(withError: error)
    }
  }

  private static func leave(_ failure: CommandFailure) -> Never {
    for line in failure.lines { standardError("toolgate: \(line)") }
    Foundation.exit(failure.code.rawValue)
  }
}

enum Version {
  static let text = "0.1.0"
}

func standardError(_ line: String) {
  FileHandle.standardError.write(Data((line + "\n").utf8))
}
