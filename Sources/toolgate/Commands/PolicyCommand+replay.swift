// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Ledger
import Policy
import Serving

extension PolicyCommand {
  struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Decide the calls of a period again by changed policies, and show which would be decided otherwise.",
      discussion: """
        Nothing is changed. Calls that were refused are not there to be decided again: nothing was written of them.
        """)
    @OptionGroup var home: HomeOption
    @OptionGroup var output: FormatOption
    @Argument(help: "The directory of the changed policies.") var directory: String
    @Option(help: "\(Period.forms); the month before this one if left out.") var period: Period?
    @Flag(help: "A line for each call, instead of one for each kind of call.") var calls = false

    func run() throws {
      let settings = try home.value.settings().settings
      let policies = try home.value.policies(settings, in: directory)
      let ledger = try home.value.ledger(settings)
      defer { try? ledger.close() }
      let period = period ?? Period(monthBefore: SystemClock().now())
      let replay = try PolicyReplay(policies, settings: settings, ledger: ledger, period: period)
      var listing = Listing(
        calls ? "request" : "calls", "project", "model", "purpose", "target_wiki", "then", "now", "reason")
      listing.rows =
        calls
        ? replay.calls.map { [$0.request] + $0.kind.cells } : replay.kinds.map { [String($0.count)] + $0.kind.cells }
      if output.format == .table {
        tell(
          "\(replay.count.counted("call")) in \(period.label): \(replay.refused) would be refused, "
            + "\(replay.otherRule) allowed by another rule or exception.")
        if listing.rows.isEmpty { return }
      }
      tell(listing, as: output.format)
    }
  }
}
