// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension ProviderTerms {
  /// Reads a file of `Policies/providers`, schema `toolgate-provider/3`. An absent field is unknown.
  ///
  /// - Parameters:
  ///   - texts: Those that lie beside the entries, which hashes are held against.
  ///   - digest: Of the file.
  init?(_ map: YAMLMap, texts: LegalTexts, digest: ContentDigest) {
    _ = map.required("schema", .exactly("toolgate-provider/3"))
    let id = map.required("id", .name(ContractID.self))
    let provider = map.required("provider", .text)
    let product = map.required("product", .text)
    let hostClass = map.required("host_class", .choice(HostClass.self))
    let region = map.optional("region", .name(HostRegion.self))
    let terms = map.map("terms") { map in
      (name: map.optional("name", .text), date: map.optional("date", .day), text: WatchedText.ifAny(map, texts))
    }
    let ownership = map.value("output_ownership", .choice(Ownership.self), default: .unknown)
    let outputTraining = map.value("output_training", .choice(OutputTraining.self), default: .unknown)
    let outputClause = map.optional("output_training_clause", .prose)
    let inputTraining = map.value("input_training", .choice(InputTraining.self), default: .unknown)
    let retentionDays = map.optional("retention_days", .int(in: 0...36_500))
    let zeroRetention = map.optional("zero_retention_option", .bool)
    let disclosed = map.value("training_data_disclosed", .choice(Disclosure.self), default: .unknown)
    let minimumAge = map.optional("minimum_age", .int(in: 0...150))
    let usePolicy = map.map("use_policy") { WatchedText($0, copiesIn: texts) } ?? nil
    let notes = map.optional("notes", .prose)
    let confidence = map.required("confidence", .choice(Confidence.self))
    let assessedOn = map.required("assessed_on", .day)
    let sources = map.list("sources", of: .text)
    if sources.isEmpty { map.error("`sources` is missing; say where the facts come from", at: "sources") }
    guard let id, let provider, let product, let hostClass, let confidence, let assessedOn else { return nil }
    self.init(
      id: id, provider: provider, product: product, hostClass: hostClass, region: region,
      termsName: terms?.name, termsDate: terms?.date, terms: terms?.text, outputOwnership: ownership,
      outputTraining: outputTraining, outputTrainingClause: outputClause, inputTraining: inputTraining,
      retentionDays: retentionDays, zeroRetentionOption: zeroRetention, trainingDataDisclosed: disclosed,
      minimumAge: minimumAge, usePolicy: usePolicy, notes: notes, confidence: confidence,
      assessedOn: assessedOn, sources: sources, digest: digest)
  }
}

extension WatchedText {
  /// Terms may be known by their name and day alone; what is stored must say where it is from.
  fileprivate static func ifAny(_ map: YAMLMap, _ texts: LegalTexts) -> WatchedText? {
    let stored = ["sha256", "copy"].filter(map.has)
    guard !stored.isEmpty || map.has("url") else { return nil }
    return WatchedText(map, copiesIn: texts)
  }
}
