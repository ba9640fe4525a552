// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Glibc
import Serving

/// The command line. `--help` stands everywhere; each command is a file in `Commands`.
///
/// Standard output is what a command answers, for people and for scripts, and is written with `print`. Faults go to
/// standard error in one line; what a running gateway has to say goes to its log.
@main
struct Toolgate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "toolgate",
    abstract: "One metered, licence-aware door to language models for Wikimedia Cloud Services.",
    version: Version.text,
    subcommands: [
      InitCommand.self, DemoCommand.self, ServeCommand.self, CheckCommand.self, ProjectCommand.self,
      TokenCommand.self, LimitsCommand.self, QuotaCommand.self, StopCommand.self, ResumeCommand.self, StopsCommand.self,
      AuditCommand.self, PriceCommand.self, ReportCommand.self, ModelCommand.self, LedgerCommand.self,
      LogCommand.self, ReceiptCommand.self, PolicyCommand.self, KeyCommand.self,
    ])

  // Shared with the subcommands, so that it may stand before or behind their names.
  @OptionGroup var home: HomeOption

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      if let failure = InstallationProblem(error) { refuse(failure.lines, code(of: failure.kind)) }
      let code = exitCode(for: error)
      if let problem = UsageProblem(error, words: Array(CommandLine.arguments.dropFirst())) {
        refuse([problem.line], code.rawValue)
      }
      // Help and the version are what somebody asked for.
      if code.isSuccess { tell(fullMessage(for: error)) } else { standardError(fullMessage(for: error)) }
      leave(code.rawValue)
    }
    leave(0)
  }

  private static func refuse(_ lines: [String], _ code: Int32) -> Never {
    // Where both go into one file, what was told before stands before.
    fflush(nil)
    for line in lines { standardError("toolgate: \(visible(line))") }
    leave(code)
  }

  /// Exit codes as in `sysexits.h`, and 1 for a check or a request that failed.
  private static func code(of kind: InstallationProblem.Kind) -> Int32 {
    switch kind {
    case .failed: 1
    case .badInput: 65
    case .unavailable: 69
    case .notPermitted: 77
    }
  }
}
