// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy
internal import Wire

extension ExportFormat {
  package static let cyclonedx = ExportFormat(
    name: "cyclonedx", mediaType: "application/vnd.cyclonedx+json; version=1.7", fileExtension: ".cdx.json",
    write: CycloneDX.document)
}

/// CycloneDX 1.7 as JSON (<https://cyclonedx.org/docs/1.7/json/>, ECMA-424).
enum CycloneDX {
  static func document(_ catalogue: ExportedCatalogue) -> [UInt8] {
    let unnamed = document(catalogue, serialNumber: nil)
    return document(catalogue, serialNumber: "urn:uuid:\(ContentName.uuid(of: unnamed))") + [UInt8(ascii: "\n")]
  }

  private static func document(_ catalogue: ExportedCatalogue, serialNumber: String?) -> [UInt8] {
    var json = JSONWriter(capacity: 1 << 16)
    json.object { json in
      json.member("$schema", "http://cyclonedx.org/schema/bom-1.7.schema.json")
      json.member("bomFormat", "CycloneDX")
      json.member("specVersion", "1.7")
      json.member("serialNumber", ifKnown: serialNumber)
      json.member("version", 1)
      json.object("metadata") { json in
        json.member("timestamp", catalogue.instant.rfc3339(fraction: false))
        json.object("tools") { json in
          json.array("components", of: ["Toolgate"]) { json, name in
            json.object { json in
              json.member("type", "application")
              json.member("name", name)
            }
          }
        }
        json.properties([("wmcs:policy_revision", catalogue.policies.revision.text)])
      }
      json.array("components", of: catalogue.models) { json, model in
        json.component(model, in: catalogue)
      }
      json.array("services", of: catalogue.providers) { $0.service($1) }
      json.array("dependencies", of: dependencies(catalogue)) { json, dependency in
        json.object { json in
          json.member("ref", dependency.reference)
          json.array("dependsOn", ofTexts: dependency.on)
        }
      }
    }
    return json.bytes
  }

  /// A model depends on its base, a service on the models that it answers with, as far as they stand in the document.
  private static func dependencies(_ catalogue: ExportedCatalogue) -> [(reference: String, on: [String])] {
    catalogue.models.map { model in
      let bases = [model.certificate.baseModel].compactMap(\.self).filter(catalogue.contains)
      return (reference(to: model.certificate.id), bases.map(reference))
    }
      + catalogue.providers.map { terms in
        let served = catalogue.models.filter { $0.contracts.contains(terms.id) }
        return (reference(to: terms.id), served.map { reference(to: $0.certificate.id) })
      }
  }

  static func reference(to id: CertificateID) -> String { "model/\(id)" }
  static func reference(to id: ContractID) -> String { "service/\(id)" }
  static func reference(toFile place: Int, of id: CertificateID) -> String { "file/\(id)/\(place + 1)" }
  static func reference(toData place: Int, of id: CertificateID) -> String { "data/\(id)/\(place + 1)" }
}

extension JSONWriter {
  mutating func properties(_ properties: [(name: String, value: String)]) {
    array("properties", of: properties) { json, property in
      json.object { json in
        json.member("name", property.name)
        json.member("value", property.value)
      }
    }
  }

  mutating func hashes(_ digest: ContentDigest?) {
    array("hashes", of: [digest].compactMap(\.self)) { json, digest in
      json.object { json in
        json.member("alg", "SHA-256")
        json.member("content", digest.digits)
      }
    }
  }

  /// An expression, also for a single licence: our list of ids may be newer than that of a reader's schema.
  mutating func licenses(declared: LicenseExpression?, concluded: LicenseExpression? = nil) {
    let choices = [("declared", declared), ("concluded", concluded)].compactMap { word, license in
      license.map { (word, $0) }
    }
    array("licenses", of: choices) { json, choice in
      json.object { json in
        json.member("expression", choice.1.description)
        json.member("acknowledgement", choice.0)
      }
    }
  }
}
