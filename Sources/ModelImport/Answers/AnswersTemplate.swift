// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import StrictYAML

/// A file of answers that somebody fills in: one entry for each field that is open, with what is asked in a comment.
package enum AnswersTemplate {
  package static func text(for document: CertificateDocument) -> String {
    var writer = DraftWriter()
    writer.comment(
      "Answers about a model. Each needs a public address and, where it says so, a quote from there, word for word. Write "
        + "`unknown` in place of the braces for what nobody knows: it is never taken for a yes.")
    writer.line("schema: toolgate-answers/1")
    if let id = document["id"].scalar, !id.hasPrefix("local/") { writer.value("certificate", id) }
    writer.line("answers:")
    for field in CertificateField.allCases {
      let lacks = document.gaps.filter { $0.field == field }.map(\.lack)
      guard !lacks.isEmpty else { continue }
      writer.comment("\(field.why). Wanted: \(field.wanted). So far: \(lacks.joined(separator: "; "))", indent: 2)
      writer.line("  \(field.rawValue):\(form(field, document[field]))")
    }
    return writer.text
  }

  private static func form(_ field: CertificateField, _ node: CertificateDocument.Node) -> String {
    switch field.kind {
    case .text: field.needed.url ? " {answer: null, url: null}" : " {answer: null}"
    case .files: " unknown"
    case .code: " {answer: null, url: null, quote: null, license: null, commit: null}"
    case .words: " {answer: [], url: null\(field.needed.quote ? ", quote: null" : "")}"
    case .presence: " {answer: null, url: null}"
    case .extraTerms:
      "\n    url: null\n    quote: null\n    items:\n"
        + items(node, ["license: null", "url: null", "answer: null", "quote: null"])
    case .inventory:
      "\n    url: null\n    quote: null\n    items:\n"
        + items(node, ["kind: null", "url: null", "license: null", "stage: null"])
    case .license, .bool, .tier, .stages, .model: " {answer: null, url: null, quote: null}"
    }
  }

  /// One for each that is known by name.
  private static func items(_ node: CertificateDocument.Node, _ keys: [String]) -> String {
    let names = node.elements.compactMap { $0["name"].scalar }
    return (names.isEmpty ? ["null"] : names.map { ScalarText.shortest($0) }).map { name in
      "      - {name: \(name), \(keys.joined(separator: ", "))}"
    }.joined(separator: "\n")
  }
}
