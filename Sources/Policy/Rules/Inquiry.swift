// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What one call is about, as far as the policies may ask: the same inquiry always gets the same ruling.
package struct Inquiry: Sendable {
  package var model: ModelFacts
  package var call: CallFacts
  /// In UTC: certificates, exceptions and opt-ins begin and end with days.
  package var day: CivilDay

  package init(_ model: ModelFacts, _ call: CallFacts, day: CivilDay) {
    self.model = model
    self.call = call
    self.day = day
  }
}

/// Who asks, and what for.
package struct CallFacts: Hashable, Sendable {
  package var project: ProjectName
  package var operation: Operation
  package var purpose: Purpose?
  package var targetWiki: WikiName?
  package var namespace: TargetNamespace?

  package init(
    project: ProjectName, operation: Operation = .chat, purpose: Purpose? = nil, targetWiki: WikiName? = nil,
    namespace: TargetNamespace? = nil
  ) {
    self.project = project
    self.operation = operation
    self.purpose = purpose
    self.targetWiki = targetWiki
    self.namespace = namespace
  }
}

/// What is known of a model until the next reload.
package struct ModelFacts: Sendable {
  package var model: ModelID
  /// Nil: it has no certificate.
  package var assessed: AssessedModel?
  package var trust: Trust
  package var contract: ContractID?
  /// Nil: no terms are on file.
  package var terms: ProviderTerms?

  package init(
    model: ModelID, assessed: AssessedModel?, trust: Trust, contract: ContractID? = nil, terms: ProviderTerms? = nil
  ) {
    self.model = model
    self.assessed = assessed
    self.trust = trust
    self.contract = contract
    self.terms = terms
  }

  package var host: HostClass {
    guard trust == .contracted else { return .local }
    return terms?.hostClass == .wikimedia ? .wikimedia : .external
  }
}

/// What kind of page an answer is meant for (<https://www.mediawiki.org/wiki/Help:Namespaces>).
package enum TargetNamespace: String, CaseIterable, Sendable {
  case article, user, draft, talk, other

  /// - Parameter number: as MediaWiki numbers them; 118 is the draft namespace where a wiki has one.
  package init(number: Int) {
    switch number {
    case 0: self = .article
    case 2: self = .user
    case 118: self = .draft
    case let odd where odd > 0 && odd % 2 == 1: self = .talk
    default: self = .other
    }
  }
}
