// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Policy
import Upstream

/// What calls are decided by, until it is read again.
struct InForce: Sendable {
  let settings: Settings
  let policies: Policies
  /// Of the settings' backends, in their order, with their keys.
  let targets: [BackendTarget]
  /// What is served by them.
  let served: ServedCatalogue
  /// One line for each configured model or alias that is not.
  let refused: [String]

  init(settings: Settings, policies: Policies, targets: [BackendTarget]) {
    (self.settings, self.policies, self.targets) = (settings, policies, targets)
    (served, refused) = ServedCatalogue.build(settings: settings, policies: policies)
  }

  /// Brings it into the order of the log: the next publication signs it.
  func tell(_ ledger: Ledger, signedBy keeper: LogKeeper?, at now: Instant) throws {
    try GovernanceLog.follow(policies, serving: served.models, keys: keeper?.verifiers ?? [], in: ledger, at: now)
  }
}
