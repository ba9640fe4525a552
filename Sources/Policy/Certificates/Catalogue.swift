// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// The models that have a certificate, each with what follows from it, by the id of the certificate.
package struct Catalogue: Sendable {
  private let byID: [CertificateID: AssessedModel]

  /// Of two with one id the first counts.
  package init(_ models: [AssessedModel]) {
    byID = Dictionary(models.map { ($0.certificate.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(_ id: CertificateID) -> AssessedModel? { byID[id] }

  /// In the order of their ids.
  package var models: [AssessedModel] { byID.values.sorted { $0.certificate.id < $1.certificate.id } }
  package var certificates: [Certificate] { models.map(\.certificate) }

  /// The models that the model was made from, nearest first, as far as they have certificates; no model twice.
  package func bases(of id: CertificateID) -> [AssessedModel] {
    var found: [AssessedModel] = []
    var seen: Set = [id]
    var next = byID[id]?.certificate.origins[...] ?? []
    while let base = next.popFirst() {
      guard seen.insert(base).inserted, let model = byID[base] else { continue }
      found.append(model)
      next += model.certificate.origins
    }
    return found
  }
}

extension Certificate {
  /// The base and the teachers.
  package var origins: [CertificateID] { (baseModel.map { [$0] } ?? []) + distilledFrom }
}
