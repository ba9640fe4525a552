// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy

/// A certificate's fields under the names that its file gives them, each with where its fact comes from.
struct CertificateSheet {
  let fields: [(name: String, value: String?, source: String?)]

  init(_ certificate: Certificate) {
    var fields: [(name: String, value: String?, source: String?)] = []
    var used: Set<String> = []
    /// A source may stand for one field (`weights.license`) or for all that stand below it (`weights`).
    func add(_ name: String, _ value: String?) {
      let section = String(name.prefix { $0 != "." })
      let key = [name, section].first { certificate.sources[$0] != nil }
      if let key { used.insert(key) }
      fields.append((name, value, key.flatMap { certificate.sources[$0] }))
    }
    add("id", certificate.id.text)
    add("name", certificate.name)
    add("revision", certificate.revision.description)
    switch certificate.weights {
    case .none: add("weights", "none: a program without learned parameters")
    case .released(let license, _): add("weights.license", license.description)
    case .closed(let terms): add("weights.license", "\(terms), closed")
    }
    add("weights.digest", certificate.weights.digestText)
    add("code.license", certificate.codeLicense?.description)
    if let license = certificate.data.license { add("data.license", license.description) }
    if let description = certificate.data.description { add("data.description", description) }
    add("data.tier", certificate.data.tier.rawValue)
    add("openness.verdict", certificate.verdict.openness.rawValue)
    add("openness.confidence", certificate.verdict.confidence.rawValue)
    add("openness.why", certificate.verdict.why)
    add("output.terms", certificate.output.terms.rawValue)
    add("output.flags", certificate.output.flags.isEmpty ? nil : certificate.output.flags.joined(separator: " "))
    add("languages", certificate.languages.isEmpty ? nil : certificate.languages.joined(separator: " "))
    add("base_model", certificate.baseModel?.text)
    add("assessed_on", certificate.assessedOn.description)
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
