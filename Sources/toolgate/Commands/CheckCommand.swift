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
    for warning in warnings { print("warning: \(warning)") }
    let policies = try home.policies(settings)
    _ = try home.hasher()
    let engine = CurlEngine()
    let builtin = BuiltinEngine()
    defer {
      engine.stop()
      builtin.stop()
    }
    let now = SystemClock().now()
    let (table, refused) = try Routing.table(
      settings: settings, policies: policies, remote: engine, builtin: builtin, now: now)
    var faults = refused
    for route in table.routes.values.sorted(by: { $0.served.id < $1.served.id }) {
      let served = route.served
      if served.price(at: now) == nil {
        faults.append(
          "the model `\(served.id)` of backend `\(served.backend)` has no price in force; add one to Policies/prices")
      }
      print("model \(served.id): backend \(served.backend), \(served.license), \(served.openness.rawValue)")
      if probe {
        switch await Probe.run(route) {
        case .success(let seconds): print("  answers (\(seconds) s)")
        case .failure(let error): faults.append("the model `\(served.id)` does not answer: \(error.message)")
        }
      }
    }
    if FileManager.default.fileExists(atPath: settings.ledger.path) { _ = try home.ledger(settings) }
    guard faults.isEmpty else { throw InstallationProblem(.failed, faults) }
    print("All is well.")
  }
}
