// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Provenance

/// One line for an edit summary: the model by name and version, what it was asked for, and one link to the record, as
/// English Wikipedia asks for (<https://en.wikipedia.org/wiki/Wikipedia:Large_language_models>).
struct DisclosureLine {
  let record: ReadRecord
  /// Where the public reaches this site, without a slash at its end; nil when nobody has said.
  let publicURL: String?

  /// Nil for a call that brought no answer: there is nothing to say where the answer went. One whose end nobody knows may
  /// have brought one.
  func text(_ messages: Messages) -> String? {
    guard record.outcome != Outcome.failed.rawValue else { return nil }
    let (model, link) = (model(messages), link(messages))
    let purpose = Self.plainWikitext(record.purpose ?? "")
    return purpose.isEmpty
      ? messages.plain("disclosure-bare", .text(model), .text(link))
      : messages.plain("disclosure", .text(model), .text(purpose), .text(link))
  }

  /// The certificate speaks for the model that was asked for. Where the backend named another, that name stands here, as
  /// one that nobody has checked, and without the revision of the model that did not answer.
  private func model(_ messages: Messages) -> String {
    if record.model.isMismatch {
      let name = Self.foreignName(record.model.returned ?? "")
      return messages.plain("disclosure-unverified", .text(name.isEmpty ? messages.plain("disclosure-unnamed") : name))
    }
    let name = Self.lastPart(Self.plainWikitext(record.certificate.id ?? record.model.requested ?? record.id.ulid))
    return record.model.revision.map { messages.plain("disclosure-model", .text(name), .text(Self.shortened($0))) }
      ?? name
  }

  /// An edit summary can hold links between wikis and no others, so a Toolforge tool is named by its prefix.
  private func link(_ messages: Messages) -> String {
    let label = messages.plain("disclosure-receipt", .text(record.id.ulid))
    guard let publicURL else { return label }
    let host = publicURL.split(separator: "/").last.map(String.init) ?? ""
    let suffix = ".toolforge.org"
    guard host.hasSuffix(suffix), publicURL == "https://\(host)" else {
      return "\(publicURL)\(PagePath.record(record.id))"
    }
    return "[[toolforge:\(host.dropLast(suffix.count))\(PagePath.record(record.id))|\(label)]]"
  }

  private static func shortened(_ revision: String) -> String {
    revision.utf8.count == 40 && revision.allSatisfy(\.isHexDigit)
      ? String(revision.prefix(7)) : plainWikitext(revision)
  }

  /// Without the signs that begin something in wikitext.
  private static func plainWikitext(_ text: String) -> String { text.filter { !"[]{}|<>\n".contains($0) } }

  /// What a backend calls its model, which may be anything: of the last part of a path the letters, digits and signs
  /// that names of models have. Nothing else is left that would sign, format or link in wikitext, turn the direction of
  /// reading, or look like the parts of this line.
  private static func foreignName(_ text: String) -> String {
    let kept = lastPart(text).filter { ($0.isASCII && ($0.isLetter || $0.isNumber)) || " -_.:+".contains($0) }
    // Two low lines begin a magic word.
    let single = kept.replacing(#/__+/#, with: "_").split(separator: " ").joined(separator: " ")
    return String(single.prefix(longestName))
  }

  /// An edit summary holds 500 characters, and most of them belong to whoever edits.
  private static let longestName = 60

  private static func lastPart(_ text: String) -> String { text.split(separator: "/").last.map(String.init) ?? text }
}
