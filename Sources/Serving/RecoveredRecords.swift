// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Policy
import Provenance

/// Writes the provenance record of a call that a crash left without its end. What the call was decided by is read from the
/// log: policies and configuration may have been changed before this start.
struct RecoveredRecords {
  /// Stands where a record names its rule: what had allowed the call was lost with the process.
  static let rule = "recovered-after-crash"

  let catalogue: ServedCatalogue
  /// Since when these policies are in force; nil: others were when the process died, or nobody knows which.
  private let policiesSince: Instant?
  /// Since when each model is served as it is now; none of those of which the log's last word is another one.
  private let servedSince: [ModelID: Instant]

  init(_ inForce: InForce, told desk: Administration) throws {
    catalogue = inForce.served
    func since(_ act: GovernanceAct) throws -> Instant? {
      let last = try desk.governance(act.kind, of: act.subject).first
      return act.isTold(by: last) ? last?.at : nil
    }
    policiesSince = try since(.revision(inForce.policies))
    var servedSince: [ModelID: Instant] = [:]
    for model in catalogue.models { servedSince[model.id] = try since(.served(model)) }
    self.servedSince = servedSince
  }

  func record(of call: RecoveredCall) -> [UInt8] {
    func held(_ since: Instant?) -> Bool { since.map { $0 <= call.intent.at } ?? false }
    let arePoliciesKnown = held(policiesSince)
    let isServingKnown = arePoliciesKnown && held(servedSince[call.intent.model])
    let served = isServingKnown ? catalogue[call.intent.model] : nil
    return ProvenanceRecord(
      requestID: call.intent.requestID, at: call.intent.at, project: call.project, operation: call.intent.operation,
      isStream: call.intent.isStream, outcome: .recovered, purpose: call.intent.purpose, targetWiki: nil,
      targetNamespace: nil, sources: [],
      requestedModel: call.intent.model, resolvedModel: served?.upstream, returnedModel: .unnamed,
      model: served.map { RecordedModel(ModelProvenance($0)) },
      policyRevision: arePoliciesKnown ? catalogue.policyRevision : nil,
      rule: Self.rule, exception: nil, facts: [], reminders: nil, input: nil, output: nil,
      tokens: call.tokens, usageSource: .recovered
    ).canonical()
  }
}
