// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Policy
import Testing

/// Every certificate that the project ships against `Fixtures/verdicts.csv`, which people have checked.
@Suite struct `Shipped verdicts` {
  /// One line of the table.
  struct Row: Hashable, Sendable, CustomStringConvertible {
    var id, verdict, tier: String
    /// The tier where free content does not count as open for weights.
    var strictTier: String
    var dataTier: String
    /// The verdict that somebody expected from the published facts before anything was computed; `-`: none.
    var initial: String
    /// The models whose word pulls this one down.
    var taintedBy: [String]
    /// The codes of the reasons in their order, `*` and how often.
    var reasons: [String]

    var description: String {
      [
        id, verdict, tier, strictTier, dataTier, initial, taintedBy.joined(separator: " "),
        reasons.joined(separator: " "),
      ]
      .joined(separator: ",")
    }

    init(_ model: AssessedModel, strict: AssessedModel?, initial: String) {
      let assessment = model.assessment
      id = model.certificate.id.text
      verdict = assessment.verdict.rawValue
      tier = assessment.tier?.rawValue ?? "none"
      strictTier = strict?.assessment.tier?.rawValue ?? "none"
      dataTier = model.certificate.data.tier?.rawValue ?? "none"
      self.initial = initial
      let tainted = assessment.reasons.filter { ["base_model", "distilled_from"].contains($0.field) }
      taintedBy = model.certificate.origins.map(\.text).filter { id in
        tainted.contains { $0.message.contains(" \(id) ") }
      }
      var counts: [(code: String, count: Int)] = []
      for reason in assessment.reasons {
        if let index = counts.firstIndex(where: { $0.code == reason.code.rawValue }) {
          counts[index].count += 1
        } else {
          counts.append((reason.code.rawValue, 1))
        }
      }
      reasons = counts.map { $0.count == 1 ? $0.code : "\($0.code)*\($0.count)" }
    }

    init?(_ line: Substring) {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 8 else { return nil }
      (id, verdict, tier, strictTier) = (cells[0], cells[1], cells[2], cells[3])
      (dataTier, initial) = (cells[4], cells[5])
      taintedBy = cells[6].split(separator: " ").map(String.init)
      reasons = cells[7].split(separator: " ").map(String.init)
    }
  }

  static let rows: [Row] = {
    let url = Bundle.module.url(forResource: "verdicts", withExtension: "csv", subdirectory: "Fixtures")!
    let text = try! String(contentsOf: url, encoding: .utf8)
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst().map { Row($0)! }
  }()

  static let shipped = PolicyDirectory.load(path: shippedPolicies).policies!
  static let strict = PolicyDirectory.load(
    path: shippedPolicies, switches: PolicySwitches(weightsFreeContent: false)
  ).policies!

  @Test func `are all in the table, once`() {
    #expect(Self.rows.map(\.id).sorted() == Self.shipped.catalogue.models.map(\.certificate.id.text))
    #expect(Self.rows.count >= 60)
  }

  @Test(arguments: rows)
  func `are what the table says`(row: Row) throws {
    let id = try #require(CertificateID(row.id))
    let model = try #require(Self.shipped.catalogue[id])
    let found = Row(model, strict: Self.strict.catalogue[id], initial: row.initial)
    #expect(found.description == row.description)
  }

  /// What holds a model below `meets` without a word against it.
  private static let openOnes: Set = [
    "data_place_missing", "revision_not_pinned", "weights_not_hashed", "no_quote", "signatures",
  ]

  /// The initial judgement said `meets` of what the OSI named as passing; only people can say that in a certificate.
  @Test func `differ from the initial judgement only where people must still pin, sign and quote`() throws {
    for row in Self.rows where row.initial != "-" && row.initial != row.verdict {
      #expect(row.initial == "meets" && row.verdict == "likely_meets", "\(row.id)")
      #expect(Set(row.reasons).isSubset(of: Self.openOnes), "\(row.id)")
    }
    #expect(Self.rows.count { $0.initial == "meets" } == 7)
  }

  @Test func `would be meets for those with every quote, every place, a pin and two signatures`() throws {
    for row in Self.rows where row.initial == "meets" {
      var certificate = try #require(Self.shipped.catalogue[Sample.id(row.id)]).certificate
      certificate.giveEvidence()
      let assessment = Assessment.of(certificate, book: Self.shipped.licenses, signatures: 2)
      #expect(assessment.verdict == .meets && assessment.reasons.isEmpty, "\(row.id)")
      // None of them has only open data, so the first tier stays empty.
      #expect(assessment.tier == .t2, "\(row.id)")
    }
  }

  /// 83 models were judged before anything was computed: T2 27, T3 37, T4 18, one without a licence. On top come the
  /// built-in model (T2), six models that others were made from (four T3, two T4), and one closed model (T5).
  @Test func `are as many in each tier as they were counted`() {
    func count(_ tier: (Row) -> String, _ rows: [Row]) -> [String: Int] {
      Dictionary(grouping: rows, by: tier).mapValues(\.count)
    }
    let judged = Self.rows.filter { $0.initial != "-" }
    #expect(judged.count == 83)
    #expect(count(\.tier, judged) == ["T2": 27, "T3": 37, "T4": 18, "none": 1])
    #expect(count(\.strictTier, judged) == ["T2": 27, "T3": 35, "T4": 20, "none": 1])
    let others = Self.rows.filter { $0.initial == "-" }
    #expect(
      Dictionary(uniqueKeysWithValues: others.map { ($0.id, $0.tier) }) == [
        "toolgate/extractive-1": "T2", "Qwen/Qwen2.5-Math-1.5B": "T3", "google/gemma-4-26B-A4B": "T3",
        "Qwen/Qwen3-0.6B": "T3", "Qwen/Qwen3-32B": "T3", "google/gemma-2-9b": "T4", "meta-llama/Llama-3.1-8B": "T4",
        "openai/gpt-4o-mini": "T5",
      ])
    #expect(
      Set(Self.rows.filter { $0.tier != $0.strictTier }.map(\.id)) == [
        "Helsinki-NLP/opus-mt-en-fr", "Helsinki-NLP/opus-mt-sv-fi",
      ])
  }
}

extension Certificate {
  /// As if somebody had quoted every answer and said where to get every source.
  mutating func giveEvidence() {
    revision = Sample.commit
    files = [Sample.file]
    explicitRelease.evidence = Sample.evidence
    hyperparameters.evidence = Sample.evidence
    for component in code.keys { code[component]?.present.evidence = Sample.evidence }
    data.stages.evidence = Sample.evidence
    data.processing.evidence = Sample.evidence
    data.labelling.evidence = Sample.evidence
    data.complete.evidence = Sample.evidence
    for index in data.inventory.indices {
      data.inventory[index].url = data.inventory[index].url ?? "https://example.org"
    }
  }
}
