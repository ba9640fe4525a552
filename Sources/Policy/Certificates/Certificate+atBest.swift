// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

extension Certificate {
  /// The same with the best answer for everything that nobody has answered yet, each with a quote: how far the terms
  /// that are known let a model come. What is answered stays, and a missing licence is not made up.
  package var atBest: Certificate {
    var best = self
    let evidence = Evidence(url: "https://example.org/", quote: "assumed")
    func assume<Value>(_ answer: Answer<Value>, _ value: Value) -> Answer<Value> {
      Answer(answer.value ?? value, evidence: answer.evidence?.quote == nil ? evidence : answer.evidence)
    }
    best.explicitRelease = assume(explicitRelease, true)
    for component in CodeComponent.allCases {
      let answer = code[component] ?? CodeAnswer(present: Answer())
      best.code[component] = CodeAnswer(
        present: assume(answer.present, .yes), license: answer.license ?? codeLicense ?? .apache)
    }
    best.hyperparameters = assume(hyperparameters, true)
    best.extraTerms = extraTerms.map { terms in
      ExtraTerms(
        name: terms.name, license: terms.license, text: terms.text, judgement: assume(terms.judgement, .compatible))
    }
    best.data = data.atBest(assume, evidence)
    if case .closed = weights { return best }
    // Any commit and any file will do: only that there are some counts.
    best.revision = .pinned(String(repeating: "0", count: 40))
    best.files.append(ModelFile(path: "assumed.safetensors", size: 1, digest: ContentDigest(of: [])))
    return best
  }
}

extension DataInformation {
  fileprivate func atBest(
    _ assume: (Answer<Bool>, Bool) -> Answer<Bool>, _ evidence: Evidence
  ) -> DataInformation {
    var best = self
    best.tier = tier ?? .d3
    if inventory.isEmpty { best.inventory = [DataSource(name: "assumed")] }
    // Data whose stage is open may be those of a stage that has none so far.
    if best.inventory.contains(where: { $0.stage == nil }) {
      best.inventory += best.uncoveredStages.map { DataSource(name: "assumed", stage: $0) }
    }
    best.inventory = best.inventory.map { source in
      DataSource(
        name: source.name, kind: source.kind ?? .open, url: source.url ?? evidence.url, license: source.license,
        size: source.size, stage: source.stage ?? stages.value?.first ?? .pretrain)
    }
    let named = DataSource.Stage.allCases.filter { stage in best.inventory.contains { $0.stage == stage } }
    best.stages = Answer(stages.value ?? named, evidence: stages.evidence?.quote == nil ? evidence : stages.evidence)
    best.processing = assume(processing, true)
    best.labelling = assume(labelling, true)
    best.complete = assume(complete, true)
    best.informationLicense = informationLicense ?? .apache
    return best
  }
}

extension LicenseExpression {
  fileprivate static let apache = LicenseExpression.license(id: "Apache-2.0", orLater: false, exception: nil)
}
