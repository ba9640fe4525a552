// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
internal import Wire

/// What a provenance record says, for a page. A member that is not there, or has another form, is not known.
package struct RecordFacts: Sendable {
  package let id: RequestID
  /// The record as it stands in the log.
  package let bytes: [UInt8]
  let at: Instant
  let project: String?
  let operation: String?
  let outcome: String?
  let purpose: String?
  let targetWiki: String?
  let targetNamespace: Int64?
  let sources: [Source]
  let model: Model
  let certificate: CertificateWord
  let licence: Licence
  let host: Host
  let policy: Policy
  let output: String?
  let outputForm: String?
  let input: String?
  let inputForm: String?

  struct Source {
    let wiki: String
    let revision: Int64
  }

  struct Model {
    let requested, resolved, returned, revision, weights: String?
    let isMismatch: Bool
  }

  struct CertificateWord {
    let id, verdict, tier, dataTier: String?
    /// Of the certificate's file.
    let digest: ContentDigest?
  }

  struct Licence {
    let weights, code, data, outputTerms: String?
    let flags: [String]
  }

  struct Host {
    let kind, provider, engine: String?
  }

  struct Policy {
    let decision, rule, exception, revision: String?
    /// What the rule asked for and found, such as `tier=T2`.
    let facts: [String]
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
      revision: model?.string("rev"), weights: model?.string("weights"), isMismatch: model?.bool("mismatch") ?? false)
    let certificate = root["cert"]
    self.certificate = CertificateWord(
      id: certificate?.string("id"), verdict: certificate?.string("verdict"), tier: certificate?.string("tier"),
      dataTier: certificate?.string("data_tier"), digest: certificate?.string("sha256").flatMap { ContentDigest($0) })
    let licence = root["licence"]
    self.licence = Licence(
      weights: licence?.string("weights"), code: licence?.string("code"), data: licence?.string("data"),
      outputTerms: licence?.string("output_terms"), flags: licence?.items("flags").compactMap(\.text) ?? [])
    let host = root["host"]
    self.host = Host(kind: host?.string("kind"), provider: host?.string("provider"), engine: host?.string("engine"))
    let policy = root["policy"]
    self.policy = Policy(
      decision: policy?.string("decision"), rule: policy?.string("rule"), exception: policy?.string("exception"),
      revision: policy?.string("rev"), facts: policy?.items("facts").compactMap(\.text) ?? [])
    output = root.string("out")
    outputForm = root.string("out_form")
    input = root.string("in")
    inputForm = root.string("in_form")
  }

  package var certificateDigest: ContentDigest? { certificate.digest }
  package var certificateID: CertificateID? { certificate.id.flatMap { CertificateID($0) } }

  /// The exact time lets readers pair a record with an edit, so the page tells the hour only.
  var hour: Instant { Instant(seconds: at.seconds / 3_600 * 3_600) }
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
