// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Pages
import Policy

extension CatalogueView {
  /// What the public pages tell of this state of configuration and policies.
  init(settings: Settings, policies: Policies) {
    let models = ServedCatalogue.build(settings: settings, policies: policies).catalogue.models
    self.init(
      policies: policies, served: Dictionary(grouping: models, by: \.certificate.id).mapValues { $0.map(\.facts) })
  }
}
