// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
package import Policy

extension PolicyTexts {
  package struct Watched {
    /// Models whose certificates are suspended by what was found now, and were not before.
    package let suspended: [AssessedModel]
    /// Suspended before, and no more.
    package let restored: [AssessedModel]
    /// The same for terms of providers.
    package let suspendedTerms: [ProviderTerms]
    package let restoredTerms: [ProviderTerms]
    /// Addresses whose text nobody has stored, so that nothing rests on a known one.
    package let unstored: [String]
    /// Of these the ones where another text was found than the last time.
    package let drifted: [FoundText]
  }

  /// Writes down how texts were found today: what rests on another text of that address is suspended.
  ///
  /// - Parameter arguments: each `ADDRESS=FILE`.
  /// - Throws: also for an address that nothing rests on; nothing is written then.
  package func watch(_ arguments: [String]) throws(InstallationProblem) -> Watched {
    let edit = try PolicyEdit(policies)
    let before = try edit.read()
    let held = before.heldTexts
    var found: [StoredText] = []
    for argument in arguments {
      let text = try StoredText(argument)
      guard held.contains(where: { $0.text.url == text.url }) else {
        throw InstallationProblem(
          .failed,
          "--text \(text.url): nothing rests on a text of that address; `toolgate policy text list` has those that are")
      }
      guard !found.contains(where: { $0.url == text.url }) else {
        throw InstallationProblem(.badInput, "--text \(text.url): given twice")
      }
      found.append(text)
    }
    var checked: [FoundText] = []
    for text in found {
      checked.append(FoundText(url: text.url, digest: try digest(of: text, among: held), checkedOn: today))
    }
    let unstored = found.map(\.url).filter { url in held.contains { $0.text.url == url && $0.text.digest == nil } }
    let drifted = before.watched.filter { last in
      unstored.contains(last.url) && checked.contains { $0.url == last.url && $0.digest != last.digest }
    }
    let after = try edit.write([try watchedFile(checked, after: before)])
    return Watched(
      suspended: before.certificatesSuspended(by: after), restored: after.certificatesSuspended(by: before),
      suspendedTerms: before.termsSuspended(by: after), restoredTerms: after.termsSuspended(by: before),
      unstored: unstored, drifted: drifted)
  }

  /// Of the copy in `Policies/texts` where the words are the same: other line breaks, and the head that a collection puts
  /// above a text, are no change.
  private func digest(of found: StoredText, among held: [HeldText]) throws(InstallationProblem) -> ContentDigest {
    for known in held.map(\.text) where known.url == found.url {
      guard let copy = known.copy, let digest = known.digest else { continue }
      if LegalWords(try AtomicFile.read("\(policies)/\(copy.file)")) == found.words { return digest }
    }
    return found.digest
  }
}

extension Policies {
  /// Those that are suspended in the other policies and not in these.
  func certificatesSuspended(by other: Policies) -> [AssessedModel] {
    other.catalogue.models.filter { model in
      guard case .suspended = model.standing else { return false }
      if case .suspended? = catalogue[model.certificate.id]?.standing { return false }
      return true
    }
  }

  func termsSuspended(by other: Policies) -> [ProviderTerms] {
    other.providers.values.filter { $0.suspension != nil && providers[$0.id]?.suspension == nil }
      .sorted { $0.id < $1.id }
  }
}
