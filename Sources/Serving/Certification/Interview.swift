// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import ModelImport
package import Policy
import StrictYAML

/// Asks a person on a terminal for what is open, field by field.
package struct Interview {
  /// Shows a prompt and takes a line; nil at the end of the input.
  private let ask: (String) -> String?
  private let say: (String) -> Void
  /// Of the known licences; nil: a wrong one is found out later.
  private let licenses: LicenseBook?

  /// The input ended before everything was answered.
  package struct Ended: Error {
    package init() {}
  }

  package init(ask: @escaping (String) -> String?, say: @escaping (String) -> Void, licenses: LicenseBook? = nil) {
    (self.ask, self.say, self.licenses) = (ask, say, licenses)
  }

  /// What settles how far a model can come, to be asked before the rest.
  package static let terms: [CertificateField] = [.id, .revision, .files, .terms, .extraTerms, .base, .teachers]

  /// - Parameter fields: Those that are asked for, as far as they are open.
  package func run(_ document: inout CertificateDocument, about fields: [CertificateField]) throws(Ended) {
    for field in fields where field.kind.isTyped {
      let lacks = document.gaps.filter { $0.field == field }.map(\.lack)
      guard !lacks.isEmpty else { continue }
      say("\n\(field.rawValue): \(field.why).\n  Wanted: \(field.wanted).\n  So far: \(lacks.joined(separator: "; ")).")
      document.apply(try answer(field, document), to: field)
    }
  }

  private func answer(_ field: CertificateField, _ document: CertificateDocument) throws(Ended) -> FieldAnswer {
    let known = document[field]
    let items: [CertificateDocument.Node]?
    switch field.kind {
    case .extraTerms: items = try terms(known.elements)
    case .inventory:
      let stages = document[.stages]["answer"].elements.compactMap(\.scalar)
      items = try sources(known.elements, among: stages)
    default: items = nil
    }
    var answer = FieldAnswer(.unknown)
    if let items {
      answer.value =
        items.isEmpty
        ? (try word("none or unknown", of: ["none", "unknown"]) == "none" ? .none : .unknown) : .items(items)
    } else {
      answer.value = try value(field.kind)
    }
    guard answer.value != .unknown else { return answer }
    let isNo = [.none, .text("no"), .text("false")].contains(answer.value) && field != .labelling
    if case .code = field.kind, !isNo {
      answer.license = try knownLicense { () throws(Ended) in try optional("SPDX licence") }
      answer.commit = try optional("commit")
    }
    if field == .terms, case .text(let license) = answer.value, license.contains(" OR ") {
      answer.choice = try knownLicense { () throws(Ended) in try line("branch that is taken") }
    }
    if field.needed.url { answer.url = try address("url") }
    if field.needed.url { answer.quote = field.needed.quote && !isNo ? try line("quote") : try optional("quote") }
    return answer
  }

  private func value(_ kind: CertificateField.Kind) throws(Ended) -> FieldAnswer.Value {
    switch kind {
    case .bool:
      let word = try word("yes, no or unknown", of: ["yes", "no", "unknown"])
      return FieldAnswer.Value(truth: word) ?? .unknown
    case .presence, .code:
      return Self.value(try word("yes, partial, no or unknown", of: ["yes", "partial", "no", "unknown"]))
    case .tier: return Self.value(try word("D0, D1, D2, D3 or unknown", of: ["D0", "D1", "D2", "D3", "unknown"]))
    case .words:
      let text = try line("words with blanks between them, none or unknown")
      return ["none", "unknown"].contains(text)
        ? Self.value(text) : .words(text.split(separator: " ").map(String.init))
    case .stages:
      let known = CertificateField.stageWords
      let stages = try words("stages: \(known.joined(separator: " ")), or unknown", of: known)
      return stages.isEmpty ? .unknown : .words(stages)
    case .model: return Self.value(try line("id, none or unknown"))
    case .license:
      return Self.value(try knownLicense { () throws(Ended) in try line("answer, or unknown") } ?? "unknown")
    default: return Self.value(try line("answer, or unknown"))
    }
  }

  private static func value(_ word: String) -> FieldAnswer.Value {
    switch word {
    case "unknown": .unknown
    case "none": .none
    default: .text(word)
    }
  }

  // MARK: Lists

  /// - Parameter stages: Those of the model; empty where they are not known, so that a source may name any.
  private func sources(
    _ known: [CertificateDocument.Node], among stages: [String]
  ) throws(Ended) -> [CertificateDocument.Node] {
    let stages = stages.isEmpty ? CertificateField.stageWords : stages
    return try each(known, what: "data set") { name throws(Ended) in
      let kind = try word(
        "class: open, public, obtainable, unshareable", of: ["open", "public", "obtainable", "unshareable"])
      let url: String? =
        if kind == "unshareable" { try optional("where it is described") } else { try address("where to get it") }
      let license = try knownLicense { () throws(Ended) in try optional("SPDX licence") }
      let stage = try word("stage: \(stages.joined(separator: ", "))", of: stages)
      return .map([
        .init("name", .text(name)), .init("kind", .text(kind)), .init("url", url.map { .text($0) } ?? .null),
        .init("license", license.map { .text($0) } ?? .null), .init("stage", .text(stage)),
      ])
    }
  }

  private func terms(_ known: [CertificateDocument.Node]) throws(Ended) -> [CertificateDocument.Node] {
    try each(known, what: "extra terms") { name throws(Ended) in
      let url = try address("address of the text")
      let license = try knownLicense { () throws(Ended) in try optional("id in Policies/licenses") }
      let judgement = try word("compatible, incompatible or unknown", of: ["compatible", "incompatible", "unknown"])
      let quote = judgement == "unknown" ? nil : try line("quote")
      return .map([
        .init("name", .text(name)), .init("license", license.map { .text($0) } ?? .null),
        .init("text", .map([.init("url", .text(url))])),
        .init(
          "judgement",
          quote.map { quote in
            .map([.init("answer", .plain(judgement)), .init("url", .text(url)), .init("quote", .text(quote))])
          } ?? .null),
      ])
    }
  }

  /// First those that are known by name, then as many as somebody names.
  private func each(
    _ known: [CertificateDocument.Node], what: String, _ item: (String) throws(Ended) -> CertificateDocument.Node
  ) throws(Ended) -> [CertificateDocument.Node] {
    var items: [CertificateDocument.Node] = []
    for name in known.compactMap({ $0["name"].scalar }) {
      say("  \(what): \(name)")
      items.append(try item(name))
    }
    while items.count < 1_000, let name = try optional("another \(what)") { items.append(try item(name)) }
    return items
  }

  // MARK: Lines

  private func line(_ prompt: String) throws(Ended) -> String {
    while true { if let text = try optional(prompt, hint: "") { return text } }
  }

  /// Nil for an empty line.
  private func optional(_ prompt: String, hint: String = " (empty: none)") throws(Ended) -> String? {
    guard let text = ask("  \(prompt)\(hint): ") else { throw Ended() }
    let words = text.split(whereSeparator: \.isWhitespace)
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  private func word(_ prompt: String, of words: [String]) throws(Ended) -> String {
    while true {
      let text = try line(prompt)
      if words.contains(text) { return text }
      say("  Write one of: \(words.joined(separator: ", ")).")
    }
  }

  /// Some of the words, in their order; empty for `unknown`.
  private func words(_ prompt: String, of words: [String]) throws(Ended) -> [String] {
    while true {
      let said = try line(prompt).split(separator: " ").map(String.init)
      if said == ["unknown"] { return [] }
      if said.allSatisfy(words.contains) { return words.filter(said.contains) }
      say("  Write unknown, or some of: \(words.joined(separator: ", ")).")
    }
  }

  /// Asks until the answer is a licence that the policies know, is left empty, or says that nobody knows or that there is
  /// none: what is written down must be read again.
  private func knownLicense(_ read: () throws(Ended) -> String?) throws(Ended) -> String? {
    while true {
      guard let text = try read() else { return nil }
      guard let licenses, !["unknown", "none"].contains(text) else { return text }
      do throws(LicenseExpression.Refusal) {
        _ = try LicenseExpression(text, in: licenses)
        return text
      } catch {
        say("  The licence \(error.message).")
      }
    }
  }

  private func address(_ prompt: String) throws(Ended) -> String {
    while true {
      let text = try line(prompt)
      if isAddress(text) { return text }
      say("  Write an address that begins with https:// or http://.")
    }
  }
}

extension CertificateField.Kind {
  /// Digests are hashed, never typed in.
  fileprivate var isTyped: Bool { if case .files = self { false } else { true } }
}
