// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

extension AssessedModel {
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
