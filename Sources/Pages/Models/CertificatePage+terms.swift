// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// The licences of weights, code and data, each apart, and what stands beside them.
extension CertificatePage {
  func licences(_ html: inout Markup) {
    html.heading("licences-title", id: "licences")
    html.element("h3") { $0.say("licence-weights") }
    switch certificate.weights {
    case .none: html.element("p") { $0.say("weights-none") }
    case .closed(let terms):
      html.element("p") { $0.say("weights-closed") }
      explain(terms, &html)
    case .released(let license, let text):
      explain(license, &html)
      if let choice = certificate.licenseChoice {
        html.element("p") { $0.say("licence-choice", .code(choice.description)) }
      }
      html.element("dl", ["class": "facts"]) { list in
        list.fact("explicit-release") { $0.answer(certificate.explicitRelease) }
        list.fact("checkpoints") { presence(certificate.intermediateCheckpoints, &$0) }
        if let text { list.fact("licence-text") { watched(text, &$0) } }
      }
    }
    html.element("h3", ["id": "code"]) { $0.say("licence-code") }
    let licenses = certificate.licensesOfCode
    if licenses.isEmpty { explain(nil, &html) }
    for license in licenses { explain(license, &html) }
    html.table(labelled: "code", columns: ["code-part", "code-published", "column-licence"]) { body in
      for component in CodeComponent.allCases {
        let answer = certificate.code[component]
        body.row {
          $0.cell("code-part") { $0.say("code-\(component.rawValue)") }
          $0.cell("code-published") { cell in
            presence(answer?.present ?? Answer(), &cell)
            if let commit = answer?.commit { cell.element("div", ["class": "small"]) { $0.code(commit) } }
          }
          $0.cell("column-licence") { $0.licence(answer?.license ?? certificate.codeLicense) }
        }
      }
      body.row {
        $0.cell("code-part") { $0.say("code-hyperparameters") }
        $0.cell("code-published") { $0.answer(certificate.hyperparameters) }
        $0.cell("column-licence") { $0.text("–") }
      }
    }
    html.element("h3") { $0.say("licence-data") }
    html.element("dl", ["class": "facts"]) {
      $0.fact("data-licence") { $0.licence(certificate.data.license) }
      $0.fact("data-information-licence") { $0.licence(certificate.data.informationLicense) }
    }
  }

  private func presence(_ answer: Answer<Presence>, _ html: inout Markup) {
    if let value = answer.value { html.say("presence-\(value.rawValue)") } else { html.notKnown() }
    html.evidence(answer.evidence)
  }

  /// An expression with what each of its licences is.
  private func explain(_ license: LicenseExpression?, _ html: inout Markup) {
    guard let license else { return html.element("p") { $0.notKnown() } }
    html.element("p") { $0.code(license.description) }
    html.element("ul", ["class": "licences"]) { list in
      for part in view.policies.licenses.parts(of: license) {
        let entry = view.policies.licenses.entry(part.id)
        let listed = part.id.hasPrefix("LicenseRef-") ? nil : "https://spdx.org/licenses/\(part.id).html"
        list.element("li") { item in
          if let url = listed ?? entry?.text?.url {
            item.outside(url) { $0.english(entry?.name ?? part.id) }
          } else {
            item.english(entry?.name ?? part.id)
          }
          item.text(" ")
          item.say(approval(part))
          guard part.hasEntry, !part.clauses.restrictions.isEmpty else { return }
          item.element("ul") { clauses in
            for clause in part.clauses.restrictions { clauses.element("li") { $0.english(clause.text) } }
          }
        }
      }
    }
  }

  private func approval(_ part: LicenseBook.Part) -> String {
    if part.kind == .extraTerms { return "approval-extra-terms" }
    if part.clauses.isOSIApproved { return "approval-osi" }
    if part.clauses.isFreeContent { return "approval-free-content" }
    return part.hasEntry ? "approval-none" : "approval-unread"
  }

  func watched(_ text: WatchedText, _ html: inout Markup) {
    html.outside(text.url)
    html.element("div", ["class": "small"]) { small in
      guard let digits = text.digest?.digits else { return small.say("text-not-stored") }
      if let date = text.date {
        small.say("text-stored", .markup { $0.day(date) }, .code(digits))
      } else {
        small.code(digits)
      }
    }
  }

  func extraTerms(_ html: inout Markup) {
    guard !certificate.extraTerms.isEmpty else { return }
    html.heading("extra-terms-title", id: "extra-terms")
    html.element("p") { $0.say("extra-terms-lead") }
    html.table(labelled: "extra-terms", columns: ["extra-terms-name", "extra-terms-text", "extra-terms-judgement"]) {
      body in
      for terms in certificate.extraTerms {
        body.row {
          $0.cell("extra-terms-name") { cell in
            cell.english(terms.name)
            if let license = terms.license { cell.element("div", ["class": "small"]) { $0.licence(license) } }
          }
          $0.cell("extra-terms-text") { watched(terms.text, &$0) }
          $0.cell("extra-terms-judgement") { cell in
            if let judgement = terms.judgement.value {
              cell.say("judgement-\(judgement.rawValue)")
            } else {
              cell.say("judgement-none")
            }
            cell.evidence(terms.judgement.evidence)
          }
        }
      }
    }
  }

  func data(_ html: inout Markup) {
    let data = certificate.data
    html.heading("data-title", id: "data")
    if let description = data.description { html.englishParagraph(description) }
    if data.inventory.isEmpty {
      html.element("p") { $0.say("inventory-none") }
    } else {
      html.table(
        labelled: "data",
        columns: ["source-name", "source-kind", "source-stage", "column-licence", "source-size", "source-where"]
      ) { body in
        for source in data.inventory { body.row { inventory(source, &$0) } }
      }
    }
    html.element("dl", ["class": "facts"]) { list in
      list.fact("data-stages") { stages(data, &$0) }
      list.fact("data-processing") { $0.answer(data.processing) }
      list.fact("data-labelling") { $0.answer(data.labelling) }
      list.fact("data-complete") { $0.answer(data.complete) }
    }
  }

  private func stages(_ data: DataInformation, _ html: inout Markup) {
    guard let stages = data.stages.value else { return html.notKnown() }
    html.element("ul") { list in
      for stage in stages { list.element("li") { $0.say("stage-\(stage.rawValue)") } }
    }
    html.evidence(data.stages.evidence)
  }

  private func inventory(_ source: DataSource, _ html: inout Markup) {
    html.cell("source-name") { $0.english(source.name) }
    html.cell("source-kind") { cell in
      if let kind = source.kind { cell.say("kind-\(kind.rawValue)") } else { cell.notKnown() }
    }
    html.cell("source-stage") { cell in
      if let stage = source.stage { cell.say("stage-\(stage.rawValue)") } else { cell.notKnown() }
    }
    html.cell("column-licence") { $0.licence(source.license) }
    html.cell("source-size") { cell in
      if let size = source.size { cell.english(size) } else { cell.notKnown() }
    }
    html.cell("source-where") { cell in
      if let url = source.url { cell.outside(url) } else { cell.notKnown() }
    }
  }
}
