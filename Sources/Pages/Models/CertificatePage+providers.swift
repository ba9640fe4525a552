// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// The terms of the services at which this gateway calls the model, where it does not run it itself.
extension CertificatePage {
  func providers(_ html: inout Markup) {
    let terms = (view.served[certificate.id] ?? []).compactMap(\.terms)
    let distinct = Dictionary(terms.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }).values
    guard !distinct.isEmpty else { return }
    html.heading("providers-title", id: "providers")
    html.element("p") { $0.say("providers-lead") }
    for terms in distinct.sorted(by: { $0.id < $1.id }) { provider(terms, &html) }
  }

  private func provider(_ terms: ProviderTerms, _ html: inout Markup) {
    html.element("h3", ["id": "provider-\(terms.id)"]) { $0.name("\(terms.provider), \(terms.product)") }
    if let reason = terms.suspension {
      html.element("p", ["class": "alarm"]) { $0.say("provider-suspended", .markup { $0.english(reason) }) }
    }
    html.element("dl", ["class": "facts"]) { list in
      list.fact("provider-terms") { dd in
        if let name = terms.termsName { dd.element("div") { $0.english(name) } }
        if let text = terms.terms { watched(text, &dd) } else if terms.termsName == nil { dd.notKnown() }
      }
      if let policy = terms.usePolicy { list.fact("provider-use-policy") { watched(policy, &$0) } }
      list.fact("provider-output-training") { dd in
        dd.say("output-training-\(terms.outputTraining.rawValue)")
        if let clause = terms.outputTrainingClause { dd.element("div", ["class": "small"]) { $0.english(clause) } }
      }
      list.fact("provider-input-training") { $0.say("input-training-\(terms.inputTraining.rawValue)") }
      list.fact("provider-retention") { dd in
        if let days = terms.retentionDays { dd.say("retention", .number(days)) } else { dd.notKnown() }
        if terms.zeroRetentionOption == true { dd.element("div", ["class": "small"]) { $0.say("retention-none") } }
      }
      if let age = terms.minimumAge { list.fact("provider-minimum-age") { $0.say("minimum-age", .number(age)) } }
      list.fact("provider-ownership") { $0.say("ownership-\(terms.outputOwnership.rawValue)") }
      list.fact("fact-assessed") { $0.day(terms.assessedOn) }
    }
  }
}
