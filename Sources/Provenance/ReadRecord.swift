// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
internal import Wire

/// A provenance record read back. A member that is not there, or has another form, is not known.
///
/// It may be of any version that was ever written, and of anybody's log.
package struct ReadRecord: Sendable {
  package let id: RequestID
  /// The record as it stands in the log.
  package let bytes: [UInt8]
  package let at: Instant
  package let project: String?
  package let operation: String?
  package let outcome: String?
  package let purpose: String?
  package let targetWiki: String?
  package let targetNamespace: Int64?
  package let sources: [Source]
  package let model: Model
  package let certificate: CertificateWord
  package let licence: Licence
  package let host: Host
  package let policy: Policy
  package let output: String?
  package let outputForm: String?
  package let input: String?
  package let inputForm: String?

  package struct Source: Sendable {
    package let wiki: String
    package let revision: Int64
  }

  package struct Model: Sendable {
    package let requested, resolved, returned, revision, weights: String?
    /// Records before the version 3 have none of these.
    package let quantization, baseID: String?
    /// Of the certificate of the base.
    package let baseDigest: ContentDigest?
    package let isMismatch: Bool
  }

  package struct CertificateWord: Sendable {
    package let id, verdict, tier, dataTier: String?
    /// Of the certificate's file.
    package let digest: ContentDigest?
  }

  package struct Licence: Sendable {
    package let weights, code, data, outputTerms: String?
    package let flags: [String]
  }

  package struct Host: Sendable {
    package let kind, provider, region, engine: String?
    /// Of the terms of the service.
    package let terms: ContentDigest?
  }

  package struct Policy: Sendable {
    package let decision, rule, exception, revision: String?
    /// What the rule asked for and found, such as `tier=T2`.
    package let facts: [String]
    /// The ids of what had to be heeded. Records before the version 3 have none.
    package let reminders: [String]
  }

  /// Nil for what is not a record of a call.
  package init?(_ bytes: [UInt8]) {
    var tape = JSONTape()
    guard (try? tape.scan(bytes.span, maximumDepth: 32)) != nil, tape.kind(tape.root) == .object else { return nil }
    let root = RecordNode(bytes: bytes, tape: tape, node: tape.root)
    guard let id = root.string("id").flatMap({ RequestID($0) }), let seconds = root.integer("t"),
      (0...253_402_300_799).contains(seconds)
    else { return nil }
    (self.id, self.bytes) = (id, bytes)
    at = Instant(seconds: seconds)
    project = root.string("project")
    operation = root.string("op")
    outcome = root.string("outcome")
    purpose = root.string("purpose")
    targetWiki = root.string("target_wiki")
    targetNamespace = root.integer("target_ns")
    sources = root.items("sources").compactMap { item in
      guard let wiki = item.string("wiki"), let revision = item.integer("revid") else { return nil }
      return Source(wiki: wiki, revision: revision)
    }
    let model = root["model"]
    self.model = Model(
      requested: model?.string("requested"), resolved: model?.string("resolved"), returned: model?.string("returned"),
      revision: model?.string("rev"), weights: model?.string("weights"), quantization: model?.string("quant"),
      baseID: model?["derived_from"]?.string("id"), baseDigest: model?["derived_from"]?.digest("sha256"),
      isMismatch: model?.bool("mismatch") ?? false)
    let certificate = root["cert"]
    self.certificate = CertificateWord(
      id: certificate?.string("id"), verdict: certificate?.string("verdict"), tier: certificate?.string("tier"),
      dataTier: certificate?.string("data_tier"), digest: certificate?.digest("sha256"))
    let licence = root["licence"]
    self.licence = Licence(
      weights: licence?.string("weights"), code: licence?.string("code"), data: licence?.string("data"),
      outputTerms: licence?.string("output_terms"), flags: licence?.items("flags").compactMap(\.text) ?? [])
    let host = root["host"]
    self.host = Host(
      kind: host?.string("kind"), provider: host?.string("provider"), region: host?.string("region"),
      engine: host?.string("engine"), terms: host?.digest("terms_sha256"))
    let policy = root["policy"]
    self.policy = Policy(
      decision: policy?.string("decision"), rule: policy?.string("rule"), exception: policy?.string("exception"),
      revision: policy?.string("rev"), facts: policy?.items("facts").compactMap(\.text) ?? [],
      reminders: policy?.items("reminders").compactMap(\.text) ?? [])
    output = root.string("out")
    outputForm = root.string("out_form")
    input = root.string("in")
    inputForm = root.string("in_form")
  }

  package var certificateID: CertificateID? { certificate.id.flatMap { CertificateID($0) } }
}

private struct RecordNode {
  let bytes: [UInt8]
  let tape: JSONTape
  let node: JSONTape.Node

  subscript(_ name: StaticString) -> RecordNode? {
    guard tape.kind(node) == .object else { return nil }
    return tape.member(name, of: node, in: bytes.span).map { RecordNode(bytes: bytes, tape: tape, node: $0) }
  }

  var text: String? { tape.string(node, in: bytes.span) }
  func string(_ name: StaticString) -> String? { self[name]?.text }
  func digest(_ name: StaticString) -> ContentDigest? { string(name).flatMap { ContentDigest($0) } }
  func integer(_ name: StaticString) -> Int64? { self[name].flatMap { tape.integer($0.node, in: bytes.span) } }

  func bool(_ name: StaticString) -> Bool? {
    switch self[name].map({ tape.kind($0.node) }) {
    case .true?: true
    case .false?: false
    default: nil
    }
  }

  func items(_ name: StaticString) -> [RecordNode] {
    guard let list = self[name], tape.kind(list.node) == .array else { return [] }
    return tape.elements(list.node).map { RecordNode(bytes: bytes, tape: tape, node: $0) }
  }
}
