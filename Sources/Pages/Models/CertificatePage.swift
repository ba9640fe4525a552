// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// `/models/{id}`: everything that a certificate says, and what follows from it.
struct CertificatePage {
  let model: AssessedModel
  let view: CatalogueView
  let day: CivilDay
  let paths: PagePath

  var certificate: Certificate { model.certificate }
  var assessment: Assessment { model.assessment }

  func write(_ html: inout Markup) {
    html.element("h1") { $0.name(certificate.name) }
    html.element("p", ["class": "lead"]) { $0.code(certificate.id.text) }
    html.alarm(model.standing(on: day))
    summary(&html)
    reasons(&html)
    exceptions(&html)
    licences(&html)
    extraTerms(&html)
    providers(&html)
    data(&html)
    origins(&html)
    notes(&html)
    files(&html)
    sources(&html)
    ExportLinks(paths: paths).write(certificate.id, &html)
  }

  private func summary(_ html: inout Markup) {
    html.element("dl", ["class": "facts"]) { list in
      list.fact("fact-use") { $0.use(view.use(of: model, on: day)) }
      list.fact("fact-verdict") { $0.verdict(assessment.verdict) }
      list.fact("fact-tier") { dd in
        dd.tier(assessment.tier)
        if let tier = assessment.tier {
          dd.element("div", ["class": "small"]) { $0.say("tier-\(tier.rawValue)-long") }
        }
      }
      list.fact("fact-data") { dd in
        dd.dataTier(model.dataTier)
        if let tier = model.dataTier {
          dd.element("div", ["class": "small"]) { $0.say("data-\(tier.rawValue)-long") }
        }
      }
      list.fact("fact-standing") { $0.standing(model.standing(on: day)) }
      list.fact("fact-served") { dd in
        let served = view.served[certificate.id] ?? []
        if served.isEmpty { dd.say("served-no") } else { dd.list(served) { $0.code($1.model.text) } }
      }
      list.fact("fact-revision") { dd in
        switch certificate.revision {
        case .pinned(let text): dd.code(text)
        case .unverifiedRemote: dd.say("revision-unverified")
        }
      }
      if let family = certificate.family { list.fact("fact-family") { $0.name(family) } }
      if let quantization = certificate.quantization { list.fact("fact-quantization") { $0.code(quantization.text) } }
      if let billions = certificate.parameters { list.fact("fact-parameters") { $0.say("billions", .text(billions)) } }
      if !certificate.tasks.isEmpty { list.fact("fact-tasks") { $0.list(certificate.tasks) { $0.code($1) } } }
      if !certificate.languages.isEmpty {
        list.fact("fact-languages") { $0.list(certificate.languages) { $0.code($1) } }
      }
      if !certificate.servedAs.isEmpty {
        list.fact("fact-served-elsewhere") { $0.list(certificate.servedAs) { $0.code($1) } }
      }
      if !assessment.flags.isEmpty {
        list.fact("fact-flags") { $0.list(assessment.flags) { $0.code($1) } }
      }
      if let released = certificate.releasedOn { list.fact("fact-released") { $0.day(released) } }
      list.fact("fact-assessed") { $0.day(certificate.assessedOn) }
      list.fact("fact-expires") { fact in
        if let ends = model.ends { fact.day(ends) } else { fact.say("ends-never") }
      }
      list.fact("fact-digest") { $0.code(certificate.digest.text) }
    }
  }

  private func reasons(_ html: inout Markup) {
    html.heading("reasons-title", id: "reasons")
    if assessment.reasons.isEmpty {
      html.element("p") { $0.say("reasons-none") }
    } else {
      html.element("p") { $0.say("reasons-lead") }
      html.element("ol", ["class": "reasons"]) { list in
        for reason in assessment.reasons {
          list.element("li") {
            $0.verdict(reason.limit)
            $0.text(" ")
            $0.english(reason.message)
            $0.text(" ")
            $0.element("span", ["class": "small quiet"]) { $0.code(reason.field) }
          }
        }
      }
    }
    html.heading("freedoms-title", id: "freedoms")
    html.element("dl", ["class": "facts"]) { list in
      let freedoms = assessment.freedoms
      for (name, isFree) in [
        ("use", freedoms.use), ("study", freedoms.study), ("modify", freedoms.modify), ("share", freedoms.share),
      ] {
        list.fact("freedom-\(name)") { $0.say(isFree ? "freedom-yes" : "freedom-no") }
      }
    }
    guard !assessment.notices.isEmpty else { return }
    html.heading("notices-title", id: "notices")
    html.element("ul") { list in
      for notice in assessment.notices { list.element("li") { $0.english(notice.message) } }
    }
  }

  private func exceptions(_ html: inout Markup) {
    let exceptions = view.policies.rulebook.exceptions.filter { $0.model == certificate.id }
    ExceptionTable(exceptions: exceptions, day: day, paths: paths).write(&html)
  }

  private func notes(_ html: inout Markup) {
    guard let notes = certificate.notes else { return }
    html.heading("notes-title", id: "notes")
    html.englishParagraph(notes)
  }

  private func origins(_ html: inout Markup) {
    html.heading("origins-title", id: "origins")
    guard !certificate.origins.isEmpty else { return html.element("p") { $0.say("origins-none") } }
    html.element("ul") { list in
      if let base = certificate.baseModel { origin("origin-base", base, &list) }
      for teacher in certificate.distilledFrom { origin("origin-teacher", teacher, &list) }
      let direct = Set(certificate.origins)
      for model in view.policies.catalogue.bases(of: certificate.id) where !direct.contains(model.certificate.id) {
        origin("origin-further", model.certificate.id, &list)
      }
    }
  }

  private func origin(_ key: String, _ id: CertificateID, _ html: inout Markup) {
    html.element("li") { item in
      guard let base = view.policies.catalogue[id] else {
        return item.say(key, .markup { $0.code(id.text) }, .markup { $0.say("origin-uncertified") })
      }
      item.say(
        key, .markup { $0.element("a", ["href": paths.model(id)]) { $0.code(id.text) } },
        .markup { $0.verdict(base.assessment.verdict) })
    }
  }

  private func files(_ html: inout Markup) {
    guard !certificate.files.isEmpty else { return }
    html.heading("files-title", id: "files")
    html.table(labelled: "files", columns: ["file-path", "file-size", "file-sha256"]) { body in
      for file in certificate.files {
        body.row {
          $0.cell("file-path") { $0.code(file.path) }
          $0.cell("file-size") { $0.text(String(file.size)) }
          $0.cell("file-sha256") { $0.code(file.digest.digits) }
        }
      }
    }
  }

  private func sources(_ html: inout Markup) {
    html.heading("sources-title", id: "sources")
    html.element("p") { $0.say("sources-lead") }
    html.table(labelled: "sources", columns: ["source-field", "source-place"]) { body in
      for (field, place) in certificate.sources.sorted(by: { $0.key < $1.key }) {
        body.row {
          $0.cell("source-field") { $0.code(field) }
          $0.cell("source-place") { cell in
            switch place {
            case "unverified": cell.say("unverified")
            case _ where place.hasPrefix("http"): cell.outside(place)
            default: cell.english(place)
            }
          }
        }
      }
    }
  }
}
