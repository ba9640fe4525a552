// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

extension AssessedModel {
  /// How good the word of the certificate is on a day. `standing` is what holds apart from the calendar; a revocation
  /// and a suspension come before the end of a certificate.
  package func standing(on day: CivilDay) -> CertificateStanding {
    guard case .inForce = standing else { return standing }
    // An end is counted from the assessment: from a day that has not come it would be later than anybody may set it.
    if day < begins { return .notYet(begins) }
    if let ends, ends <= day { return .expired(ends) }
    return standing
  }

  /// Every text that the certificate rests on and that may change.
  package func watchedTexts(in book: LicenseBook) -> [WatchedText] {
    var texts = certificate.texts
    for text in certificate.licenseTexts(in: book) where !texts.contains(text) { texts.append(text) }
    return texts
  }
}

extension Certificate {
  /// The texts that the certificate itself names, without those of the licences.
  package var texts: [WatchedText] {
    var texts = extraTerms.map(\.text)
    if case .released(_, let text?) = weights { texts.append(text) }
    return texts
  }

  /// Of the licences that the certificate names: they lie in the policies, and change without it.
  func licenseTexts(in book: LicenseBook) -> [WatchedText] {
    let named = (license?.licenses ?? []) + extraTerms.flatMap { $0.license?.licenses ?? [] }
    return named.flatMap { license -> [WatchedText] in
      guard case .license(let id, _, _) = license else { return [] }
      return book.entry(id)?.texts ?? []
    }
  }

  /// A text of a licence that came into force after a day: whoever signed on that day had read another one.
  package func licenseText(since day: CivilDay, in book: LicenseBook) -> WatchedText? {
    licenseTexts(in: book).first { text in text.date.map { day < $0 } ?? false }
  }
}

extension Catalogue {
  /// The catalogue in which no certificate begins before those of the models that the model was made from, or lasts
  /// longer.
  package var boundByBases: Catalogue {
    Catalogue(
      models.map { model in
        var model = model
        for base in bases(of: model.certificate.id) where base.certificate.isReleased {
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
