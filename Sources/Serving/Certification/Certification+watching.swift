// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
package import Policy

extension Certification {
  package struct Watched {
    /// Models whose certificates are suspended by what was found now, and were not before.
    package let suspended: [AssessedModel]
    /// Suspended before, and no more.
    package let restored: [AssessedModel]
    /// Addresses whose text nobody has stored, so that nobody can tell a change.
    package let unstored: [String]
  }

  /// Writes down how texts were found today: certificates that rest on another text of that address are suspended.
  ///
  /// - Parameter arguments: each `ADDRESS=FILE`.
  /// - Throws: also for an address that no certificate rests on; nothing is written then.
  package func watch(_ arguments: [String]) throws(InstallationProblem) -> Watched {
    let lock = try PolicyLock(policies)
    defer { lock.release() }
    let before = try load([:])
    let texts = before.catalogue.models.flatMap { $0.watchedTexts(in: before.licenses) }
    var found: [StoredText] = []
    for argument in arguments {
      let text = try StoredText(argument, in: self)
      guard texts.contains(where: { $0.url == text.url }) else {
        throw InstallationProblem(
          .failed,
          "--text \(text.url): no certificate rests on a text of that address; compare it with `text` in "
            + "models and licenses")
      }
      guard !found.contains(where: { $0.url == text.url }) else {
        throw InstallationProblem(.badInput, "--text \(text.url): given twice")
      }
      found.append(text)
    }
    let path = "\(policies)/watched.yaml"
    var lines = try head(path)
    let kept = before.watched.filter { known in !found.contains { $0.url == known.url } }
    var checked: [ChangedText] = []
    for text in found {
      checked.append(ChangedText(url: text.url, sha256: try hash(of: text, among: texts), checkedOn: today))
    }
    let all = kept + checked
    for text in all.sorted(by: { $0.url < $1.url }) {
      lines += ListFile.lines(
        [
          ("url", .quoted(text.url)), ("sha256", .quoted(text.sha256)),
          ("checked_on", .plain(text.checkedOn.description)),
        ],
        indent: 2)
    }
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    let after = try load(["watched.yaml": bytes])
    try AtomicFile.write(bytes, to: path)
    return Watched(
      suspended: Self.changes(from: before, to: after), restored: Self.changes(from: after, to: before),
      unstored: found.map(\.url).filter { url in texts.contains { $0.url == url && $0.sha256 == nil } })
  }

  /// Of the copy in `Policies/texts` where the words are the same: other line breaks, and the head that a collection puts
  /// above a text, are no change.
  private func hash(of found: StoredText, among texts: [WatchedText]) throws(InstallationProblem) -> String {
    for known in texts where known.url == found.url {
      guard let copy = known.copy, let sha256 = known.sha256 else { continue }
      if LegalWords(Array(try read("\(policies)/\(copy.file)"))) == found.words { return sha256 }
    }
    return found.sha256
  }

  /// The comments above the file's own, which are for people; the list is written anew.
  private func head(_ path: String) throws(InstallationProblem) -> [String] {
    var comments = [
      "# SPDX-FileCopyrightText: 2026 Toolgate contributors", "# SPDX-License-Identifier: Apache-2.0", "#",
      "# Texts as they were found when somebody last looked, written by `toolgate model watch`.",
    ]
    if FileManager.default.fileExists(atPath: path) {
      comments = String(decoding: try read(path), as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false
      )
      .prefix { $0.hasPrefix("#") }.map(String.init)
    }
    return comments + ["schema: toolgate-watched/1", "texts:"]
  }

  /// Models that are suspended in the second and not in the first.
  private static func changes(from first: Policies, to second: Policies) -> [AssessedModel] {
    second.catalogue.models.filter { model in
      guard case .suspended = model.standing else { return false }
      if case .suspended? = first.catalogue[model.certificate.id]?.standing { return false }
      return true
    }
  }
}
