// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DataPlane
import Domain
import Foundation
import Ledger
import Policy
import Serving
import Upstream

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Validate configuration, policies, prices, keys and backends, all faults at once.")

  @OptionGroup var home: HomeOption
  @Flag(help: "Send one token's worth of work to each model.") var probe = false

  func run() async throws {
    let home = home.value
    let (settings, warnings) = try home.settings()
    for warning in warnings { tell("warning: \(warning)") }
    if let warning = settings.provenance.anchorWarning { tell("warning: \(warning)") }
    for line in home.exposures(settings) { tell("warning: \(line)") }
    let policies = try home.policies(settings)
    let served = Set(settings.backends.flatMap { $0.models.map(\.certificate) })
    let today = CivilDay(containing: SystemClock().now())
    for warning in PolicyAudit.warnings(policies, on: today, served: served) {
      tell("warning: \(warning)")
    }
    _ = try home.hasher()
    let engine = CurlEngine()
    let builtin = BuiltinEngine()
    defer {
      engine.stop()
      builtin.stop()
    }
    let now = SystemClock().now()
    let (table, refused) = try Routing.table(
      settings: settings, policies: policies, engine: engine, builtin: builtin, gates: BackendGates(), now: now)
    var faults = 0
    func fault(_ line: String) {
      faults += 1
      fflush(nil)
      standardError("toolgate: \(line)")
    }
    for line in try home.missingAnchors(settings) { fault(line) }
    // The refused lines are in the configuration's order, as the models are here.
    var refusals = refused.makeIterator()
    let models = (settings.embedded ? [ModelID.embedded] : []) + settings.backends.flatMap { $0.models.map(\.id) }
    for model in models {
      guard let route = table[model] else {
        if let line = refusals.next() { fault(line) }
        continue
      }
      let served = route.served
      let price = served.price(at: now)
      tell("model \(served.id): backend \(served.backend), \(served.license), \(served.openness.rawValue)")
      tell("  price: \(price.map(Self.text) ?? "none in force")")
      if price == nil {
        fault(
          "the model `\(served.id)` of backend `\(served.backend)` has no price in force; add one to Policies/prices")
      }
      guard probe else { continue }
      tell("  probe: ", terminator: "")
      fflush(nil)
      switch await Probe.run(route) {
      case .success(let seconds): tell("answers (\(seconds) s)")
      case .failure(let error):
        tell("fails")
        fault("the model `\(served.id)` does not answer: \(error.message)")
      }
    }
    // What is left is about aliases.
    while let line = refusals.next() { fault(line) }
    for alias in settings.aliases where table[alias.id] != nil { tell("alias \(alias.id): \(alias.model)") }
    _ = try home.ledgerIfAny(settings)
    guard faults == 0 else { throw InstallationProblem(.failed, faults.counted("fault")) }
    tell("All is well.")
  }

  /// The two rates that most calls have; the price book has them all.
  private static func text(_ price: Price) -> String {
    guard !price.isFree else { return "\(price.id), free" }
    func million(_ bucket: TokenCounts.Bucket) -> String { Money.decimal(Int128(price.rates[bucket]) * 1_000_000) }
    let long = price.contextTiers.first.map { "; other rates for more than \($0.above) tokens of input" } ?? ""
    return
      "\(price.id), \(million(.inputUncached)) for input and \(million(.outputText)) \(price.currency) for output, "
      + "a million tokens\(long)"
  }
}
