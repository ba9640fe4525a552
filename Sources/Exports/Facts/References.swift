// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// A page that a certificate rests on.
struct Reference: Hashable {
  enum Kind: Hashable { case license, evidence, modelCard, code }

  let kind: Kind
  let address: WebAddress
  /// Of the text behind the address when it was read.
  let digest: ContentDigest?
  /// What it is there for; of an answer the field and the sentence that was quoted.
  var comment: String

  /// Everything with a public address, each kind and address once; what is not an address is left to the properties.
  static func of(_ model: ExportedModel, licenses: LicenseBook) -> [Reference] {
    let certificate = model.certificate
    var found: [Reference] = []
    func add(_ kind: Kind, _ address: String?, _ comment: String, digest: ContentDigest? = nil) {
      guard let address = WebAddress(address) else { return }
      guard let known = found.firstIndex(where: { $0.kind == kind && $0.address == address && $0.digest == digest })
      else {
        found.append(Reference(kind: kind, address: address, digest: digest, comment: comment))
        return
      }
      found[known].comment += "; \(comment)"
    }
    if let hub = model.hub { add(.modelCard, hub.card, "model card") }
    if case .released(_, let text?) = certificate.weights {
      add(.license, text.url, "licence of the weights", digest: text.digest)
    }
    for id in (model.concluded ?? model.declared)?.identifiers ?? [] {
      if let entry = licenses.entry(id), let text = entry.text {
        add(.license, text.url, entry.name, digest: text.digest)
      }
    }
    for terms in certificate.extraTerms { add(.license, terms.text.url, terms.name, digest: terms.text.digest) }
    for (field, evidence) in evidence(certificate) {
      let quote = evidence.quote.map { ": “\($0)”" } ?? ""
      let isCode = field.hasPrefix("code.") && WebAddress(evidence.url)?.isRepository == true
      add(isCode ? .code : .evidence, evidence.url, "\(field)\(quote)")
    }
    for (field, source) in certificate.sources.sorted(by: { $0.key < $1.key }) {
      add(.evidence, source, "source of \(field)")
    }
    return found
  }

  private static func evidence(_ certificate: Certificate) -> [(field: String, evidence: Evidence)] {
    let answers: [(String, Evidence?)] =
      [
        ("weights.explicit_release", certificate.explicitRelease.evidence),
        ("weights.intermediate_checkpoints", certificate.intermediateCheckpoints.evidence),
      ]
      + CodeComponent.allCases.map { ("code.\($0.rawValue)", certificate.code[$0]?.present.evidence) }
      + [
        ("code.hyperparameters", certificate.hyperparameters.evidence),
        ("data.stages", certificate.data.stages.evidence),
        ("data.processing", certificate.data.processing.evidence),
        ("data.labelling", certificate.data.labelling.evidence),
        ("data.complete", certificate.data.complete.evidence),
      ] + certificate.extraTerms.map { ("extra_terms.judgement", $0.judgement.evidence) }
    return answers.compactMap { field, evidence in evidence.map { (field, $0) } }
  }
}
