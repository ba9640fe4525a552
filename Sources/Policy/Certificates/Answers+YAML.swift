// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension YAMLMap {
  /// `{answer, url, quote}`; an absent key or answer is unknown.
  func answer<Value: Hashable & Sendable>(_ key: String, _ form: YAMLForm<Value>) -> Answer<Value> {
    map(key) { Answer($0.optional("answer", form), evidence: $0.evidence()) } ?? Answer()
  }

  /// The keys `url` and `quote` of an answer.
  func evidence() -> Evidence? {
    let url = optional("url", .address)
    let quote = optional("quote", .prose)
    if !has("url"), has("quote") { error("`quote` needs a `url`; say where it stands", at: "quote") }
    return url.map { Evidence(url: $0, quote: quote) }
  }
}

extension ExtraTerms {
  init?(_ map: YAMLMap, licenses: LicenseBook) {
    let name = map.required("name", .text)
    let license = map.license("license", in: licenses)
    let text = map.requiredMap("text") { WatchedText($0) } ?? nil
    let judgement = map.answer("judgement", .choice(Judgement.self))
    guard let name, let text else { return nil }
    self.init(name: name, license: license, text: text, judgement: judgement)
  }
}

extension DataInformation {
  init(_ map: YAMLMap, licenses: LicenseBook) {
    let stages = map.map("stages") { $0.stages() } ?? Answer()
    let inventory = map.maps("inventory") { DataSource($0, among: stages.value, licenses: licenses) }
      .compactMap(\.self)
    self.init(
      inventory: inventory, stages: stages, tier: map.optional("tier", .choice(DataTier.self)),
      description: map.optional("description", .prose),
      license: map.license("license", in: licenses),
      informationLicense: map.license("information_license", in: licenses),
      processing: map.answer("processing", .bool), labelling: map.answer("labelling", .bool),
      complete: map.answer("complete", .bool))
    if tier == .d0, !inventory.isEmpty {
      map.error("`tier: D0` says that nothing is disclosed, and `inventory` names data; correct one", at: "tier")
    }
    if tier == .d0 || tier == .d1, complete.value == true {
      map.error(
        "`complete` cannot be true with tier D0 or D1, which say that something is not described", at: "complete")
    }
  }
}

extension YAMLMap {
  /// `{answer: [pretrain, sft], url, quote}`, as a list in the order of training.
  fileprivate func stages() -> Answer<[DataSource.Stage]> {
    let named = list("answer", of: .choice(DataSource.Stage.self))
    if isEmptyList("answer") {
      error("`answer` must name at least one stage of training; null where nobody knows them", at: "answer")
    }
    if Set(named).count < named.count { error("`answer` names a stage twice; name each once", at: "answer") }
    let ordered = DataSource.Stage.allCases.filter(named.contains)
    return Answer(ordered.isEmpty ? nil : ordered, evidence: evidence())
  }
}

extension DataSource {
  /// - Parameter stages: Those of the model; nil where they are not known, so that a source may name any.
  fileprivate init?(_ map: YAMLMap, among stages: [Stage]?, licenses: LicenseBook) {
    let name = map.required("name", .text)
    let kind = map.optional("kind", .choice(Kind.self))
    let url = map.optional("url", .address)
    let license = map.license("license", in: licenses)
    let size = map.optional("size", .text)
    let stage = map.optional("stage", .choice(Stage.self))
    if let stage, let stages, !stages.contains(stage) {
      let known = stages.map(\.rawValue).joined(separator: ", ")
      map.error(
        "`stage: \(stage.rawValue)` is not one of the model's `stages` (\(known)); add it there, or correct it here",
        at: "stage")
    }
    guard let name else { return nil }
    self.init(name: name, kind: kind, url: url, license: license, size: size, stage: stage)
  }
}
