// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger
import Serving

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Show the log of all changes, the newest first. `ledger verify` checks it.")

  @OptionGroup var home: HomeOption
  @OptionGroup var output: FormatOption
  @Option(help: "Not more than these; all of them if left out.") var newest: Int?
  @Option(help: "Only what was changed of one project, its tokens, exceptions and opt-in.") var project: ProjectName?

  func validate() throws {
    if let newest, newest < 1 { throw ValidationError("--newest \(newest): write a number from 1") }
  }

  func run() throws {
    var listing = Listing("seq", "at", "actor", "action", "subject", "before", "after", "reason", "task", "hash")
    for row in try home.value.openLedger().read({ try $0.auditRows(newest: newest, project: project) }) {
      listing.rows.append([
        "\(row.seq)", row.at.description, row.actor, row.action, row.subject, row.before, row.after, row.reason,
        row.task, Hexadecimal.text(row.hash),
      ])
    }
    tell(listing, as: output.format)
  }
}
