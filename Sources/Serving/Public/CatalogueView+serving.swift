// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Pages
import Policy

extension CatalogueView {
  /// What the public pages tell of this state of configuration and policies.
  init(_ inForce: InForce) {
    self.init(
      policies: inForce.policies,
      served: Dictionary(grouping: inForce.served.models, by: \.certificate.id).mapValues { $0.map(\.facts) })
  }
}
