// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import DataPlane
package import Domain
import Identity
package import Policy
import StrictYAML
package import Upstream

/// What a home holds, read as a gateway needs it: by the start, which refuses the first fault, and by `check`, which has
/// to name every one that the start would refuse.
package struct Installation {
  package let settings: Settings
  package let policies: Policies
  /// Nothing that keeps a gateway from running; for a log or a terminal.
  package let warnings: [String]
  let hasher: Result<TokenHasher, InstallationProblem>
  /// Nil without `listen.tls`.
  let tls: Result<ServerTLS?, InstallationProblem>
  /// Of the settings' backends, in their order, with their keys.
  let targets: Result<[BackendTarget], InstallationProblem>
  /// As they were before the policies were read, so that no change in between goes by.
  let withdrawals: WithdrawalVersions

  /// - Parameter now: tells which certificates and exceptions are over.
  /// - Throws: the faults of the configuration, or of the policies.
  package init(_ home: Home, at now: Instant) throws(InstallationProblem) {
    let (settings, warnings) = try home.settings()
    withdrawals = WithdrawalVersions(in: settings.policies)
    let policies = try home.policies(settings)
    (self.settings, self.policies) = (settings, policies)
    self.warnings =
      warnings.map(\.description) + [settings.provenance.anchorWarning].compactMap(\.self) + home.exposures(settings)
      + Self.warnings(of: policies, settings, at: now)
    hasher = Result(catching: home.hasher)
    tls = Result { () throws(InstallationProblem) in
      guard let files = settings.listen.tls else { return nil }
      return try ServerTLS(files)
    }
    targets = Result { () throws(InstallationProblem) in try Routing.targets(settings) }
  }

  /// What stands in the way of a start beside configuration and policies.
  package var problems: [InstallationProblem] {
    func problem(_ part: Result<some Any, InstallationProblem>) -> InstallationProblem? {
      if case .failure(let problem) = part { problem } else { nil }
    }
    return [problem(hasher), problem(tls), problem(targets)].compactMap(\.self)
  }

  /// How what is served would be reached, to be tried without a gateway.
  package func table(
    of served: ServedCatalogue, engine: CurlEngine, builtin: BuiltinEngine, at now: Instant
  ) throws -> RoutingTable {
    Routing.table(
      served, settings: settings, engine: engine, builtin: builtin, gates: BackendGates(), now: now,
      targets: try targets.get())
  }

  /// Signatures that do not count, certificates and exceptions that end soon.
  static func warnings(of policies: Policies, _ settings: Settings, at now: Instant) -> [String] {
    let served = Set(settings.backends.flatMap { $0.models.map(\.certificate) })
    return PolicyAudit.warnings(policies, on: CivilDay(containing: now), served: served).map { "\($0)" }
  }
}
