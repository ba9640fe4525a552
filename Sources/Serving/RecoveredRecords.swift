// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Ledger
import Policy
import Provenance

/// Writes the provenance record of a call that a crash left without its end.
struct RecoveredRecords {
  /// Stands where a record names its rule: what had allowed the call was lost with the process.
  static let rule = "recovered-after-crash"

  let catalogue: ServedCatalogue
  let settings: Settings
  /// Since when these policies are in force; nil: others were when the process died, or nobody knows which.
  let inForceSince: Instant?

  init(_ inForce: InForce, ledger: Ledger) throws {
    (catalogue, settings) = (inForce.served, inForce.settings)
    let last = try ledger.read { try $0.governance(.policies).first }
    let revision = "\"\(inForce.policies.revision)\""
    let isSame = last.map { String(decoding: $0.entry, as: UTF8.self).contains(revision) } ?? false
    inForceSince = isSame ? last?.at : nil
  }

  func record(of call: RecoveredCall) -> [UInt8] {
    let isKnown = inForceSince.map { $0 <= call.intent.at } ?? false
    let served = catalogue[call.intent.model].flatMap { isKnown && $0.backend == call.intent.backend ? $0 : nil }
    // What `toolgate.yaml` alone says may have been changed before this start, and nothing tells whether it was.
    let model = served.map { served in
      var facts = ModelProvenance(served, kind: kind(of: served))
      facts.region = nil
      return RecordedModel(facts)
    }
    return ProvenanceRecord(
      requestID: call.intent.requestID, at: call.intent.at, project: call.project, operation: call.intent.operation,
      isStream: call.intent.isStream, outcome: .recovered, purpose: call.intent.purpose, targetWiki: nil,
      targetNamespace: nil, sources: [],
      requestedModel: call.intent.model, resolvedModel: nil, returnedModel: nil, model: model,
      policyRevision: isKnown ? catalogue.policyRevision : nil,
      rule: Self.rule, exception: nil, facts: [], reminders: nil, input: nil, output: nil,
      tokens: call.tokens, usageSource: .recovered
    ).canonical()
  }

  private func kind(of served: ServedModel) -> String {
    switch served.route {
    case .embedded: EmbeddedModel.backend.kind
    case .backend(let index): settings.backends[index].kind
    }
  }
}
