// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Policy

/// What the catalogue says, in a format that others read. Pure: the same models, policies and instant give the same
/// bytes.
package enum CatalogueExport {
  /// - Parameters:
  ///   - models: One, several or all of `policies.catalogue`; in the document they stand in the order of their ids.
  ///   - policies: The licences, terms and base models that the models refer to.
  ///   - instant: When the export is made. It decides what has expired, too.
  package static func bytes(
    _ format: ExportFormat, models: [AssessedModel], policies: Policies, at instant: Instant
  ) -> [UInt8] {
    format.write(ExportedCatalogue(models: models, policies: policies, at: instant))
  }
}
