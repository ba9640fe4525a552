// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy
internal import Wire

extension JSONWriter {
  /// A model of the catalogue, followed by the data that it was trained on.
  mutating func component(_ model: ExportedModel, in catalogue: ExportedCatalogue) {
    let certificate = model.certificate
    object { json in
      json.identity(model)
      json.member("bom-ref", CycloneDX.reference(to: certificate.id))
      json.licenses(declared: model.declared, concluded: model.concluded)
      json.pedigree(of: model, in: catalogue)
      json.references(of: model, licenses: catalogue.policies.licenses)
      json.array("components", of: Array(certificate.files.enumerated())) { json, file in
        json.file(file.element, reference: CycloneDX.reference(toFile: file.offset, of: certificate.id))
      }
      if !model.isProgram { json.modelCard(of: model) }
      json.properties(ModelProperties(model).all.map { ($0.name, $0.value) })
    }
    for (place, source) in certificate.data.licensedSources.enumerated() {
      data(source, reference: CycloneDX.reference(toData: place, of: certificate.id))
    }
  }

  private mutating func identity(_ model: ExportedModel) {
    member("type", model.isProgram ? "application" : "machine-learning-model")
    if let owner = model.owner {
      object("supplier") { $0.member("name", owner) }
      member("group", owner)
    }
    member("name", model.certificate.name)
    member("version", ifKnown: model.revision)
    member("purl", ifKnown: model.hub?.packageURL)
  }

  /// The chain of base models. Where one has no certificate, its name is all that is known.
  private mutating func pedigree(of model: ExportedModel, in catalogue: ExportedCatalogue, depth: Int = 0) {
    let teachers = model.certificate.distilledFrom
    guard let base = model.certificate.baseModel, depth < 16 else {
      guard !teachers.isEmpty else { return }
      return object("pedigree") { $0.notes(on: teachers) }
    }
    object("pedigree") { json in
      json.array("ancestors", of: [base]) { json, id in
        json.object { json in
          guard let ancestor = catalogue.model(id) else {
            json.member("type", "machine-learning-model")
            json.member("name", id.text)
            return json.properties([("wmcs:certificate:standing", "uncertified"), ("wmcs:osaid:verdict", "unknown")])
          }
          json.identity(ancestor)
          json.licenses(declared: ancestor.declared, concluded: ancestor.concluded)
          json.pedigree(of: ancestor, in: catalogue, depth: depth + 1)
          json.properties([
            ("wmcs:certificate:id", id.text), ("wmcs:osaid:verdict", ancestor.assessment.verdict.rawValue),
          ])
        }
      }
      if !teachers.isEmpty { json.notes(on: teachers) }
    }
  }

  private mutating func notes(on teachers: [CertificateID]) {
    member("notes", "Trained on answers of \(teachers.map(\.text).joined(separator: ", ")).")
  }

  private mutating func references(of model: ExportedModel, licenses: LicenseBook) {
    key("externalReferences")
    array { json in
      json.object { json in
        json.member("type", "certification-report")
        json.member("url", ContentName.address(of: model.certificate.digest))
        json.member("comment", "the certificate, by the SHA-256 of its file")
        json.hashes(model.certificate.digest)
      }
      if let hub = model.hub {
        json.object { json in
          json.member("type", "distribution")
          json.member("url", hub.address)
        }
      }
      for reference in Reference.of(model, licenses: licenses) {
        json.object { json in
          json.member("type", reference.kind.word)
          json.member("url", reference.address.text)
          json.member("comment", reference.comment)
          json.hashes(reference.digest)
        }
      }
    }
  }

  private mutating func file(_ file: Certificate.ModelFile, reference: String) {
    object { json in
      json.member("type", "file")
      json.member("bom-ref", reference)
      json.member("name", file.path)
      json.hashes(file.digest)
      json.properties([("wmcs:file:size", String(file.size))])
    }
  }

  private mutating func data(_ source: DataSource, reference: String) {
    let address = WebAddress(source.url)
    object { json in
      json.member("type", "data")
      json.member("bom-ref", reference)
      json.member("name", source.name)
      json.licenses(declared: source.license)
      json.array("externalReferences", of: [address].compactMap(\.self)) { json, address in
        json.object { json in
          json.member("type", source.kind == .open || source.kind == .public ? "distribution" : "documentation")
          json.member("url", address.text)
        }
      }
      json.array("data", of: [source]) { json, source in
        json.object { json in
          json.member("type", "dataset")
          json.member("name", source.name)
          if let address { json.object("contents") { $0.member("url", address.text) } }
        }
      }
      var properties = [
        ("wmcs:data:class", source.kind?.rawValue ?? "unknown"),
        ("wmcs:data:stage", source.stage?.rawValue ?? "unknown"),
        ("wmcs:data:license", source.license?.description ?? "unknown"), ("wmcs:data:size", source.size ?? "unknown"),
      ]
      if let place = source.url, address == nil { properties.append(("wmcs:data:place", place)) }
      json.properties(properties)
    }
  }
}

extension Reference.Kind {
  fileprivate var word: String {
    switch self {
    case .license: "license"
    case .evidence: "evidence"
    case .modelCard: "model-card"
    case .code: "vcs"
    }
  }
}
