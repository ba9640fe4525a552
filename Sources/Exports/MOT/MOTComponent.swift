// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Policy

/// A component of the Model Openness Framework 1.0 that is published, whole, by what the certificate says.
struct MOTComponent {
  let name: String
  let description: String
  /// Nil: present, and nobody has recorded a licence.
  let license: LicenseExpression?

  /// What the tool calls a component that is present without a licence that is known.
  static let unlicensed = "unlicensed"

  /// The tool knows present and absent only, so what is published in part, or not known to be, is left out. Cards,
  /// papers and evaluations are not asked about by a certificate.
  static func of(_ model: ExportedModel) -> [MOTComponent] {
    let certificate = model.certificate
    let code = codeNames.compactMap { component, name, description -> MOTComponent? in
      guard let answer = certificate.code[component], answer.present.value == .yes else { return nil }
      return MOTComponent(name: name, description: description, license: answer.license ?? certificate.codeLicense)
    }
    return code + weights(model) + data(certificate.data)
  }

  private static let codeNames: [(component: CodeComponent, name: String, description: String)] = [
    (.architecture, "Model architecture", "Code of the architecture"),
    (.preprocessing, "Data preprocessing code", "Code for preparing the data"),
    (.training, "Training code", "Code for training the model"),
    (.inference, "Inference code", "Code for running the model"),
    (.support, "Supporting libraries and tools", "Other code that training or running needs"),
  ]

  private static func weights(_ model: ExportedModel) -> [MOTComponent] {
    let certificate = model.certificate
    guard certificate.isReleased else { return [] }
    var found = [
      MOTComponent(
        name: "Model parameters (Final)", description: "Weights and other parameters", license: model.concluded)
    ]
    if certificate.intermediateCheckpoints.value == .yes {
      found.append(
        MOTComponent(
          name: "Model parameters (Intermediate)", description: "Checkpoints from training", license: model.concluded))
    }
    if certificate.hyperparameters.value == true {
      found.append(
        MOTComponent(name: "Model metadata", description: "Training settings", license: certificate.codeLicense))
    }
    return found
  }

  private static func data(_ data: DataInformation) -> [MOTComponent] {
    guard data.complete.value == true, !data.inventory.isEmpty, data.uncoveredStages.isEmpty else { return [] }
    var found: [MOTComponent] = []
    if data.inventory.allSatisfy({ ($0.kind == .open || $0.kind == .public) && WebAddress($0.url) != nil }) {
      let names = data.inventory.map(\.name).joined(separator: "; ")
      found.append(
        MOTComponent(name: "Datasets", description: "Training data: \(names)", license: license(of: data)))
    }
    if data.processing.value == true {
      found.append(
        MOTComponent(
          name: "Data card", description: "Description of the data and how they were processed",
          license: data.informationLicense))
    }
    return found
  }

  /// Of all sources at once, where they share one.
  private static func license(of data: DataInformation) -> LicenseExpression? {
    let licenses = Set(data.licensedSources.map(\.license))
    return data.license ?? (licenses.count == 1 ? licenses.first ?? nil : nil)
  }
}
