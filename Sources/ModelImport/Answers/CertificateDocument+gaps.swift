// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension CertificateDocument {
  /// What keeps a field from being answered: one line.
  package struct Gap: Hashable, Sendable {
    package let field: CertificateField
    package let lack: String
  }

  /// The fields that a certificate of this kind has to answer.
  package var asked: [CertificateField] {
    switch self["weights", "release"].scalar {
    case "none": return [.id, .revision, .inference, .support, .architecture, .flags]
    case "closed": return [.id, .revision, .terms, .tier, .flags]
    default: break
    }
    // Where nothing is disclosed there is nothing more to ask about.
    guard self[.tier].scalar == "D0" else { return CertificateField.allCases }
    let moot: [CertificateField] = [.stages, .inventory, .processing, .labelling, .informationLicense, .complete]
    return CertificateField.allCases.filter { !moot.contains($0) }
  }

  /// What is still to be answered, in the order in which it is asked.
  package var gaps: [Gap] {
    asked.flatMap { field in lacks(field).map { Gap(field: field, lack: $0) } }
  }

  private func lacks(_ field: CertificateField) -> [String] {
    let node = self[field]
    let isSettled = self[["sources", field.place]].scalar == Self.answeredUnknown
    switch field.kind {
    case .bool, .presence, .code, .stages:
      let answer = node[field.kind.key]
      guard !answer.isEmpty else { return isSettled ? [] : ["no answer"] }
      let isNegative = ["no", "false"].contains(answer.scalar)
      return evidence(
        field, url: node["url"], quote: node["quote"], isNegative: isNegative && field != .labelling)
        + (field.kind.isCode && !isNegative ? codeLacks(node) : [])
    case .extraTerms: return isSettled ? [] : termsLacks(node) ?? plainLacks(field, node)
    case .inventory: return isSettled ? [] : plainLacks(field, node) + node.elements.flatMap(Self.sourceLacks)
    case .text where field == .id:
      return node.scalar.map { $0.hasPrefix("local/") ? ["a name of ours"] : [] } ?? ["no answer"]
    case .files: return node.isEmpty && !isSettled ? ["no digests; name the files with --directory"] : []
    default: return isSettled ? [] : plainLacks(field, node)
    }
  }

  /// Of a field whose evidence stands apart. None of them is an answer too, once it has an address.
  private func plainLacks(_ field: CertificateField, _ node: Node) -> [String] {
    let given = self["evidence"].elements.first { $0["field"].scalar == field.place } ?? .null
    let source = self[["sources", field.place]]
    let address = source.scalar?.hasPrefix("http") == true ? source : Node.null
    if node.isEmpty, given.isEmpty, address.isEmpty { return ["no answer"] }
    let url = given["url"].isEmpty ? address : given["url"]
    return evidence(field, url: url, quote: given["quote"], isNegative: node.isEmpty)
  }

  private func evidence(_ field: CertificateField, url: Node, quote: Node, isNegative: Bool) -> [String] {
    let needed = field.needed
    if needed.url, url.isEmpty { return [needed.quote && !isNegative ? "no url and no quote" : "no url"] }
    return needed.quote && !isNegative && quote.isEmpty ? ["no quote"] : []
  }

  private func codeLacks(_ node: Node) -> [String] {
    node["license"].isEmpty && self["code", "license"].isEmpty ? ["no license"] : []
  }

  /// Nil where nothing is named.
  private func termsLacks(_ node: Node) -> [String]? {
    guard !node.elements.isEmpty else { return nil }
    return node.elements.flatMap { terms -> [String] in
      let name = short(terms["name"].scalar ?? "terms without a name")
      let judgement = terms["judgement"]
      let missing = ["answer", "url", "quote"].filter { judgement[$0].isEmpty }
      return missing.isEmpty ? [] : ["\(name): no \(missing.joined(separator: ", no ")) of its judgement"]
    }
  }

  private static func sourceLacks(_ source: Node) -> [String] {
    let isOpen = source["kind"].scalar != "unshareable"
    let missing = ["kind", "stage"] + (isOpen ? ["url"] : [])
    let absent = missing.filter { source[$0].isEmpty }
    return absent.isEmpty
      ? [] : ["\(short(source["name"].scalar ?? "data without a name")): no \(absent.joined(separator: ", no "))"]
  }
}

extension CertificateField.Kind {
  fileprivate var key: String { isCode ? "present" : "answer" }

  fileprivate var isCode: Bool { if case .code = self { true } else { false } }
}
