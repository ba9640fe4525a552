// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

extension Catalogue {
  /// The catalogue in which no certificate begins before those of the models that the model was made from, or lasts
  /// longer.
  package var boundByBases: Catalogue {
    Catalogue(
      models.map { model in
        var model = model
        for base in bases(of: model.certificate.id) where base.ends != nil {
          model.begins = max(model.begins, base.certificate.assessedOn)
          model.ends = model.ends.map { min($0, base.certificate.expires) }
        }
        return model
      })
  }

  /// The catalogue in which the certificates are revoked that a revocation reaches.
  func revoked(by revocations: [Revocation]) -> Catalogue {
    Catalogue(
      models.map { model in
        if case .revoked = model.standing { return model }
        let (id, digest) = (model.certificate.id, model.certificate.digest)
        guard let revocation = revocations.first(where: { $0.reaches(id, digest: digest) }) else { return model }
        var model = model
        model.standing = .revoked(on: revocation.on, reason: revocation.reason)
        return model
      })
  }

  /// The catalogue in which every model is suspended that rests on a changed text, or was made from one that does, or
  /// from one whose certificate is revoked: what was said of it no longer holds.
  package func suspended(by found: FoundTexts, book: LicenseBook) -> Catalogue {
    var reasons: [CertificateID: String] = [:]
    for model in models {
      if let changed = model.watchedTexts(in: book).first(where: found.differ) {
        reasons[model.certificate.id] = "the text at \(changed.url) has changed"
      }
      if case .revoked = model.standing {
        reasons[model.certificate.id] = "the certificate of \(model.certificate.id), which it was made from, is revoked"
      }
    }
    guard !reasons.isEmpty else { return self }
    return Catalogue(
      models.map { model in
        let id = model.certificate.id
        guard case .inForce = model.standing,
          let reason = reasons[id] ?? bases(of: id).lazy.compactMap({ reasons[$0.certificate.id] }).first
        else { return model }
        var model = model
        model.standing = .suspended(reason: reason)
        return model
      })
  }
}
