// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Provenance
import Testing
import ToolgateTesting

@Suite struct CanonicalFormTests {
  private let policies = String(repeating: "ff", count: 32)

  @Test func theGoldenRecordIsWrittenByteForByte() {
    let certificate = String(repeating: "56", count: 32)
    let terms = String(repeating: "9a", count: 32)
    let base = String(repeating: "43", count: 32)
    let golden =
      #"{"cert":{"data_tier":"D2","id":"org/small","sha256":"sha256:\#(certificate)","tier":"T2","verdict":"likely_meets"},"#
      + #""dst":"http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia","#
      + #""host":{"backend":"llama","contract":"contract-1","engine":"openai","kind":"external","#
      + #""provider":"Maker","region":"eu-central-1","terms_sha256":"sha256:\#(terms)","trust":"contracted"},"#
      + #""id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","in":"hmac-sha256:1222f24bad343e9d54324d8343a775c8101207feb371dfc44b8a13dfccc6fba9","in_form":"json","#
      + #""licence":{"code":"MIT","data":"CC-BY-SA-4.0","flags":["b_flag","a_flag"],"output_terms":"naming","weights":"Apache-2.0"},"#
      + #""model":{"derived_from":{"id":"org/base","sha256":"sha256:\#(base)"},"mismatch":false,"quant":"Q4_K_M","#
      + #""requested":"org/small","resolved":"small","returned":"/models/Small-Q4.gguf","#
      + #""rev":"0a1b2c","weights":"sha256:1234"},"op":"chat","out":"hmac-sha256:faed2b182a227326222fb8ff002429ea32a9ede297c69b1c61400e02c5103107","#
      + #""out_form":"text","outcome":"partial","#
      + #""policy":{"decision":"allow_by_exception","exception":"exception-7","facts":["exception=yes","tier=T4"],"reminders":["heed-1","heed-2"],"rev":"sha256:\#(policies)","rule":"t2-allowed"},"#
      + #""project":"wikisum","#
      + #""purpose":"translate","sources":[{"revid":1234567,"wiki":"enwiki"},{"revid":8,"wiki":"dewiki"}],"#
      + #""stream":true,"t":1795470101,"target_ns":0,"target_wiki":"bnwiki","tok":{"in":31,"input_audio":8,"input_cache_read":2,"#
      + #""input_cache_write":4,"input_image":16,"input_uncached":1,"out":224,"output_audio":128,"#
      + #""output_reasoning":64,"output_text":32,"src":"counted"},"type":"call","v":3}"#
    #expect(String(decoding: Records.full.canonical(), as: UTF8.self) == golden)
  }

  @Test func whatIsNotKnownIsNull() {
    let golden =
      #"{"cert":{"data_tier":null,"id":null,"sha256":null,"tier":null,"verdict":null},"dst":null,"#
      + #""host":{"backend":null,"contract":null,"engine":null,"kind":null,"provider":null,"region":null,"#
      + #""terms_sha256":null,"trust":null},"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","in":null,"in_form":null,"#
      + #""licence":{"code":null,"data":null,"flags":[],"output_terms":null,"weights":null},"#
      + #""model":{"derived_from":{"id":null,"sha256":null},"mismatch":false,"quant":null,"requested":"org/small","#
      + #""resolved":null,"returned":null,"#
      + #""rev":null,"weights":null},"#
      + #""op":"embeddings","out":null,"out_form":null,"outcome":"recovered","policy":{"decision":null,"exception":null,"facts":[],"reminders":null,"#
      + #""rev":"sha256:\#(policies)","rule":"t2-allowed"},"#
      + #""project":"wikisum","purpose":null,"sources":[],"stream":false,"t":1795470101,"target_ns":null,"target_wiki":null,"#
      + #""tok":{"in":0,"input_audio":0,"input_cache_read":0,"input_cache_write":0,"input_image":0,"#
      + #""input_uncached":0,"out":0,"output_audio":0,"output_reasoning":0,"output_text":0,"src":"recovered"},"type":"call","v":3}"#
    #expect(String(decoding: Records.bare.canonical(), as: UTF8.self) == golden)
  }

  @Test func theDocumentedMembersAndNothingElseAreInEveryRecord() throws {
    let members = """
      cert.data_tier cert.id cert.sha256 cert.tier cert.verdict dst host.backend host.contract host.engine host.kind \
      host.provider host.region host.terms_sha256 host.trust id in in_form licence.code licence.data licence.flags \
      licence.output_terms licence.weights model.derived_from.id model.derived_from.sha256 model.mismatch model.quant \
      model.requested model.resolved model.returned model.rev model.weights op out out_form outcome policy.decision policy.exception policy.facts policy.reminders policy.rev policy.rule project purpose sources stream t \
      target_ns target_wiki tok.in tok.input_audio tok.input_cache_read tok.input_cache_write tok.input_image \
      tok.input_uncached tok.out tok.output_audio tok.output_reasoning tok.output_text tok.src type v
      """.split(separator: " ").map(String.init)
    var random = SeededGenerator(seed: 91)
    for record in [Records.full, Records.bare] + (0..<200).map({ _ in Records.any(using: &random) }) {
      #expect(try SlowCanonical(record.canonical()).paths() == members)
    }
  }

  @Test func anyRecordIsTheCanonicalFormOfItsOwnValue() throws {
    var random = SeededGenerator(seed: 92)
    for _ in 0..<2_000 {
      let record = Records.any(using: &random)
      let bytes = record.canonical()
      #expect(try SlowCanonical(bytes).rendered() == bytes)
      #expect(record.canonical() == bytes, "it is the same each time")
    }
  }

  @Test func whatIsWrittenIsReadAsTheSameValues() throws {
    var random = SeededGenerator(seed: 93)
    for _ in 0..<300 {
      let record = Records.any(using: &random)
      let root = try SlowCanonical(record.canonical())
      #expect(root["id"] == .string(record.requestID.ulid))
      #expect(root["t"] == .number(record.at.seconds))
      #expect(root["stream"] == .bool(record.isStream))
      #expect(root["purpose"] == (record.purpose.map { .string($0.rawValue) } ?? .null))
      #expect(root["policy"]?["rule"] == .string(record.rule))
      #expect(
        root["policy"]?["reminders"] == (record.reminders.map { .array($0.map { .string($0) }) } ?? .null))
      #expect(root["model"]?["returned"] == (record.returnedModel.name.map { .string($0) } ?? .null))
      #expect(root["model"]?["mismatch"] == .bool(record.isMismatch))
      let facts = record.model?.facts
      #expect(root["model"]?["quant"] == (facts?.quantization.map { .string($0.text) } ?? .null))
      #expect(root["model"]?["derived_from"]?["id"] == (facts?.base.map { .string($0.certificate.text) } ?? .null))
      #expect(root["model"]?["derived_from"]?["sha256"] == (facts?.base?.digest.map { .string($0.text) } ?? .null))
      #expect(root["model"]?["rev"] == (facts?.revision.map { .string($0) } ?? .null))
      #expect(root["model"]?["weights"] == (facts?.weightsDigest.map { .string($0) } ?? .null))
      #expect(root["host"]?["region"] == (facts?.region.map { .string($0.text) } ?? .null))
      #expect(root["licence"]?["weights"] == (record.model?.facts.weightsLicense.map { .string($0) } ?? .null))
      #expect(root["licence"]?["flags"] == .array((record.model?.facts.flags ?? []).map { .string($0) }))
      #expect(root["tok"]?["in"] == .number(record.tokens.input))
      #expect(root["tok"]?["out"] == .number(record.tokens.output))
      for bucket in TokenCounts.Bucket.allCases {
        #expect(root["tok"]?[bucket.name] == .number(record.tokens[bucket]))
      }
    }
  }

  @Test func timeIsInWholeSecondsRoundedTowardsThePast() throws {
    var record = Records.full
    record.at = Instant(microseconds: 1_999_999)
    #expect(try SlowCanonical(record.canonical())["t"] == .number(1))
  }
}
