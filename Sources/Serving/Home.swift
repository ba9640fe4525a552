// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
import GatewayConfiguration
package import Identity
package import Ledger
package import Policy
package import StrictYAML
import Upstream

/// The directory of an installation: `toolgate.yaml`, `ledger.sqlite`, `keys/` and, by default, `Policies/`.
package struct Home: Sendable {
  package let directory: String

  package init(directory: String) {
    self.directory = directory
  }

  package var configuration: String { "\(directory)/\(ConfigurationFile.name)" }
  package var keys: String { "\(directory)/keys" }
  package var hashKey: String { "\(keys)/token-hash.key" }
  /// Of certificates. They lie beside the policies, never in them, so that nothing takes one for a certificate.
  package var drafts: String { "\(directory)/drafts" }

  /// What may stand behind `kind:` in the configuration.
  package static let kinds = Set(BackendKinds.all.map(\.id))

  /// Reads the configuration; every fault of the file is a line of the failure.
  package func settings() throws(InstallationProblem) -> (settings: Settings, warnings: [YAMLProblem]) {
    try requireOwner()
    guard FileManager.default.fileExists(atPath: configuration) else {
      throw InstallationProblem(
        .unavailable, "\(directory) is no home of Toolgate: run `toolgate --home \(directory) init`")
    }
    let file = ConfigurationFile.read(path: configuration, home: directory, kinds: Self.kinds)
    guard let settings = file.settings else { throw InstallationProblem(.badInput, file.errors.map(\.description)) }
    return (settings, file.warnings)
  }

  /// - Parameter directory: other policies than the home's own.
  package func policies(
    _ settings: Settings, in directory: String? = nil
  ) throws(InstallationProblem) -> Policies {
    try PolicyDirectory.read(directory ?? settings.policies)
  }

  package func ledger(_ settings: Settings) throws -> Ledger {
    try Ledger(path: settings.ledger.path, durability: settings.ledger.durability)
  }

  /// For what may be done or asked before there is a ledger; nil then.
  ///
  /// - Throws: for one that cannot be opened.
  package func ledgerIfAny(_ settings: Settings) throws -> Ledger? {
    FileManager.default.fileExists(atPath: settings.ledger.path) ? try ledger(settings) : nil
  }

  /// The ledger for a command that only needs that.
  package func openLedger() throws -> Ledger { try ledger(settings().settings) }

  package func hasher() throws(InstallationProblem) -> TokenHasher {
    do throws(HashKeyFile.Problem) {
      return TokenHasher(key: try HashKeyFile.read(at: hashKey))
    } catch {
      let kind: InstallationProblem.Kind =
        switch error {
        case .exposed, .foreign: .notPermitted
        case .malformed: .badInput
        case .unreadable, .missing: .unavailable
        }
      throw InstallationProblem(kind, error.description)
    }
  }
}
