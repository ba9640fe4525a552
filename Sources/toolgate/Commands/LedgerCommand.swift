// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger
import Serving

struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "The ledger's own health.", subcommands: [Verify.self, Backup.self])

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check every row against every other: intents, settlements, records, sums, prices, the audit log.")
    @OptionGroup var home: HomeOption

    func run() throws {
      let settings = try home.value.settings().settings
      let result = try home.value.ledger(settings).verify(
        at: SystemClock().now(), defaultBudget: settings.limits.projectDefault.budgetMonth)
      tell(
        "\(result.intents.counted("intent")), \(result.settlements.counted("settlement")), "
          + "\(result.records.counted("provenance record")), "
          + "\(result.usageRows.counted("row of daily usage", "rows of daily usage")), "
          + "\(result.auditRows.counted("audit row")); \(result.open.counted("call is", "calls are")) not settled yet.")
      for standing in result.budgets {
        let note = standing.isOver ? ", over it: the budget was lowered below what was spent" : ""
        tell(
          "project \(standing.project): \(Money.decimal(standing.spentPico)) of \(standing.budget) spent in "
            + "\(standing.month.label)\(note)")
      }
      guard result.isSound else {
        let more = result.further > 0 ? ["and \(result.further) more"] : []
        throw InstallationProblem(.failed, result.findings + more)
      }
      tell("The ledger is sound.")
    }
  }

  struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Copy the ledger to a new file; the gateway may go on running.")
    @OptionGroup var home: HomeOption
    @Argument(help: "The file to make; it must not exist.") var file: String

    func run() throws {
      try home.value.openLedger().backup(to: file)
      tell("Wrote \(file).")
    }
  }
}
