// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy

/// A certificate's fields under the names that its file gives them, each with where its fact comes from.
struct CertificateSheet: Rendering {
  let fields: [(name: String, value: String?, source: String?)]

  init(_ model: AssessedModel, on day: CivilDay) {
    let certificate = model.certificate
    let assessment = model.assessment
    var fields: [(name: String, value: String?, source: String?)] = []
    var used: Set<String> = []
    /// A source may stand for one field (`weights.license`) or for all that stand below it (`weights`).
    func add(_ name: String, _ value: String?) {
      let section = String(name.prefix { $0 != "." })
      let key = [name, section].first { certificate.sources[$0] != nil }
      if let key { used.insert(key) }
      fields.append((name, value, key.flatMap { certificate.sources[$0] }))
    }
    func list(_ name: String, _ values: [String]) { add(name, values.isEmpty ? nil : values.joined(separator: " ")) }
    add("id", certificate.id.text)
    add("name", certificate.name)
    add("revision", certificate.revision.description)
    switch certificate.weights {
    case .none: add("weights", "none: a program without learned parameters")
    case .released(let license, _): add("weights.license", license?.description ?? "not recorded")
    case .closed(let terms): add("weights.license", "\(terms), closed")
    }
    if let quantization = certificate.quantization { add("weights.quantization", quantization.text) }
    list("weights.files", certificate.files.map { "\($0.path)@\($0.digest.digits)" })
    add("code.license", certificate.licenseOfAllCode?.description)
    for component in CodeComponent.allCases {
      let answer = certificate.code[component]
      add("code.\(component.rawValue)", answer?.present.value?.rawValue)
      if let license = answer?.license { add("code.\(component.rawValue).license", license.description) }
    }
    if let license = certificate.data.license { add("data.license", license.description) }
    if let license = certificate.data.informationLicense {
      add("data.information_license", license.description)
    }
    if let description = certificate.data.description { add("data.description", description) }
    list("data.stages", (certificate.data.stages.value ?? []).map(\.rawValue))
    list("data.inventory", certificate.data.inventory.map(\.name))
    add("data.tier", assessment.dataTier?.rawValue)
    list("extra_terms", certificate.extraTerms.map(\.name))
    list("languages", certificate.languages)
    list("flags", assessment.flags)
    add("base_model", certificate.baseModel?.text)
    list("distilled_from", certificate.distilledFrom.map(\.text))
    if let day = certificate.releasedOn { add("released_on", day.description) }
    add("assessed_on", certificate.assessedOn.description)
    add("expires", model.ends?.description ?? "never: a program without learned parameters")
    add("sha256", certificate.digest.text)
    add("standing", model.standing(on: day).sentence)
    add("verdict", assessment.verdict.rawValue)
    add("tier", assessment.tier?.rawValue)
    for (place, reason) in assessment.reasons.enumerated() {
      add("reason.\(place + 1)", "\(reason.limit.rawValue): \(reason.message)")
    }
    for (place, notice) in assessment.notices.enumerated() { add("notice.\(place + 1)", notice.message) }
    // A source of something that is no field of its own is still worth knowing.
    for (name, source) in certificate.sources.sorted(by: { $0.key < $1.key }) where !used.contains(name) {
      fields.append((name, nil, source))
    }
    self.fields = fields
  }

  func rendered(_ format: ListFormat) -> String {
    guard format == .table else {
      var listing = Listing("field", "value", "source")
      listing.rows = fields.map { [$0.name, $0.value, $0.source] }
      return listing.rendered(format)
    }
    var sheet = Sheet()
    var told: String?
    for field in fields {
      // One source for several fields in a row is told once.
      sheet.add(field.name, field.value ?? "-", note: field.source == told ? nil : field.source)
      told = field.source
    }
    return sheet.rendered()
  }
}
