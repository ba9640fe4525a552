// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy

extension ExportFormat {
  package static let mot = ExportFormat(
    name: "mot", mediaType: "application/yaml", fileExtension: ".mot.yaml", write: MOT.stream)
}

/// Records of the Model Openness Tool (<https://github.com/lfai/model_openness_tool>): one YAML document for each model.
enum MOT {
  static func stream(_ catalogue: ExportedCatalogue) -> [UInt8] {
    let records = catalogue.models.map { record($0) }
    let isStream = records.count > 1
    return Array(records.map { (isStream ? "---\n" : "") + $0 }.joined().utf8)
  }

  /// The keys are those of the tool's own records. An empty text is what these write for an unknown.
  private static func record(_ model: ExportedModel) -> String {
    var yaml = YAMLText()
    for line in notes(model) { yaml.comment(line) }
    yaml.open("framework")
    yaml.add("name", "Model Openness Framework")
    yaml.add("version", "1.0")
    yaml.add("date", "2024-12-15")
    yaml.close()
    yaml.open("release")
    yaml.add("name", model.certificate.name)
    yaml.add("version", model.revision ?? "")
    yaml.add("date", model.certificate.releasedOn?.description ?? "")
    yaml.add("type", kind(model.certificate.tasks))
    yaml.add("architecture", "")
    yaml.add("origin", model.certificate.baseModel?.text ?? "")
    yaml.add("producer", model.owner ?? "")
    yaml.add("contact", "")
    yaml.add("repository", repository(model.certificate) ?? "")
    yaml.add("huggingface", model.hub?.address ?? "")
    addLicenses(of: model, to: &yaml)
    let components = MOTComponent.of(model)
    if components.isEmpty { yaml.addEmptyList("components") } else { yaml.open("components") }
    for component in components {
      yaml.item("name", component.name)
      yaml.add("description", component.description)
      yaml.add("license", component.license?.description ?? MOTComponent.unlicensed)
      yaml.close()
    }
    return yaml.text
  }

  private static func notes(_ model: ExportedModel) -> [String] {
    let assessment = model.assessment
    return [
      "From the certificate of \(model.certificate.id), \(model.certificate.digest).",
      "OSAID 1.0: \(assessment.verdict.rawValue); tier: \(assessment.tier?.rawValue ?? "none"); data tier: "
        + "\(assessment.dataTier?.rawValue ?? "unknown"); assessed on \(model.certificate.assessedOn).",
      "The certificate: \(model.standing.sentence).",
      "An empty text is not recorded. Components that are absent, incomplete or not known are left out.",
    ]
  }

  private static func kind(_ tasks: [String]) -> String {
    switch tasks {
    case []: ""
    case let tasks where tasks.contains("multimodal"): "multimodal"
    case ["code"]: "code"
    default: "language"
    }
  }

  private static func repository(_ certificate: Certificate) -> String? {
    let parts: [CodeComponent] = [.training, .inference, .architecture, .preprocessing, .support]
    return parts.lazy.compactMap { WebAddress(certificate.code[$0]?.present.evidence?.url) }.first(
      where: \.isRepository)?.text
  }

  /// What publishers say, by kind. Components carry their own, so that none inherits one that nobody gave it.
  private static func addLicenses(of model: ExportedModel, to yaml: inout YAMLText) {
    let certificate = model.certificate
    var text: String?
    if case .released(_, let watched) = certificate.weights { text = WebAddress(watched?.url)?.text }
    let licenses = [
      ("distribution", model.declared, text), ("code", certificate.licenseOfAllCode, nil),
      ("data", certificate.data.license, nil), ("document", certificate.data.informationLicense, nil),
    ].compactMap { kind, license, path in license.map { (kind, $0, path) } }
    guard !licenses.isEmpty else { return }
    yaml.open("license")
    for (kind, license, path) in licenses {
      yaml.open(kind)
      yaml.add("name", license.description)
      yaml.add("path", path ?? "")
      yaml.close()
    }
    yaml.close()
  }
}
