// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Ledger
package import Policy
import Provenance

/// The calls of a period decided again by other policies, from their provenance records. Nothing is written.
package struct PolicyReplay: Sendable {
  /// One call that would be decided otherwise.
  package struct Call: Sendable {
    /// `req_` and its ULID.
    package let request: String
    package let kind: Kind
  }

  /// What calls have in common that are decided alike.
  package struct Kind: Hashable, Comparable, Sendable {
    package let project: String
    package let model: String
    package let purpose: String?
    package let targetWiki: String?
    /// The rule, and the exception where there was one, that allowed it.
    package let then: String
    package let now: String
    /// What the caller would be told; nil: it would still be allowed.
    package let refusal: String?

    /// In the order of the columns that reports show.
    package var cells: [String?] { [project, model, purpose, targetWiki, then, now, refusal] }

    package static func < (a: Kind, b: Kind) -> Bool {
      a.cells.lexicographicallyPrecedes(b.cells) { ($0 ?? "") < ($1 ?? "") }
    }
  }

  /// Of the period; those that a crash cut off are not among them, since no rule is known of them.
  package private(set) var count = 0
  package private(set) var calls: [Call] = []

  package var refused: Int { calls.count { $0.kind.refusal != nil } }
  package var otherRule: Int { calls.count - refused }

  /// The most frequent first.
  package var kinds: [(count: Int, kind: Kind)] {
    Dictionary(grouping: calls, by: \.kind).map { ($1.count, $0) }
      .sorted { a, b in a.count != b.count ? a.count > b.count : a.kind < b.kind }
  }

  package init(_ policies: Policies, settings: Settings, ledger: Ledger, period: Period) throws {
    let catalogue = ServedCatalogue.build(settings: settings, policies: policies).catalogue
    var rulings = RulingCache()
    try ledger.eachRecord(in: period) { bytes in
      guard let call = ReadRecord(bytes).flatMap({ LoggedCall($0) }), call.rule != RecoveredRecords.rule else { return }
      count += 1
      let ruling = call.ruling(in: catalogue, &rulings)
      let then = Self.name(call.rule, call.exception)
      let now = Self.name(ruling.rule, ruling.exception)
      guard !ruling.isAllowed || now != then else { return }
      calls.append(
        Call(
          request: "\(call.id)",
          kind: Kind(
            project: call.facts.project.text, model: call.model.text, purpose: call.facts.purpose?.rawValue,
            targetWiki: call.facts.targetWiki?.text, then: then, now: now,
            refusal: ruling.isAllowed ? nil : ruling.sentence)))
    }
  }

  private static func name(_ rule: String, _ exception: String?) -> String {
    exception.map { "\(rule) (\($0))" } ?? rule
  }
}

/// What a record says of a call that the rules may ask about.
private struct LoggedCall {
  let id: RequestID
  let day: CivilDay
  let model: ModelID
  let facts: CallFacts
  let rule: String
  let exception: String?

  /// Nil where something is not known that every rule may ask about.
  init?(_ record: ReadRecord) {
    guard let project = record.project.flatMap({ ProjectName($0) }),
      let model = record.model.requested.flatMap({ ModelID($0) }),
      let operation = record.operation.flatMap({ Operation(rawValue: $0) }), let rule = record.policy.rule
    else { return nil }
    id = record.id
    day = CivilDay(containing: record.at)
    self.model = model
    facts = CallFacts(
      project: project, operation: operation, purpose: record.purpose.flatMap { Purpose(rawValue: $0) },
      targetWiki: record.targetWiki.flatMap { WikiName($0) },
      namespace: record.targetNamespace.map { TargetNamespace(number: Int($0)) })
    self.rule = rule
    exception = record.policy.exception
  }

  func ruling(in catalogue: ServedCatalogue, _ cache: inout RulingCache) -> Ruling {
    // A model that is not served any more has no certificate here, and is refused for that.
    var served = catalogue[model]?.facts ?? ModelFacts(model: model, assessed: nil, trust: .local)
    // The question is what the policies say now: a certificate that was looked at again after the call counts.
    if let begins = served.assessed?.begins, day < begins { served.assessed?.begins = day }
    return cache.ruling(on: facts, of: model, day: day, by: catalogue.rulebook, facts: served)
  }
}
