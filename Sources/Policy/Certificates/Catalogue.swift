// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// The certificates in force, by their id.
package struct Catalogue: Sendable {
  private let byID: [CertificateID: Certificate]

  package init(_ certificates: [Certificate]) {
    byID = Dictionary(certificates.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(_ id: CertificateID) -> Certificate? { byID[id] }

  /// In the order of their ids.
  package var certificates: [Certificate] { byID.values.sorted { $0.id < $1.id } }
}
