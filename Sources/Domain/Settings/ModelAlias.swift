// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Another name under which tools may ask for a model, so that an administrator can put a newer one behind it.
package struct ModelAlias: Hashable, Sendable {
  package var id: ModelID
  /// One that is served.
  package var model: ModelID
  /// What tools were promised. Behind a wider model, also after a change of its certificate, the alias is not served.
  package var widest: LicenseClass

  package init(id: ModelID, model: ModelID, widest: LicenseClass) {
    (self.id, self.model, self.widest) = (id, model, widest)
  }
}
