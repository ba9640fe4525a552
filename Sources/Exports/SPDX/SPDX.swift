// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy
internal import Wire

extension ExportFormat {
  package static let spdx = ExportFormat(
    name: "spdx", mediaType: "application/spdx+json", fileExtension: ".spdx.json", write: SPDX.document)
}

/// SPDX 3.0.1 as JSON-LD (<https://spdx.github.io/spdx-spec/v3.0.1/>).
enum SPDX {
  static let terms = "https://spdx.org/rdf/3.0.1/terms"
  /// Of an address that the specification asks for and nobody has recorded, or that does not exist.
  static let noAssertion = "\(terms)/Core/NoAssertionElement"
  static let noElement = "\(terms)/Core/NoneElement"
  static let noAssertionLicense = "\(terms)/ExpandedLicensing/NoAssertionLicense"
  static let creation = "_:creation"

  static func document(_ catalogue: ExportedCatalogue) -> [UInt8] {
    // The names of all elements begin with the name of the document, which follows from its content.
    let unnamed = graph(catalogue, namespace: "")
    let namespace = "https://spdx.org/spdxdocs/toolgate-\(ContentName.uuid(of: unnamed))#"
    return graph(catalogue, namespace: namespace) + [UInt8(ascii: "\n")]
  }

  private static func graph(_ catalogue: ExportedCatalogue, namespace: String) -> [UInt8] {
    var graph = SPDXGraph(namespace: namespace)
    let generator = graph.add("generator", "SoftwareAgent") { $0.member("name", "Toolgate") }
    let roots = catalogue.models.map { graph.add($0, of: catalogue) }
    for model in catalogue.models { graph.annotate(model) }
    var profiles = ["core", "software", "simpleLicensing", "expandedLicensing"]
    if catalogue.models.contains(where: { !$0.isProgram }) { profiles.append("ai") }
    let elements = graph.names
    graph.add("document", "SpdxDocument") { json in
      json.member("name", "Models of a Toolgate catalogue")
      json.member("comment", "Made from the policy directory \(catalogue.policies.revision).")
      json.array("profileConformance", ofTexts: profiles)
      json.array("rootElement", ofTexts: roots)
      json.array("element", ofTexts: elements)
    }
    var json = JSONWriter(capacity: 1 << 16)
    json.object { json in
      json.member("@context", "https://spdx.org/rdf/3.0.1/spdx-context.jsonld")
      json.key("@graph")
      json.array { json in
        json.object { json in
          json.member("type", "CreationInfo")
          json.member("@id", creation)
          json.member("specVersion", "3.0.1")
          json.member("created", catalogue.instant.rfc3339(fraction: false))
          json.array("createdBy", ofTexts: [generator])
        }
        for element in graph.elements { json.raw(element) }
      }
    }
    return json.bytes
  }
}
