// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Wire

/// What the records say of a served model, written out once for all its calls.
package final class RecordedModel: Sendable {
  package let facts: ModelProvenance
  let written: Written

  package init(_ facts: ModelProvenance) {
    self.facts = facts
    written = Written(facts)
  }
}

extension RecordedModel {
  /// Canonical JSON: the values of the members of these names.
  struct Written: Sendable {
    let cert: [UInt8]
    let dst: [UInt8]
    let host: [UInt8]
    let licence: [UInt8]
    /// Members of `model`, between which the names that each call has of its own are sorted.
    let derivedFrom, quantization, revision, weights: [UInt8]

    /// For a model of which nothing is known any more.
    static let unknown = Written(nil)
  }
}

extension RecordedModel.Written {
  fileprivate init(_ model: ModelProvenance?) {
    cert = Self.object { json in
      json.member("data_tier", orNull: model?.dataTier?.rawValue)
      json.member("id", orNull: model?.certificate.text)
      json.member("sha256", orNull: model?.certificateDigest?.text)
      json.member("tier", orNull: model?.tier?.rawValue)
      json.member("verdict", orNull: model?.verdict.rawValue)
    }
    host = Self.object { json in
      json.member("backend", orNull: model?.backend.text)
      json.member("contract", orNull: model?.contract?.text)
      json.member("engine", orNull: model?.backendKind)
      json.member("kind", orNull: model?.host.kind)
      json.member("provider", orNull: model?.host.provider?.name)
      json.member("region", orNull: model?.region?.text)
      json.member("terms_sha256", orNull: model?.host.provider?.termsDigest?.text)
      json.member("trust", orNull: model?.trust.rawValue)
    }
    licence = Self.object { json in
      json.member("code", orNull: model?.codeLicense)
      json.member("data", orNull: model?.dataLicense)
      json.key("flags")
      json.array { json in
        for flag in model?.flags ?? [] { json.value(flag) }
      }
      json.member("output_terms", orNull: model?.outputTerms)
      json.member("weights", orNull: model?.weightsLicense)
    }
    dst = Self.text(model.map { Self.digitalSourceType(isTrained: $0.isTrained) })
    derivedFrom = Self.object { json in
      json.member("id", orNull: model?.base?.certificate.text)
      json.member("sha256", orNull: model?.base?.digest?.text)
    }
    quantization = Self.text(model?.quantization?.text)
    revision = Self.text(model?.revision)
    weights = Self.text(model?.weightsDigest)
  }

  /// Null when there is no text.
  private static func text(_ text: String?) -> [UInt8] {
    var json = JSONWriter(canonical: true)
    if let text { json.value(text) } else { json.null() }
    return json.bytes
  }

  private static func object(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var json = JSONWriter(canonical: true)
    json.object(members)
    return json.bytes
  }

  /// IPTC's word for what an algorithm made (<http://cv.iptc.org/newscodes/digitalsourcetype/>).
  private static func digitalSourceType(isTrained: Bool) -> String {
    "http://cv.iptc.org/newscodes/digitalsourcetype/\(isTrained ? "trainedAlgorithmicMedia" : "algorithmicMedia")"
  }
}
