// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import StrictYAML

/// A record of the Model Openness Tool (<https://github.com/lfai/model_openness_tool>, folder `models`).
///
/// The records are made by anybody and uneven: what they say becomes leads for the questions, never an answer.
package struct MOTRecord: Sendable {
  package let draft: ModelDraft

  package init(_ bytes: [UInt8], file: String) throws(ImportProblem) {
    let root = try ForeignText.map(bytes, file: file)
    guard let release = root["release"], !release.members.isEmpty else {
      throw ImportProblem(
        file: file, place: "1:1", "no record of the Model Openness Tool: the map `release` is missing")
    }
    draft = ModelDraft(mot: release, file: file)
  }
}

extension ModelDraft {
  fileprivate init(mot release: YAMLNode, file: String) {
    self.init()
    func text(_ key: String) -> Sourced<String>? {
      release[key]?.text.flatMap { $0.isEmpty ? nil : Sourced($0, Origin(file: file, key: "release.\(key)")) }
    }
    name = text("name")
    id = text("huggingface").flatMap { address in HubAddress.id(address.value).map { Sourced($0, address.origin) } }
    architecture = text("architecture")
    releasedOn = text("date")
    if let origin = text("origin"), origin.value != name?.value {
      baseModels = [Sourced(BaseModel(name: origin.value), origin.origin)]
    }
    for key in ["repository", "github"] {
      guard let repository = text(key) else { continue }
      for field in [CertificateField.training, .inference] {
        leads.append(
          Lead(field: field, text: "repository \(short(repository.value, limit: 200))", origin: repository.origin))
      }
    }
    if let version = text("version") {
      leads.append(Lead(field: .revision, text: "version `\(short(version.value))`", origin: version.origin))
    }
    readLicenses(release, file: file)
    readComponents(release, file: file)
  }

  private mutating func readLicenses(_ release: YAMLNode, file: String) {
    let kinds: [(String, CertificateField)] = [
      ("distribution", .terms), ("code", .training), ("data", .inventory), ("document", .informationLicense),
    ]
    for (kind, field) in kinds {
      guard let license = release["license"]?[kind] else { continue }
      let origin = Origin(file: file, key: "release.license.\(kind)")
      let claim = LicenseClaim(name: license["name"]?.text, link: license["path"]?.text)
      guard claim != LicenseClaim() else { continue }
      if kind == "distribution" { licenses.append(Sourced(claim, origin)) }
      leads.append(Lead(field: field, text: "the record gives \(claim.summary) for \(kind)", origin: origin))
    }
  }

  private mutating func readComponents(_ release: YAMLNode, file: String) {
    for (index, component) in (release["components"]?.elements ?? []).prefix(100).enumerated() {
      guard let name = component["name"]?.text, let field = MOTComponent.fields[name.lowercased()] else { continue }
      let origin = Origin(file: file, key: "release.components[\(index)]")
      // Records up to framework version 1.0 of 2024 carry the licence in two keys of the component itself.
      let license = component["license"]?["name"]?.text ?? component["license"]?.text ?? component["license_name"]?.text
      let isAbsent = license?.lowercased() == "component not included"
      let isOpen = license.map { !["unlicensed", "license not specified"].contains($0.lowercased()) } ?? false
      let said =
        isAbsent
        ? "not included"
        : isOpen ? "present under `\(short(license ?? "", limit: 60))`" : "present, no licence of its own is given"
      leads.append(Lead(field: field, text: "the record says of `\(short(name, limit: 60))`: \(said)", origin: origin))
      if field == .terms, isOpen, !isAbsent, let license {
        licenses.append(
          Sourced(
            LicenseClaim(name: license, link: component["license_path"]?.text ?? component["license"]?["path"]?.text),
            origin))
      }
    }
  }
}

enum MOTComponent {
  /// Names of the Model Openness Framework 1.0, in lower-case letters, and the field each is about.
  static let fields: [String: CertificateField] = [
    "model architecture": .architecture, "data preprocessing code": .preprocessing,
    "training code": .training, "inference code": .inference,
    "supporting libraries and tools": .support, "model parameters (final)": .terms,
    "model parameters (intermediate)": .checkpoints, "datasets": .inventory,
    "data card": .informationLicense, "research paper": .processing,
    "technical report": .processing, "model metadata": .hyperparameters,
  ]
}
