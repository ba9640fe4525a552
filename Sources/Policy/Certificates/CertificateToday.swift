// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What is to be said today of a certificate that an old record names.
package enum CertificateToday: Sendable {
  /// It is the one that stands in the catalogue.
  case current(CertificateStanding)
  /// Withdrawn, whether it still stands in the catalogue or not.
  case revoked(on: CivilDay, reason: String)
  /// Another file stands under its id now.
  case replaced(by: AssessedModel)
  /// Nothing stands under its id any more.
  case removed
}

extension Policies {
  /// - Parameter digest: of the certificate's file, as the record names it; nil where the record has none.
  package func today(_ id: CertificateID, digest: ContentDigest?, on day: CivilDay) -> CertificateToday {
    if let revocation = revocations.first(where: { $0.reaches(id, digest: digest) }) {
      return .revoked(on: revocation.on, reason: revocation.reason)
    }
    guard let model = catalogue[id] else { return .removed }
    if let digest, model.certificate.digest != digest { return .replaced(by: model) }
    let standing = model.standing(on: day)
    if case .revoked(let on, let reason) = standing { return .revoked(on: on, reason: reason) }
    return .current(standing)
  }
}
