// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

/// What our certificate says and no format has a field for: names with the prefix `wmcs:`, the same in every format.
/// An unknown is written as `unknown`, never left out, so that nobody takes a gap for a yes.
struct ModelProperties {
  struct Property: Hashable {
    let name: String
    let value: String
  }

  private(set) var all: [Property] = []

  init(_ model: ExportedModel) {
    addCertificate(model)
    addAssessment(model.assessment)
    addAnswers(model.certificate, dataTier: model.assessment.dataTier)
    addFacts(model.certificate)
  }

  private mutating func add(_ name: String, _ value: String?) {
    all.append(Property(name: "wmcs:\(name)", value: value ?? "unknown"))
  }

  private mutating func add(_ name: String, each values: [String]) {
    for value in values { add(name, value) }
  }

  private mutating func addCertificate(_ model: ExportedModel) {
    let certificate = model.certificate
    add("certificate:id", certificate.id.text)
    add("certificate:sha256", certificate.digest.digits)
    add("certificate:assessed_on", certificate.assessedOn.description)
    add("certificate:expires", model.ends?.description ?? "never")
    switch model.standing {
    case .inForce(let signatures):
      add("certificate:standing", signatures == 0 ? "unsigned" : "in_force")
      add("certificate:signatures", String(signatures))
    case .notYet: add("certificate:standing", "not_yet")
    case .expired: add("certificate:standing", "expired")
    case .suspended(let reason):
      add("certificate:standing", "suspended")
      add("certificate:suspended_because", reason)
    case .revoked(let day, let reason):
      add("certificate:standing", "revoked")
      add("certificate:revoked_on", day.description)
      add("certificate:revoked_because", reason)
    }
    add("revision", certificate.revision.description)
  }

  private mutating func addAssessment(_ assessment: Assessment) {
    add("osaid:version", "1.0")
    add("osaid:verdict", assessment.verdict.rawValue)
    let freedoms = assessment.freedoms
    for (name, isFree) in [
      ("use", freedoms.use), ("study", freedoms.study), ("modify", freedoms.modify), ("share", freedoms.share),
    ] {
      add("osaid:freedom:\(name)", isFree ? "unrestricted" : "restricted_or_unknown")
    }
    add("tier", assessment.tier?.rawValue ?? "none")
    add("reason", each: assessment.reasons.map { "\($0.limit.rawValue) \($0.code) \($0.field): \($0.message)" })
    add("notice", each: assessment.notices.map { "\($0.code) \($0.field): \($0.message)" })
    add("flag", each: assessment.flags)
    guard let clauses = assessment.clauses else { return add("clauses", nil) }
    add("clause:non_compete", clauses.nonCompete.rawValue)
    add("clause:non_commercial", Self.word(clauses.isNonCommercial))
    add("clause:use_policy", clauses.usePolicy.rawValue)
    add("clause:output_terms", clauses.outputTerms.rawValue)
    add("clause:naming_duty", clauses.namingDuty.rawValue)
    add("clause:flow_down", clauses.flowDown.rawValue)
  }

  private mutating func addAnswers(_ certificate: Certificate, dataTier: DataTier?) {
    switch certificate.weights {
    case .none: add("weights", "none")
    case .released:
      add("weights", "open")
      add("weights:quantization", certificate.quantization?.text)
    case .closed: add("weights", "closed")
    }
    if certificate.isReleased {
      add("weights:explicit_release", Self.word(certificate.explicitRelease.value))
      add("weights:intermediate_checkpoints", certificate.intermediateCheckpoints.value?.rawValue)
    }
    add("code:license", certificate.licenseOfAllCode?.description)
    for component in CodeComponent.allCases {
      let answer = certificate.code[component]
      add("code:\(component.rawValue)", answer?.present.value?.rawValue)
      if let license = answer?.license { add("code:\(component.rawValue):license", license.description) }
    }
    add("code:hyperparameters", Self.word(certificate.hyperparameters.value))
    let data = certificate.data
    add("data_tier", dataTier?.rawValue)
    add("data:license", data.license?.description)
    add("data:information_license", data.informationLicense?.description)
    add("data:stages", data.stages.value?.map(\.rawValue).joined(separator: " "))
    add("data:processing", Self.word(data.processing.value))
    add("data:labelling", Self.word(data.labelling.value))
    add("data:complete", Self.word(data.complete.value))
    for terms in certificate.extraTerms {
      add("extra_terms", "\(terms.judgement.value?.rawValue ?? "unjudged"): \(terms.name)")
    }
  }

  private mutating func addFacts(_ certificate: Certificate) {
    // CycloneDX has no day of a release: `releaseNotes.timestamp` is that of the notes.
    add("released_on", certificate.releasedOn?.description)
    add("base_model", certificate.baseModel?.text ?? "none")
    add("distilled_from", each: certificate.distilledFrom.map(\.text))
    add("served_as", each: certificate.servedAs)
    add("task", each: certificate.tasks)
    add("language", each: certificate.languages)
    add("parameters_billions", certificate.parameters)
    if let family = certificate.family { add("family", family) }
    for (field, source) in certificate.sources.sorted(by: { $0.key < $1.key }) where WebAddress(source) == nil {
      add("source", "\(field): \(source)")
    }
  }

  static func word(_ answer: Bool?) -> String? { answer.map { $0 ? "yes" : "no" } }
}
