// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
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
}
