// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Admission
import Domain
import Identity
import Policy
import Provenance
import Wire

/// Works out what a call is charged and writes its provenance record.
///
/// | what is known | tokens | `usage_source` |
/// |---|---|---|
/// | the backend reported, and the answer reached its end | as reported | `reported` |
/// | it reported running figures before the answer broke off | the last ones | `counted` |
/// | the backend failed before its first good byte | none, cost 0 | `counted` |
/// | nothing was reported | estimated from the bytes sent and received, at most what was held | `estimated`, for review |
enum CallSettlement {
  static func make(
    _ ending: Exchange.Ending, permitted: Permitted, price: Price, intent: Intent, answer: inout IncomingAnswer,
    firstByteAt: Instant?, mayBeBilled: Bool, at now: Instant
  ) -> Settlement {
    var (tokens, source, needsReview) = figures(ending, permitted, intent, answer)
    let cost: Money
    if let exact = price.cost(of: tokens) {
      cost = exact
    } else {
      // Figures that cannot be priced are a lie or a fault: what was held is charged, and a person looks.
      tokens = TokenCounts(input: intent.inputBound, output: intent.outputCap)
      (cost, source, needsReview) = (intent.hold, .estimated, true)
    }
    // Nothing is charged for a call that brought nothing, but whoever is paid by contract may see that otherwise.
    if ending.outcome == .failed, mayBeBilled, permitted.route.served.trust == .contracted { needsReview = true }
    let arrival = permitted.identified.arrival
    let route = permitted.route
    let record = ProvenanceRecord(
      requestID: intent.requestID, at: intent.at,
      project: permitted.identified.caller.project.name,
      operation: intent.operation, isStream: intent.isStream, outcome: ending.outcome, purpose: intent.purpose,
      targetWiki: arrival.targetWiki, targetNamespace: arrival.targetNamespace, sources: arrival.sources,
      requestedModel: permitted.asked,
      resolvedModel: route.served.upstream, returnedModel: returned(answer.returnedModel),
      model: route.provenance, policyRevision: permitted.policyRevision, rule: permitted.permit.ruling.rule,
      exception: permitted.permit.ruling.exception,
      facts: permitted.permit.ruling.factTexts, reminders: permitted.permit.ruling.reminderIDs,
      input: answer.inputCommitment, output: answer.outputCommitment(),
      tokens: tokens, usageSource: source)
    return Settlement(
      requestID: intent.requestID, at: now, outcome: ending.outcome, status: ending.error?.code.status ?? 200,
      errorCode: ending.error?.code.label, tokens: tokens, usageSource: source, rawUsage: answer.usage?.raw, cost: cost,
      needsReview: needsReview,
      firstByteMicros: firstByteAt.map { $0.microseconds - intent.at.microseconds },
      totalMicros: now.microseconds - intent.at.microseconds, bytesIn: Int64(permitted.bodyBytes),
      bytesOut: answer.bodyBytes, record: record.canonical(),
      salts: record.input == nil && record.output == nil ? nil : answer.salts)
  }

  private static func figures(
    _ ending: Exchange.Ending, _ permitted: Permitted, _ intent: Intent, _ answer: borrowing IncomingAnswer
  ) -> (TokenCounts, UsageSource, needsReview: Bool) {
    if ending.outcome == .failed { return (TokenCounts(), .counted, false) }
    if let usage = answer.usage, usage.tokens.total <= mostTokens {
      return (usage.tokens, answer.hasEnded ? .reported : .counted, usage.contradicts)
    }
    let input = min(TokenBound.estimate(bytes: Int64(permitted.bodyBytes)), intent.inputBound)
    let output = min(TokenBound.estimate(bytes: answer.contentBytes), intent.outputCap)
    return (TokenCounts(input: input, output: output), .estimated, true)
  }

  /// Figures beyond this are a fault of the backend, and the ledger refuses them.
  private static let mostTokens: Int64 = 1_000_000_000_000

  private static func returned(_ name: String?) -> ReturnedModel {
    guard let name, !name.isEmpty else { return .unnamed }
    return presentable(name).map { .named($0) } ?? .unpresentable
  }

  /// A model's name as a backend gave it goes into a record that others read: only if it is short visible ASCII, and of a
  /// path (llama.cpp gives its file's) only the last part, since folders can be named after people.
  private static func presentable(_ name: String) -> String? {
    let isPath = name.hasPrefix("/") || name.hasPrefix("~") || name.hasPrefix(".") || name.contains("\\")
    let shown = isPath ? String(name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "") : name
    let isShort = !shown.isEmpty && shown.utf8.count <= 200 && shown.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    return isShort ? shown : nil
  }
}
