// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// One line for an edit summary: the model by name and version, what it was asked for, and one link to the record, as
/// English Wikipedia asks for (<https://en.wikipedia.org/wiki/Wikipedia:Large_language_models>).
struct DisclosureLine {
  let record: RecordFacts
  /// Where the public reaches this site, without a slash at its end; nil when nobody has said.
  let publicURL: String?

  func text(_ messages: Messages) -> String {
    let name = Self.plainWikitext(record.certificate.id ?? record.model.requested ?? record.id.ulid)
    let short = name.split(separator: "/").last.map(String.init) ?? name
    let model =
      record.model.revision.map { messages.plain("disclosure-model", .text(short), .text(Self.shortened($0))) } ?? short
    let purpose = Self.plainWikitext(record.purpose ?? record.operation ?? "")
    return messages.plain("disclosure", .text(model), .text(purpose), .text(link(messages)))
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
}
