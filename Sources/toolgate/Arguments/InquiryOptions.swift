// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Domain
import Policy
import Serving

/// What a call would be about.
struct InquiryOptions: ParsableArguments {
  @Option(help: "The project that would call.") var project: ProjectName
  @Option(help: "A served model's id, or a certificate's id, as if we served it ourselves.") var model: ModelID
  @Option(help: "What the answer is for.") var purpose: Purpose?
  @Option(help: "The wiki that the answer is for, such as enwiki.") var targetWiki: WikiName?
  @Option(help: "The number of the namespace there, such as 0 for articles.") var targetNamespace: Int?
  @Option(help: "What would be asked for.") var operation = Operation.chat
  @Option(help: "As it will be on that day, such as 2026-11-23; today if left out.") var day: CivilDay?

  func inquiry(_ catalogue: ServedCatalogue, _ policies: Policies, today: CivilDay) throws -> Inquiry {
    Inquiry(
      try facts(catalogue, policies),
      CallFacts(
        project: project, operation: operation, purpose: purpose, targetWiki: targetWiki,
        namespace: targetNamespace.map { TargetNamespace(number: $0) }),
      day: day ?? today)
  }

  private func facts(_ catalogue: ServedCatalogue, _ policies: Policies) throws -> ModelFacts {
    if let served = catalogue[model] { return served.facts }
    guard let assessed = CertificateID(model.text).flatMap({ policies.catalogue[$0] }) else {
      throw InstallationProblem(
        .failed, "there is no certificate and no served model '\(model)': see `toolgate model list`")
    }
    return ModelFacts(model: model, assessed: assessed, trust: .local)
  }
}
