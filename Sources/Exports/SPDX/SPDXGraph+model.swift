// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy
internal import Wire

extension SPDXGraph {
  /// Adds a model with its licences, data and files, and the models that it was made from.
  ///
  /// - Returns: The IRI of its package.
  mutating func add(_ model: ExportedModel, of catalogue: ExportedCatalogue) -> String {
    let certificate = model.certificate
    let name = Self.name(of: certificate.id)
    // A model that is base of another has been added with it.
    if contains(name) { return namespaced(name) }
    let supplier = add("supplier/\(model.owner ?? "")", "Organization") {
      $0.member("name", model.owner ?? "not recorded")
    }
    let package = add(name, model.isProgram ? "software_Package" : "ai_AIPackage") { json in
      json.package(model, supplier: supplier, licenses: catalogue.policies.licenses)
    }
    license(package, declared: model.declared, concluded: model.concluded, book: catalogue.policies.licenses)
    addCertificate(of: model, package)
    addFiles(of: certificate, package)
    addData(of: certificate, package, book: catalogue.policies.licenses)
    addOrigins(of: certificate, package, catalogue: catalogue)
    addServices(of: model, package, policies: catalogue.policies)
    return package
  }

  static func name(of id: CertificateID) -> String { "model/\(id)" }

  private mutating func addCertificate(of model: ExportedModel, _ package: String) {
    let file = add("certificate/\(model.certificate.id)", "software_File") { json in
      json.member("name", "certificate of \(model.certificate.id)")
      json.verifiedUsing(model.certificate.digest)
      json.member("software_primaryPurpose", "evidence")
    }
    relate(package, "hasEvidence", to: [file])
  }

  private mutating func addFiles(of certificate: Certificate, _ package: String) {
    let files = certificate.files.enumerated().map { place, file in
      add("file/\(certificate.id)/\(place + 1)", "software_File") { json in
        json.member("name", file.path)
        json.verifiedUsing(file.digest)
      }
    }
    if !files.isEmpty { relate(package, "contains", to: files) }
  }

  private mutating func addOrigins(
    of certificate: Certificate, _ package: String, catalogue: ExportedCatalogue
  ) {
    if let base = certificate.baseModel {
      relate(package, "descendantOf", to: [origin(base, catalogue)])
    }
    let teachers = certificate.distilledFrom.map { origin($0, catalogue) }
    if !teachers.isEmpty {
      relate(package, "other", to: teachers, comment: "Answers of these models were training data.")
    }
  }

  private mutating func origin(_ id: CertificateID, _ catalogue: ExportedCatalogue) -> String {
    if let model = catalogue.model(id) { return add(model, of: catalogue) }
    return add(Self.name(of: id), "software_Package") { json in
      json.member("name", id.text)
      json.member("software_primaryPurpose", "model")
      json.member("comment", "No certificate: nothing is known of its terms.")
    }
  }

  private mutating func addServices(of model: ExportedModel, _ package: String, policies: Policies) {
    let services = model.contracts.compactMap { policies.providers[$0] }.map { terms in
      add("service/\(terms.id)", "Organization") { json in
        json.member("name", "\(terms.provider), \(terms.product)")
        json.array("externalRef", of: [WebAddress(terms.terms?.url)].compactMap(\.self)) { json, address in
          json.externalReference("license", address, comment: terms.termsName ?? "terms")
        }
      }
    }
    if !services.isEmpty { relate(package, "availableFrom", to: services) }
  }

  /// Our judgement, under the same names as in the other formats.
  mutating func annotate(_ model: ExportedModel) {
    let subject = namespaced(Self.name(of: model.certificate.id))
    var statement = JSONWriter()
    statement.array { json in
      for property in ModelProperties(model).all {
        json.object { json in
          json.member("name", property.name)
          json.member("value", property.value)
        }
      }
    }
    add("judgement/\(model.certificate.id)", "Annotation") { json in
      json.member("annotationType", "review")
      json.member("contentType", "application/json")
      json.member("subject", subject)
      json.member("statement", String(decoding: statement.bytes, as: UTF8.self))
    }
  }
}

extension JSONWriter {
  fileprivate mutating func package(_ model: ExportedModel, supplier: String, licenses: LicenseBook) {
    let certificate = model.certificate
    member("name", certificate.name)
    // The AI profile asks for exactly one `releaseTime` (SPDX 3.0.1, AIPackage), so some day has to stand there.
    if certificate.releasedOn == nil {
      member(
        "comment",
        "The day of the release is not recorded. `releaseTime` is the day of our assessment, and the release was before."
      )
    }
    array("externalRef", of: Reference.of(model, licenses: licenses)) { json, reference in
      json.externalReference(reference.kind.spdxWord, reference.address, comment: reference.comment)
    }
    member("suppliedBy", supplier)
    member("releaseTime", (certificate.releasedOn ?? certificate.assessedOn).start.rfc3339(fraction: false))
    member("software_primaryPurpose", model.isProgram ? "application" : "model")
    member("software_packageVersion", certificate.revision.description)
    member("software_packageUrl", ifKnown: model.hub?.packageURL)
    member("software_downloadLocation", Self.downloadLocation(model))
    guard !model.isProgram else { return }
    member("ai_informationAboutTraining", ifKnown: certificate.data.description)
    member("ai_limitation", ifKnown: certificate.notes)
    array("ai_domain", ofTexts: certificate.tasks)
    if certificate.data.processing.value == true, let evidence = certificate.data.processing.evidence {
      array("ai_modelDataPreprocessing", ofTexts: ["described at \(evidence.url)"])
    }
    member("ai_useSensitivePersonalInformation", "noAssertion")
    if model.isCertified, model.assessment.verdict == .meets {
      array("ai_standardCompliance", ofTexts: ["OSAID-1.0"])
    }
  }

  private static func downloadLocation(_ model: ExportedModel) -> String {
    if case .closed = model.certificate.weights { return SPDX.noElement }
    return model.hub?.address ?? SPDX.noAssertion
  }

  fileprivate mutating func externalReference(_ type: String, _ address: WebAddress, comment: String) {
    object { json in
      json.member("type", "ExternalRef")
      json.member("externalRefType", type)
      json.array("locator", ofTexts: [address.text])
      json.member("comment", comment)
    }
  }

  fileprivate mutating func verifiedUsing(_ digest: ContentDigest) {
    array("verifiedUsing", of: [digest]) { json, digest in
      json.object { json in
        json.member("type", "Hash")
        json.member("algorithm", "sha256")
        json.member("hashValue", digest.digits)
      }
    }
  }
}

extension Reference.Kind {
  fileprivate var spdxWord: String {
    switch self {
    case .license: "license"
    case .evidence: "other"
    case .modelCard: "documentation"
    case .code: "vcs"
    }
  }
}
