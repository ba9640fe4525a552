// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Policy
internal import Wire

extension JSONWriter {
  /// A service that calls may go to. Addresses of endpoints belong to an installation and do not stand in policies.
  mutating func service(_ terms: ProviderTerms) {
    object { json in
      json.member("bom-ref", CycloneDX.reference(to: terms.id))
      json.object("provider") { $0.member("name", terms.provider) }
      json.member("name", terms.product)
      json.member("authenticated", true)
      json.member("x-trust-boundary", terms.hostClass == .external)
      json.member("trustZone", terms.hostClass.rawValue)
      json.key("data")
      json.array { json in
        json.flow("inbound", name: "prompts", trained: terms.inputTraining.rawValue)
        json.flow("outbound", name: "answers", trained: terms.outputTraining.rawValue)
      }
      json.array("licenses", of: [terms.termsName].compactMap(\.self)) { json, name in
        json.object { json in
          json.object("license") { json in
            json.member("name", name)
            json.member("acknowledgement", "declared")
            json.member("url", ifKnown: WebAddress(terms.terms?.url)?.text)
          }
        }
      }
      json.references(to: terms)
      json.properties(Self.properties(terms))
    }
  }

  private mutating func flow(_ direction: String, name: String, trained: String) {
    object { json in
      json.member("flow", direction)
      json.member("classification", "use for training: \(trained)")
      json.member("name", name)
    }
  }

  private mutating func references(to terms: ProviderTerms) {
    let policy = WebAddress(terms.usePolicy?.url).map { ("license", $0, "use policy", terms.usePolicy?.digest) }
    let text = WebAddress(terms.terms?.url).map { ("license", $0, "terms", terms.terms?.digest) }
    let sources = terms.sources.compactMap { WebAddress($0) }.filter { $0 != text?.1 && $0 != policy?.1 }
      .map { ("evidence", $0, "source", ContentDigest?.none) }
    array("externalReferences", of: [text, policy].compactMap(\.self) + sources) { json, reference in
      json.object { json in
        json.member("type", reference.0)
        json.member("url", reference.1.text)
        json.member("comment", reference.2)
        json.hashes(reference.3)
      }
    }
  }

  private static func properties(_ terms: ProviderTerms) -> [(name: String, value: String)] {
    let word = ModelProperties.word
    return [
      ("contract", terms.id.text), ("terms:date", terms.termsDate?.description),
      ("output_ownership", terms.outputOwnership.rawValue), ("output_training", terms.outputTraining.rawValue),
      ("input_training", terms.inputTraining.rawValue), ("retention_days", terms.retentionDays.map { String($0) }),
      ("zero_retention_option", word(terms.zeroRetentionOption)),
      ("minimum_age", terms.minimumAge.map { String($0) }),
      ("training_data_disclosed", terms.trainingDataDisclosed.rawValue), ("confidence", terms.confidence.rawValue),
      ("assessed_on", terms.assessedOn.description), ("standing", terms.suspension == nil ? "in_force" : "suspended"),
    ].map { ("wmcs:\($0.0)", $0.1 ?? "unknown") }
  }
}
