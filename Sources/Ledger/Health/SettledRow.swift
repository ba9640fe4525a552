// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import GRDB

/// A settlement beside its intent, price and record, as `Ledger.verify` reads it.
struct SettledRow {
  let intent: Intent
  let project: String
  let outcome: String
  let usageSource: String
  let needsReview: Bool
  let costPico: Int64
  let currency: String
  /// As written, which may be what the program itself would never write.
  let tokens: [Int64]
  let price: Price?
  let record: [UInt8]?

  /// Nil when the intent is missing.
  ///
  /// - Parameter contextTiers: of every price that has some.
  init?(_ row: Row, contextTiers: [PriceID: [Price.ContextTier]]) throws {
    guard row["request_id"] != nil else { return nil }
    intent = try Intent(row)
    project = row["project"] ?? ""
    outcome = row["outcome"]
    usageSource = row["usage_source"]
    needsReview = row["needs_review"]
    costPico = row["cost_pico"]
    currency = row["s_currency"]
    tokens = TokenCounts.Bucket.allCases.map { row[$0.name] }
    record = (row["record"] as Data?).map(Array.init)
    if let id = (row["p_id"] as String?).flatMap(PriceID.init),
      let currency = (row["p_currency"] as String?).flatMap({ Currency($0) })
    {
      price = Price(
        id: id, currency: currency, rates: Price.Rates(row) { "p_\($0)" }, contextTiers: contextTiers[id] ?? [])
    } else {
      price = nil
    }
  }

  var usageKey: UsageKey {
    UsageKey(
      day: CivilDay(containing: intent.at).description, project: intent.project.row, model: intent.model.text,
      backend: intent.backend.text, currency: currency, token: intent.token.row)
  }

  /// What contradicts itself in this row, one line each.
  var faults: [String] {
    var faults = recordFaults
    guard let outcome = Outcome(rawValue: outcome), UsageSource(rawValue: usageSource) != nil else {
      return faults + ["outcome \(outcome) or usage source \(usageSource) is not known"]
    }
    if currency != intent.hold.currency.code {
      faults.append("settled in \(currency), held in \(intent.hold.currency)")
    }
    if costPico < 0 || tokens.contains(where: { $0 < 0 }) { faults.append("a figure is negative") }
    if (outcome == .recovered) != (usageSource == UsageSource.recovered.rawValue) {
      faults.append("outcome \(outcome.rawValue) does not go with usage source \(usageSource)")
    }
    if (outcome == .recovered || usageSource == UsageSource.estimated.rawValue) && !needsReview {
      faults.append("\(outcome == .recovered ? "recovered" : "estimated") but not marked for review")
    }
    if let expected = expectedCost(outcome), expected != costPico {
      let paid = Money.decimal(Int128(costPico))
      faults.append("costs \(paid) \(currency), must cost \(Money.decimal(expected)) by its \(basis(outcome))")
    }
    return faults
  }

  private func expectedCost(_ outcome: Outcome) -> Int128? {
    switch outcome {
    case .failed: 0
    case .recovered: Int128(intent.hold.pico)
    case .complete, .partial, .cutOff:
      price.map { price in
        let rates = price.rates(input: Int64(clamping: sum(\.isInput)))
        return zip(TokenCounts.Bucket.allCases, tokens).reduce(0) { $0 + Int128($1.1) * Int128(rates[$1.0]) }
      }
    }
  }

  private func basis(_ outcome: Outcome) -> String {
    switch outcome {
    case .failed: "failure"
    case .recovered: "hold"
    case .complete, .partial, .cutOff: "tokens and price \(intent.price)"
    }
  }

  /// Read with another parser than the one of the program that wrote it, so that a fault of ours does not hide itself.
  private var recordFaults: [String] {
    guard let record else { return ["the provenance record is missing"] }
    guard let json = try? JSONSerialization.jsonObject(with: Data(record)) as? [String: Any] else {
      return ["the provenance record is not a JSON object"]
    }
    var faults: [String] = []
    func expect(_ found: Any?, _ member: String, _ expected: String) {
      if (found as? String) != expected { faults.append("the record's \(member) is not \(expected)") }
    }
    func expect(_ found: Any?, _ member: String, _ expected: Int128) {
      if (found as? NSNumber).map({ Int128($0.int64Value) }) != expected {
        faults.append("the record's \(member) is not \(expected)")
      }
    }
    expect(json["id"], "id", intent.requestID.ulid)
    expect(json["project"], "project", project)
    expect(json["outcome"], "outcome", outcome)
    let totals = json["tok"] as? [String: Any] ?? [:]
    expect(totals["in"], "tok.in", sum(\.isInput))
    expect(totals["out"], "tok.out", sum { !$0.isInput })
    expect(totals["src"], "tok.src", usageSource)
    // Single buckets are not in every version of the record.
    for (bucket, count) in zip(TokenCounts.Bucket.allCases, tokens) where totals[bucket.name] != nil {
      expect(totals[bucket.name], "tok.\(bucket.name)", Int128(count))
    }
    return faults
  }

  private func sum(_ isWanted: (TokenCounts.Bucket) -> Bool) -> Int128 {
    zip(TokenCounts.Bucket.allCases, tokens).reduce(0) { isWanted($1.0) ? $0 + Int128($1.1) : $0 }
  }
}
