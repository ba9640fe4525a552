// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Provenance
import Testing
import ToolgateTesting

@Suite struct ReadRecordTests {
  @Test func `what is written is read back`() throws {
    var random = SeededGenerator(seed: 92)
    for written in [Records.full, Records.bare] + (0..<200).map({ _ in Records.any(using: &random) }) {
      // Whoever reads a record has a calendar, and it ends.
      guard written.at.seconds >= 0 else { continue }
      let read = try #require(ReadRecord(written.canonical()))
      let model = written.model?.facts
      #expect(read.bytes == written.canonical())
      #expect(read.id == written.requestID && read.at.seconds == written.at.seconds)
      #expect(read.project == written.project.text && read.operation == written.operation.rawValue)
      #expect(read.outcome == written.outcome.rawValue && read.purpose == written.purpose?.rawValue)
      #expect(read.targetWiki == written.targetWiki?.text)
      #expect(read.targetNamespace == written.targetNamespace.map { Int64($0) })
      #expect(read.sources.map(\.wiki) == written.sources.map(\.wiki.text))
      #expect(read.sources.map(\.revision) == written.sources.map(\.revision))
      #expect(read.model.requested == written.requestedModel.text && read.model.resolved == written.resolvedModel)
      #expect(read.model.returned == written.returnedModel.name && read.model.isMismatch == written.isMismatch)
      #expect(read.model.revision == model?.revision && read.model.weights == model?.weightsDigest)
      #expect(read.certificateID == model?.certificate && read.certificate.digest == model?.certificateDigest)
      #expect(read.certificate.verdict == model?.verdict.rawValue && read.certificate.tier == model?.tier?.rawValue)
      #expect(read.certificate.dataTier == model?.dataTier?.rawValue)
      #expect(read.licence.weights == model?.weightsLicense && read.licence.code == model?.codeLicense)
      #expect(read.licence.data == model?.dataLicense && read.licence.outputTerms == model?.outputTerms)
      #expect(read.licence.flags == model?.flags ?? [])
      #expect(read.host.engine == model?.backendKind)
      #expect(read.policy.rule == written.rule && read.policy.exception == written.exception)
      #expect(read.policy.facts == written.facts && read.policy.revision == written.policyRevision?.text)
      #expect(read.input == written.input?.commitment.text && read.inputForm == written.input?.form.rawValue)
      #expect(read.output == written.output?.commitment.text && read.outputForm == written.output?.form.rawValue)
    }
    let full = try #require(ReadRecord(Records.full.canonical()))
    #expect(full.host.kind == "external" && full.host.provider == "Maker")
    #expect(full.host.terms == ContentDigest(sha256: [UInt8](repeating: 0x9A, count: 32)))
    #expect(full.policy.decision == "allow_by_exception")
  }
}
