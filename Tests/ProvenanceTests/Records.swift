// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Provenance
import ToolgateTesting

/// Records to try things on.
enum Records {
  /// Everything that can be known is known.
  static let full = ProvenanceRecord(
    requestID: RequestID("01ARZ3NDEKTSV4RRFFQ69G5FAV")!, at: Instant(microseconds: 1_795_470_101_999_999),
    project: ProjectName("wikisum")!, operation: .chat, isStream: true, outcome: .partial, purpose: .translate,
    targetWiki: WikiName("bnwiki")!, targetNamespace: 0,
    sources: [SourceRevision("enwiki:Water@1234567")!, SourceRevision("dewiki:W@8")!],
    requestedModel: ModelID("org/small")!, resolvedModel: "small", returnedModel: .named("/models/Small-Q4.gguf"),
    model: RecordedModel(model), policyRevision: digest(0xFF), rule: "t2-allowed",
    exception: "exception-7", facts: ["exception=yes", "tier=T4"], reminders: ["heed-1", "heed-2"],
    input: TextCommitment(commitment("asked"), form: .json),
    output: TextCommitment(commitment("answered"), form: .text), tokens: tokens, usageSource: .counted)

  static let model = ModelProvenance(
    certificate: CertificateID("org/small")!, certificateDigest: digest(0x56), tier: .t2, isTrained: true,
    verdict: .likelyMeets, dataTier: .d2, revision: "0a1b2c",
    weightsDigest: "sha256:1234", quantization: Quantization("Q4_K_M")!,
    base: ModelProvenance.Base(certificate: CertificateID("org/base")!, digest: digest(0x43)),
    weightsLicense: "Apache-2.0", codeLicense: "MIT", dataLicense: "CC-BY-SA-4.0", outputTerms: "naming",
    flags: ["b_flag", "a_flag"], host: .external(provider: "Maker", termsDigest: digest(0x9A)),
    backend: BackendID("llama")!, backendKind: "openai", trust: .contracted, contract: ContractID("contract-1")!,
    region: HostRegion("eu-central-1")!)

  /// Of 32 times this byte.
  private static func digest(_ byte: UInt8) -> ContentDigest {
    ContentDigest(sha256: [UInt8](repeating: byte, count: 32))
  }

  private static func commitment(_ text: String) -> Commitment {
    .of(bytes: Array(text.utf8), salt: CommitmentSalt([UInt8](repeating: 7, count: 32))!)
  }

  static let tokens: TokenCounts = {
    var tokens = TokenCounts()
    for (place, bucket) in TokenCounts.Bucket.allCases.enumerated() { tokens[bucket] = Int64(1) << Int64(place) }
    return tokens
  }()

  /// Nothing is known that may be unknown, the model's provenance as a whole included.
  static let bare: ProvenanceRecord = {
    var record = full
    (record.purpose, record.targetWiki, record.targetNamespace, record.sources) = (nil, nil, nil, [])
    (record.exception, record.facts, record.reminders, record.input, record.output) = (nil, [], nil, nil, nil)
    (record.resolvedModel, record.returnedModel, record.model) = (nil, .unnamed, nil)
    (record.isStream, record.tokens) = (false, TokenCounts())
    (record.operation, record.outcome, record.usageSource) = (.embeddings, .recovered, .recovered)
    return record
  }()

  /// What no backend should send but one day some will.
  private static let texts = [
    "", "a", "Apache-2.0", "\"", "\\", "\n\r\t\u{8}\u{C}", "\u{0}\u{1F}", "\u{7F}", "é", "水", "🌊", "\u{FFFD}",
    "\u{2028}", "</script>", "a b", "e\u{301}",
  ]

  static func any(using random: inout SeededGenerator) -> ProvenanceRecord {
    func text(_ random: inout SeededGenerator) -> String {
      (0..<3).map { _ in texts.randomElement(using: &random)! }.joined()
    }
    func maybe(_ random: inout SeededGenerator) -> String? { Bool.random(using: &random) ? text(&random) : nil }
    var record = full
    record.requestID = RequestID(bits: UInt128.random(in: 0...UInt128.max, using: &random))
    record.at = Instant(microseconds: Int64.random(in: -1_000_000_000...4_000_000_000_000_000, using: &random))
    record.operation = Operation.allCases.randomElement(using: &random)!
    record.isStream = Bool.random(using: &random)
    record.outcome = Outcome.allCases.randomElement(using: &random)!
    record.purpose = Bool.random(using: &random) ? Purpose.allCases.randomElement(using: &random) : nil
    record.targetWiki = Bool.random(using: &random) ? WikiName("enwiki") : nil
    record.targetNamespace = [nil, 0, 14].randomElement(using: &random)!
    record.input = [nil, TextCommitment(commitment("a question"), form: .json)].randomElement(using: &random)!
    record.output = [nil, TextCommitment(commitment("a call"), form: .toolCalls)].randomElement(using: &random)!
    record.exception = [nil, "exception-1"].randomElement(using: &random)!
    record.sources = Array(record.sources.prefix(Int.random(in: 0...2, using: &random)))
    record.requestedModel = ModelID(#"a"b\c/d"#)!
    record.resolvedModel = maybe(&random)
    record.returnedModel = [.unnamed, .unpresentable, .named(text(&random))].randomElement(using: &random)!
    record.policyRevision = Bool.random(using: &random) ? digest(7) : nil
    record.rule = text(&random)
    record.facts = (0..<Int.random(in: 0...3, using: &random)).map { _ in text(&random) }
    record.reminders = [nil, [], [text(&random)]].randomElement(using: &random)!
    for bucket in TokenCounts.Bucket.allCases { record.tokens[bucket] = Int64.random(in: 0...1 << 48, using: &random) }
    record.usageSource = UsageSource.allCases.randomElement(using: &random)!
    if Bool.random(using: &random) {
      record.model = nil
    } else {
      var model = Self.model
      model.dataTier = Bool.random(using: &random) ? DataTier.allCases.randomElement(using: &random) : nil
      model.verdict = Openness.allCases.randomElement(using: &random)!
      model.revision = maybe(&random)
      model.weightsDigest = maybe(&random)
      model.weightsLicense = maybe(&random)
      model.codeLicense = maybe(&random)
      model.dataLicense = maybe(&random)
      model.flags = (0..<Int.random(in: 0...3, using: &random)).map { _ in text(&random) }
      model.contract = Bool.random(using: &random) ? ContractID("c") : nil
      model.quantization = Quantization([#"Q"\8"#, ""].randomElement(using: &random)!)
      model.base?.digest = Bool.random(using: &random) ? digest(9) : nil
      if Bool.random(using: &random) { model.base = nil }
      model.region = HostRegion(["r", ""].randomElement(using: &random)!)
      record.model = RecordedModel(model)
    }
    return record
  }
}
