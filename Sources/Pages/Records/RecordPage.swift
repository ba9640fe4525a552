// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy
internal import Provenance

/// `/r/{id}`: under which licence, allowed by which rule, by which model one answer was made.
struct RecordPage {
  let record: PublishedRecord
  let paths: PagePath

  var facts: ReadRecord { record.facts }

  func write(_ html: inout Markup) {
    html.element("h1") { $0.say("record-title", .code(facts.id.ulid)) }
    html.element("p", ["class": "lead"]) { $0.say("record-lead") }
    today(&html)
    disclosure(&html)
    TextCheck(facts: facts).write(&html)
    model(&html)
    decision(&html)
    log(&html)
  }

  /// What has become of the certificate since.
  private func today(_ html: inout Markup) {
    switch record.today {
    case .current(let standing)?: html.alarm(standing)
    case .revoked(let day, let reason)?: html.alarm(.revoked(on: day, reason: reason))
    case .replaced?, .removed?, nil: break
    }
  }

  private func todaySentence(_ html: inout Markup) {
    switch record.today {
    case .current(let standing)?: html.standing(standing)
    case .revoked(let day, let reason)?: html.standing(.revoked(on: day, reason: reason))
    case .replaced(let model)?:
      html.say("today-replaced", .markup { $0.verdict(model.assessment.verdict) })
    case .removed?: html.say("today-removed")
    case nil: html.notKnown()
    }
  }

  private func disclosure(_ html: inout Markup) {
    html.heading("disclosure-title", id: "disclosure")
    guard let line = DisclosureLine(record: facts, publicURL: record.publicURL).text(html.messages) else {
      return html.element("p", ["id": "disclosure-none"]) { $0.say("disclosure-none") }
    }
    html.element("p", ["id": "disclosure-help"]) { $0.say("disclosure-help") }
    if facts.model.isMismatch { html.element("p", ["class": "warning"]) { $0.say("disclosure-mismatch") } }
    let copied = html.messages.plain("copied")
    html.element("div", ["class": "copy"]) { box in
      box.element("label", ["for": "disclosure-line"]) { $0.say("disclosure-label") }
      box.element(
        "textarea",
        [
          "id": "disclosure-line", "readonly": "", "rows": "2", "dir": "auto", "spellcheck": "false",
          "aria-describedby": "disclosure-help",
        ]
      ) { $0.text(line) }
      box.element("button", ["type": "button", "id": "copy", "hidden": ""]) { $0.say("copy") }
      box.element("span", ["role": "status", "id": "copied", "data-text": copied])
    }
  }

  private func model(_ html: inout Markup) {
    html.heading("record-model-title", id: "model")
    html.element("dl", ["class": "facts"]) { list in
      list.fact("record-model") { $0.optional(facts.model.requested) }
      list.fact("record-revision") { dd in
        if let revision = facts.model.revision { dd.code(revision) } else { dd.say("revision-unverified") }
      }
      list.fact("record-returned") { dd in
        dd.optional(facts.model.returned)
        if facts.model.isMismatch { dd.element("div", ["class": "warning"]) { $0.say("record-mismatch") } }
      }
      list.fact("record-weights-digest") { $0.optional(facts.model.weights) }
      if let quantization = facts.model.quantization { list.fact("record-quantization") { $0.code(quantization) } }
      list.fact("record-certificate") { dd in
        guard let id = facts.certificateID else { return dd.notKnown() }
        certificate(id, digest: facts.certificate.digest, &dd)
      }
      list.fact("record-verdict") { dd in
        if let verdict = facts.certificate.verdict.flatMap(Openness.init(rawValue:)) {
          dd.verdict(verdict)
        } else {
          dd.notKnown()
        }
      }
      list.fact("record-today") { todaySentence(&$0) }
      list.fact("fact-tier") { dd in
        if let tier = facts.certificate.tier.flatMap(LicenseTier.init(rawValue:)) {
          dd.tier(tier)
        } else {
          dd.notKnown()
        }
      }
      list.fact("fact-data") { $0.dataTier(facts.certificate.dataTier.flatMap(DataTier.init(rawValue:))) }
      list.fact("record-licence-weights") { $0.recordedLicence(facts.licence.weights) }
      list.fact("record-licence-code") { $0.recordedLicence(facts.licence.code) }
      list.fact("record-licence-data") { $0.recordedLicence(facts.licence.data) }
      if let base = facts.model.baseID.flatMap({ CertificateID($0) }) {
        list.fact("record-base") { certificate(base, digest: facts.model.baseDigest, &$0) }
      }
      bases(&list)
      list.fact("record-output-terms") { $0.optional(facts.licence.outputTerms) }
      list.fact("record-copyright") { $0.say("record-copyright-none") }
      if !facts.licence.flags.isEmpty { list.fact("fact-flags") { $0.list(facts.licence.flags) { $0.code($1) } } }
      list.fact("record-host") { dd in
        let words = [facts.host.kind, facts.host.provider, facts.host.region, facts.host.engine].compactMap(\.self)
        if words.isEmpty { dd.notKnown() } else { dd.list(words) { $0.code($1) } }
      }
    }
  }

  private func certificate(_ id: CertificateID, digest: ContentDigest?, _ html: inout Markup) {
    html.element("a", ["href": paths.model(id)]) { $0.code(id.text) }
    if let digest { html.element("div", ["class": "small"]) { $0.code(digest.text) } }
  }

  /// What the model was made from stays under its own licences.
  private func bases(_ html: inout Markup) {
    guard !record.bases.isEmpty else { return }
    html.fact("record-bases") { dd in
      for base in record.bases {
        dd.element("div") { line in
          line.element("a", ["href": paths.model(base.certificate.id)]) { $0.code(base.certificate.id.text) }
          line.text(" ")
          line.licence(base.certificate.license)
        }
      }
    }
  }

  /// What the tool had said of a call that a crash cut off is lost, which is not the same as never said.
  private func notSaid(_ message: String, _ html: inout Markup) {
    if facts.outcome == Outcome.recovered.rawValue { html.notKnown() } else { html.say(message) }
  }

  private func decision(_ html: inout Markup) {
    html.heading("record-call-title", id: "call")
    html.element("dl", ["class": "facts"]) { list in
      list.fact("record-purpose") { dd in
        if let purpose = facts.purpose { dd.code(purpose) } else { dd.say("record-purpose-none") }
      }
      list.fact("record-wiki") { dd in
        guard let wiki = facts.targetWiki else { return notSaid("record-wiki-none", &dd) }
        dd.code(wiki)
        if let namespace = facts.targetNamespace {
          dd.text(" ")
          dd.say("record-namespace", .text(String(namespace)))
        }
      }
      list.fact("record-sources") { dd in
        if facts.sources.isEmpty { return notSaid("record-sources-none", &dd) }
        dd.list(facts.sources) { $0.code("\($1.wiki)@\($1.revision)") }
      }
      list.fact("record-operation") { $0.optional(facts.operation) }
      list.fact("record-outcome") { $0.optional(facts.outcome) }
      list.fact("record-time") { hour(&$0) }
      list.fact("record-project") { $0.optional(facts.project) }
      list.fact("record-rule") { dd in
        guard let rule = facts.policy.rule else { return dd.notKnown() }
        if let exception = facts.policy.exception {
          dd.say("record-rule-exception", .code(rule), .code(exception))
        } else {
          dd.code(rule)
        }
      }
      if !facts.policy.facts.isEmpty {
        list.fact("record-facts") { $0.list(facts.policy.facts) { $0.code($1) } }
      }
      if !facts.policy.reminders.isEmpty { list.fact("record-reminders") { reminders(&$0) } }
      list.fact("record-policies") { $0.optional(facts.policy.revision) }
    }
  }

  /// An id never gets a new meaning, so today's words are those of the day.
  private func reminders(_ html: inout Markup) {
    for id in facts.policy.reminders {
      html.element("div") { line in
        if let reminder = record.reminders.first(where: { $0.id == id }) {
          line.english(reminder.why)
          line.guideline(reminder.guideline)
        } else {
          line.say("record-reminder-gone")
        }
        line.element("div", ["class": "small quiet"]) { $0.code(id) }
      }
    }
  }

  /// The exact time lets readers pair a record with an edit, so the page tells the hour only.
  private func hour(_ html: inout Markup) {
    let day = CivilDay(containing: facts.at)
    let hour = Int(facts.at.seconds / 3_600 % 24)
    func clock(_ hour: Int) -> String { (hour < 10 ? "0" : "") + "\(hour):00" }
    html.say("record-hour", .markup { $0.day(day) }, .text(clock(hour)), .text(clock(hour + 1)))
  }

  private func log(_ html: inout Markup) {
    html.heading("record-log-title", id: "log")
    html.element("p") { text in
      guard record.leaf < record.publishedSize else { return text.say("record-log-waiting") }
      text.say("record-log-place", .number(Int(record.leaf)), .code(record.origin), .number(Int(record.publishedSize)))
    }
    html.element("p") { $0.say("record-verify") }
    html.element("ul", ["class": "links"]) { list in
      for (key, path) in [
        ("record-link-json", "\(PagePath.record(facts.id)).json"),
        ("log-link-checkpoint", "\(PagePath.log)/checkpoint"),
        ("log-link-keys", "\(PagePath.log)/keys"),
      ] {
        list.element("li") { $0.element("a", ["href": path]) { $0.say(key) } }
      }
    }
    html.element("pre", ["dir": "ltr", "tabindex": "0"]) {
      $0.text("Tools/verify-receipt \(facts.id.ulid).tlog-proof --key KEY --text answer.txt")
    }
  }
}

extension Markup {
  mutating func recordedLicence(_ text: String?) {
    if let text { code(text) } else { element("span", ["class": "quiet"]) { $0.say("record-licence-none") } }
  }

  mutating func optional(_ text: String?) { if let text { code(text) } else { notKnown() } }
}
