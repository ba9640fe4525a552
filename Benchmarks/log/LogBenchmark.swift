// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// Measures the transparency log at a size that takes years to reach, in a temporary directory that is removed.
@main
struct LogBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log-benchmark",
    abstract: "Appends to a log, proves records and opens it again, with and without a ledger behind it.")

  @Option(help: "Leaves of the log that stands alone.")
  var leaves = 10_000_000

  @Option(help: "Calls in the ledger that a second log is made from; 0: none.")
  var calls = 1_000_000

  @Option(help: "Where the temporary directory is made; a log takes 33 bytes a leaf, a ledger 2.5 kB a call.")
  var directory = NSTemporaryDirectory()

  func validate() throws {
    guard leaves >= 1_000, leaves.isMultiple(of: 1_000), leaves <= 100_000_000 else {
      throw ValidationError("--leaves takes a multiple of 1000 up to 100 million")
    }
    guard (0...20_000_000).contains(calls), calls.isMultiple(of: 1_000) else {
      throw ValidationError("--calls takes a multiple of 1000 up to 20 million")
    }
  }

  func run() throws {
    let place = "\(directory)/toolgate-log-benchmark-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: place) }
    try TreeRun(directory: "\(place)/log", leaves: leaves).run()
    if calls > 0 { try LedgerRun(directory: place, calls: calls).run() }
  }
}
