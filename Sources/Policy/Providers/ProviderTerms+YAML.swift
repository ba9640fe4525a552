// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension ProviderTerms {
  /// Reads a file of `Policies/providers`, schema `toolgate-provider/1`. An absent field is unknown.
  init?(_ map: YAMLMap) {
    _ = map.required("schema", .exactly("toolgate-provider/1"))
    let id = map.required("id", .name(ContractID.self))
    let provider = map.required("provider", .text)
    let product = map.required("product", .text)
    let hostClass = map.required("host_class", .choice(HostClass.self))
    let terms = map.map("terms") { map in
      (map.optional("name", .text), map.optional("date", .day), map.optional("url", .text))
    }
    let ownership = map.value("output_ownership", .choice(Ownership.self), default: .unknown)
    let outputTraining = map.value("output_training", .choice(OutputTraining.self), default: .unknown)
    let inputTraining = map.value("input_training", .choice(InputTraining.self), default: .unknown)
    let retentionDays = map.optional("retention_days", .int(in: 0...36_500))
    let zeroRetention = map.optional("zero_retention_option", .bool)
    let notes = map.optional("notes", .prose)
    let confidence = map.required("confidence", .choice(Certificate.Confidence.self))
    let assessedOn = map.required("assessed_on", .day)
    let sources = map.list("sources", of: .text)
    if sources.isEmpty { map.error("`sources` is missing; say where the facts come from", at: "sources") }
    guard let id, let provider, let product, let hostClass, let confidence, let assessedOn else { return nil }
    self.init(
      id: id, provider: provider, product: product, hostClass: hostClass, termsName: terms?.0, termsDate: terms?.1,
      termsURL: terms?.2, outputOwnership: ownership, outputTraining: outputTraining, inputTraining: inputTraining,
      retentionDays: retentionDays, zeroRetentionOption: zeroRetention, notes: notes, confidence: confidence,
      assessedOn: assessedOn, sources: sources)
  }
}
