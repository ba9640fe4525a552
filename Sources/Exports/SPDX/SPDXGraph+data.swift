// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy
internal import Wire

extension SPDXGraph {
  /// The data that a model was trained on, as far as somebody named them.
  mutating func addData(of certificate: Certificate, _ package: String, book: LicenseBook) {
    let sources = certificate.data.licensedSources.enumerated().map { place, source in
      let dataset = add("data/\(certificate.id)/\(place + 1)", "dataset_DatasetPackage") { $0.dataset(source) }
      let found = source.license.map { expression($0, book: book) } ?? SPDX.noAssertionLicense
      relate(dataset, "hasDeclaredLicense", to: [found])
      relate(dataset, "hasConcludedLicense", to: [SPDX.noAssertionLicense])
      return dataset
    }
    guard !sources.isEmpty else { return }
    let completeness =
      switch certificate.data.complete.value {
      // Whoever says so has missed a stage.
      case _ where !certificate.data.uncoveredStages.isEmpty: "incomplete"
      case true?: "complete"
      case false?: "incomplete"
      case nil: "noAssertion"
      }
    relate(package, "trainedOn", to: sources, completeness: completeness)
  }
}

extension JSONWriter {
  fileprivate mutating func dataset(_ source: DataSource) {
    let address = WebAddress(source.url)
    member("name", source.name)
    let facts = [
      "class: \(source.kind?.rawValue ?? "unknown")", "stage: \(source.stage?.rawValue ?? "unknown")",
      "size: \(source.size ?? "unknown")",
    ]
    member("comment", facts.joined(separator: "; "))
    member("software_primaryPurpose", "data")
    member("software_downloadLocation", address?.text ?? SPDX.noAssertion)
    array("dataset_datasetType", ofTexts: ["noAssertion"])
    // Obtainable may mean registration or clickthrough; the certificate does not say which.
    if address != nil, source.kind == .open || source.kind == .public {
      member("dataset_datasetAvailability", "directDownload")
    }
  }
}
