// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DataPlane
import Domain
import Foundation
import Ledger
import NIOCore
import Policy
import Provenance
import Serving
import Upstream

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Validate configuration, policies, prices, keys and backends, all faults at once.")

  @OptionGroup var home: HomeOption
  @Flag(help: "Send one token's worth of work to each model.") var probe = false

  func run() async throws {
    let home = home.value
    let now = SystemClock().now()
    let installation = try Installation(home, at: now)
    let settings = installation.settings
    for warning in installation.warnings { tell("warning: \(warning)") }
    var faults = 0
    func fault(_ line: String) {
      faults += 1
      fflush(nil)
      standardError("toolgate: \(line)")
    }
    let problems = installation.problems
    for line in problems.flatMap(\.lines) { fault(line) }
    for (key, address) in [("listen.data", settings.listen.data), ("listen.console", settings.listen.console)] {
      for line in Self.faults(key, address) { fault(line) }
    }
    for problem in try home.logFaults(settings) { fault(problem.description) }
    let engine = CurlEngine()
    let builtin = BuiltinEngine()
    defer {
      engine.stop()
      builtin.stop()
    }
    let (catalogue, refused) = ServedCatalogue.build(settings: settings, policies: installation.policies)
    // Without the keys nothing can be sent.
    let table = probe ? try? installation.table(of: catalogue, engine: engine, builtin: builtin, at: now) : nil
    for served in catalogue.models {
      let price = served.price(at: now)
      tell("model \(served.id): backend \(served.backend), \(served.license), \(served.openness.rawValue)")
      let standing = served.assessed.standing(on: CivilDay(containing: now))
      if case .inForce = standing {} else { tell("  certificate: \(standing.sentence); its calls are refused") }
      if let contract = served.contract, served.terms == nil {
        fault(
          "the contract `\(contract)` of backend `\(served.backend)` stands in no file of Policies/providers; add its terms, "
            + "or correct `contract`")
      }
      tell("  price: \(price.map(Self.text) ?? "none in force")")
      if price == nil {
        fault(
          "the model `\(served.id)` of backend `\(served.backend)` has no price in force; add one to Policies/prices")
      }
      guard let route = table?[served.id] else { continue }
      tell("  probe: ", terminator: "")
      fflush(nil)
      switch await Probe.run(route) {
      case .success(let seconds): tell("answers (\(seconds) s)")
      case .failure(let error):
        tell("fails")
        fault("the model `\(served.id)` does not answer: \(error.message)\(Self.hint(error, served))")
      }
    }
    for line in refused { fault(line) }
    for alias in settings.aliases where catalogue.aliases[alias.id] != nil {
      tell("alias \(alias.id): \(alias.model)")
    }
    let ledger = try home.ledgerIfAny(settings)
    // Closed here and not at the end of the process, beside threads that are ending too.
    defer { try? ledger?.close() }
    if let ledger {
      for line in try GovernanceLog.revocationsLost(from: settings.policies, in: ledger) { fault(line) }
    }
    if let newest = try ledger?.newestCall(), let line = ClockCheck.fault(newest, now: now) { fault(line) }
    guard faults == 0 else {
      throw InstallationProblem(problems.first?.kind ?? .failed, faults.counted("fault"))
    }
    tell("All is well.")
  }

  /// A model that only embeds is asked for a chat, unless the configuration says so.
  private static func hint(_ error: GatewayError, _ served: ServedModel) -> String {
    guard served.operations.first ?? .chat == .chat, [.invalidRequest, .upstreamError].contains(error.code) else {
      return ""
    }
    return " It was asked for a chat; for a model that only embeds write `operations: [embeddings]`."
  }

  /// That something listens there already is none: it may be this home's own gateway.
  private static func faults(_ key: String, _ address: ListenAddress) -> [String] {
    do {
      switch address {
      case .tcp(let host, let port): _ = try SocketAddress.makeAddressResolvingHost(host, port: port)
      case .unix(let path): _ = try SocketAddress(unixDomainSocketPath: path)
      }
      return []
    } catch {
      return InstallationProblem(ListenProblem(key: key, address: address, cause: error))?.lines ?? ["\(error)"]
    }
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
