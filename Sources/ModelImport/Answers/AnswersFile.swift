// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import StrictYAML

/// A file of answers: what a person found out about a model, each with its evidence.
package struct AnswersFile: Sendable {
  /// Of which model; nil: of the one that they are given for.
  package let certificate: String?
  /// In the order in which fields are asked.
  package let answers: [(field: CertificateField, answer: FieldAnswer)]

  /// Reads schema `toolgate-answers/1`.
  ///
  /// - Returns: The answers, or nil and every problem.
  package static func read(_ bytes: [UInt8], file: String) -> (answers: AnswersFile?, problems: [YAMLProblem]) {
    let report = YAMLReport(file: file)
    let answers = YAMLFile.read(bytes: bytes, report: report) { AnswersFile($0) }
    return report.hasErrors ? (nil, report.errors) : (answers, [])
  }

  private init(_ map: YAMLMap) {
    _ = map.required("schema", .exactly("toolgate-answers/1"))
    certificate = map.optional("certificate", .text)
    answers =
      map.requiredMap("answers") { map in
        CertificateField.allCases.compactMap { field in map.answer(to: field).map { (field, $0) } }
      } ?? []
  }
}

extension YAMLMap {
  fileprivate func answer(to field: CertificateField) -> FieldAnswer? {
    let key = field.rawValue
    guard has(key) else { return nil }
    if isScalar(key) {
      guard optional(key, .exactly("unknown")) != nil else { return nil }
      return FieldAnswer(.unknown)
    }
    return map(key) { $0.fieldAnswer(field) } ?? nil
  }

  private func fieldAnswer(_ field: CertificateField) -> FieldAnswer? {
    var answer = FieldAnswer(.unknown, url: optional("url", .address), quote: optional("quote", .prose))
    switch field.kind {
    case .code:
      answer.license = optional("license", .text)
      answer.commit = optional("commit", .text)
    case .license where field == .terms: answer.choice = optional("choice", .text)
    case .files:
      error("digests are hashed, never typed in; give --directory, or answer `unknown`", at: "answer")
      return nil
    default: break
    }
    guard let value = value(field.kind, answer) else { return nil }
    answer.value = value
    // What is not known needs no evidence, and none of it is kept.
    return value == .unknown ? FieldAnswer(.unknown) : answer
  }

  private func value(_ kind: CertificateField.Kind, _ answer: FieldAnswer) -> FieldAnswer.Value? {
    switch kind {
    case .text, .license: word("answer", .text)
    case .bool: FieldAnswer.Value(truth: required("answer", .choice(of: ["yes", "no", "true", "false", "unknown"])))
    case .presence, .code: word("answer", .choice(of: ["yes", "partial", "no", "unknown"]))
    case .tier: word("answer", .choice(of: ["D0", "D1", "D2", "D3", "unknown"]))
    case .model: word("answer", .text)
    case .words:
      isScalar("answer") ? word("answer", .choice(of: ["none", "unknown"])) : .words(list("answer", of: .text))
    case .stages: stages()
    case .extraTerms: items { $0.terms(url: answer.url) }
    case .inventory: items { $0.source() }
    case .files: nil
    }
  }

  private func word(_ key: String, _ form: YAMLForm<String>) -> FieldAnswer.Value? {
    switch required(key, form) {
    case nil: nil
    case "unknown": .unknown
    case "none": FieldAnswer.Value.none
    case let word?: .text(word)
    }
  }

  private func stages() -> FieldAnswer.Value? {
    guard has("answer"), !isScalar("answer") else { return word("answer", .choice(of: ["unknown"])) }
    if isEmptyList("answer") { error("`answer` must name at least one stage, or be `unknown`", at: "answer") }
    return .words(list("answer", of: .choice(of: Set(CertificateField.stageWords))))
  }

  /// `answer: none` or `items: […]`.
  private func items(_ item: (YAMLMap) -> CertificateDocument.Node?) -> FieldAnswer.Value? {
    guard has("items") else { return word("answer", .choice(of: ["none", "unknown"])) }
    if has("answer") { error("`answer` and `items` exclude each other; keep one", at: "answer") }
    let items = maps("items", item).compactMap(\.self)
    return items.isEmpty ? nil : .items(items)
  }

  private func terms(url: String?) -> CertificateDocument.Node? {
    let name = required("name", .text)
    let license = optional("license", .text)
    let text = required("url", .address)
    let answer = required("answer", .choice(of: ["compatible", "incompatible", "unknown"]))
    let quote = optional("quote", .prose)
    let judged = optional("judged_at", .address)
    guard let name, let text, let answer else { return nil }
    return .map([
      .init("name", .text(name)), .init("license", .text(orNull: license)),
      .init("text", .map([.init("url", .text(text))])),
      .init(
        "judgement",
        answer == "unknown"
          ? .null
          : .map([
            .init("answer", .plain(answer)), .init("url", .text(judged ?? text)), .init("quote", .text(orNull: quote)),
          ])),
    ])
  }

  private func source() -> CertificateDocument.Node? {
    let name = required("name", .text)
    let kind = optional("kind", .choice(of: ["open", "public", "obtainable", "unshareable"]))
    let url = optional("url", .address)
    let license = optional("license", .text)
    let size = optional("size", .text)
    let stage = optional("stage", .choice(of: Set(CertificateField.stageWords)))
    guard let name else { return nil }
    return .map([
      .init("name", .text(name)), .init("kind", .text(orNull: kind)), .init("url", .text(orNull: url)),
      .init("license", .text(orNull: license)), .init("size", .text(orNull: size)),
      .init("stage", .text(orNull: stage)),
    ])
  }
}

extension FieldAnswer.Value {
  /// Nil for nil.
  package init?(truth word: String?) {
    switch word {
    case "yes", "true": self = .text("true")
    case "no", "false": self = .text("false")
    case nil: return nil
    default: self = .unknown
    }
  }
}
