// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// The terms of one service that calls may go to under contract: a file of `Policies/providers`.
package struct ProviderTerms: Sendable {
  package var id: ContractID
  /// Who sells; price rows of a provider name it the same way.
  package var provider: String
  package var product: String
  package var hostClass: HostClass
  /// Where every call is answered; nil: in several regions, or nobody knows.
  package var region: HostRegion?
  package var termsName: String?
  package var termsDate: CivilDay?
  /// Nil: no address is recorded.
  package var terms: WatchedText?
  package var outputOwnership: Ownership
  package var outputTraining: OutputTraining
  /// What the terms say on it, in our words.
  package var outputTrainingClause: String?
  package var inputTraining: InputTraining
  /// Days for which prompts or answers are kept; 0: not at all; nil: unknown.
  package var retentionDays: Int?
  package var zeroRetentionOption: Bool?
  package var trainingDataDisclosed: Disclosure
  /// The youngest people that a service on top of this one may be directed at, in years.
  package var minimumAge: Int?
  /// The list of forbidden uses that the terms refer to; nil: none is recorded.
  package var usePolicy: WatchedText?
  package var notes: String?
  package var confidence: Confidence
  package var assessedOn: CivilDay
  package var sources: [String]
  /// Of the file's bytes.
  package var digest: ContentDigest
  /// Why what is said here no longer holds; nil: it does, as far as anybody has looked.
  package var suspension: String?

  package enum HostClass: String, CaseIterable, Sendable {
    /// Run by the Wikimedia Foundation.
    case wikimedia
    case external
  }

  package enum Ownership: String, CaseIterable, Sendable {
    case customer, unknown
    case noClaim = "no_claim"
  }

  /// May answers train other models?
  package enum OutputTraining: String, CaseIterable, Sendable {
    case none, banned, conditional, unknown
    case dependsOnModel = "depends_on_model"
  }

  /// Does the provider train on prompts?
  package enum InputTraining: String, CaseIterable, Sendable {
    case never, always, unknown
    case optIn = "opt_in"
    case optOut = "opt_out"
    case dependsOnUpstream = "depends_on_upstream"
  }

  /// Does the provider say what its models were trained on?
  package enum Disclosure: String, CaseIterable, Sendable {
    case none, unknown
    case byModel = "by_model"
  }

  /// Every text that the entry rests on.
  package var watchedTexts: [WatchedText] { [terms, usePolicy].compactMap(\.self) }

  /// The terms, suspended if a text that they rest on is another one by now.
  func suspended(by found: FoundTexts) -> ProviderTerms {
    var terms = self
    terms.suspension = watchedTexts.first(where: found.differ).map { "the text at \($0.url) has changed" }
    return terms
  }
}
