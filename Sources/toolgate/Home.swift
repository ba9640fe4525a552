// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GatewayConfiguration
import Domain
import Foundation
import Identity
import Ledger
import Policy
import StrictYAML
import Upstream

/// The directory of an installation: `toolgate.yaml`, `ledger.sqlite`, `keys/` and, by default, `Policies/`.
struct Home: Sendable {
  let directory: String

  var configuration: String { "\(directory)/\(ConfigurationFile.name)" }
  var keys: String { "\(directory)/keys" }
  var hashKey: String { "\(keys)/token-hash.key" }

  /// What may stand behind `kind:` in the configuration.
  static let kinds = Set(BackendKinds.all.map(\.id))

  /// Reads the configuration; every fault of the file is a line of the failure.
  func settings() throws(CommandFailure) -> (settings: Settings, warnings: [YAMLProblem]) {
    guard FileManager.default.fileExists(atPath: configuration) else {
      throw CommandFailure(.unavailable, "\(directory) is no home of Toolgate: run `toolgate --home \(directory) init`")
    }
    let file = ConfigurationFile.read(path: configuration, home: directory, kinds: Self.kinds)
    guard let settings = file.settings else { throw CommandFailure(.badInput, file.errors.map(\.description)) }
    return (settings, file.warnings)
  }

  func policies(_ settings: Settings) throws(CommandFailure) -> Policies {
    let (policies, problems) = PolicyDirectory.load(path: settings.policies)
    guard let policies else { throw CommandFailure(.badInput, problems.map(\.description)) }
    return policies
  }

  func ledger(_ settings: Settings) throws -> Ledger {
    try Ledger(path: settings.ledger.path, durability: settings.ledger.durability)
  }

  /// The ledger for a command that only needs that.
  func openLedger() throws -> Ledger { try ledger(settings().settings) }

  func hasher() throws(CommandFailure) -> TokenHasher {
    do throws(HashKeyFile.Problem) {
      return TokenHasher(key: try HashKeyFile.read(at: hashKey))
    } catch {
      if case .exposed = error { throw CommandFailure(.notPermitted, error.description) }
      throw CommandFailure(.unavailable, error.description)
    }
  }
}

struct HomeOption: ParsableArguments {
  @Option(name: .long, help: "The installation's directory; also TOOLGATE_HOME.")
  var home: String?

  var value: Home {
    let path = home ?? ProcessInfo.processInfo.environment["TOOLGATE_HOME"] ?? "./toolgate-home"
    return Home(directory: URL(fileURLWithPath: path).standardizedFileURL.path)
  }
}

struct SystemClock: WallClock {
  func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }
}
