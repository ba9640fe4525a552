// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// What one licence version asks for, clause by clause: a file of `Policies/licenses`. Nil is unknown, which is treated as
/// restricted.
package struct LicenseEntry: Sendable {
  package var id: String
  package var kind: Kind
  package var name: String
  /// The id in the SPDX License List; nil for a `LicenseRef-`.
  package var spdx: String?
  /// `license:` tags on Hugging Face that mean this version. One tag may match two versions: then a person decides.
  package var hubTags: [String]
  package var clauses: LicenseClauses
  /// The text that was read.
  package var text: WatchedText?
  /// The use policy that the licence refers to, where somebody has named one.
  package var usePolicyText: WatchedText?
  /// The words of the text that show a clause, as they stand there.
  package var quotes: [LicenseClauses.Field: String]
  package var confidence: Confidence
  package var sources: [String]
  package var notes: String?

  package enum Kind: String, CaseIterable, Sendable {
    case license
    /// A policy that stands beside a licence; a person judges whether the two go together.
    case extraTerms = "extra_terms"
  }

  package init(
    id: String, kind: Kind = .license, name: String, spdx: String? = nil, hubTags: [String] = [],
    clauses: LicenseClauses, text: WatchedText? = nil,
    usePolicyText: WatchedText? = nil, quotes: [LicenseClauses.Field: String] = [:], confidence: Confidence = .low,
    sources: [String], notes: String? = nil
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.spdx = spdx
    self.hubTags = hubTags
    self.clauses = clauses
    self.text = text
    self.usePolicyText = usePolicyText
    self.quotes = quotes
    self.confidence = confidence
    self.sources = sources
    self.notes = notes
  }
}

package enum Confidence: String, CaseIterable, Sendable { case high, medium, low }

package struct LicenseClauses: Hashable, Sendable {
  package var isOSIApproved: Bool
  /// Free to use, change and share, also commercially: counts as open for weights, data and documents.
  package var isFreeContent: Bool
  package var nonCompete: NonCompete
  package var namingDuty: NamingDuty
  package var usePolicy: UsePolicy
  package var isUsePolicyMutable: Bool?
  package var isNonCommercial: Bool?
  package var userThreshold: UserThreshold?
  package var regionExclusions: [RegionExclusion]
  package var outputTerms: OutputTerms
  package var flowDown: FlowDown
  package var isHostingDistribution: Bool?
  package var hasIndemnity: Bool?
  package var hasRemoteKill: Bool?

  /// May answers train other models? `derivativeTaint`: what is trained on them falls under the same terms.
  package enum NonCompete: String, CaseIterable, Sendable {
    case none, unknown, ban
    case derivativeTaint = "derivative_taint"
  }
  package enum NamingDuty: String, CaseIterable, Sendable {
    case none, display, unknown
    case modelName = "model_name"
    case displayAndModelName = "display_and_model_name"
  }
  package enum UsePolicy: String, CaseIterable, Sendable {
    case none, unknown
    case inText = "in_text"
    case byReference = "by_reference"
  }
  package enum OutputTerms: String, CaseIterable, Sendable {
    case none, naming, unclear, unknown
    case usePolicy = "use_policy"
    case banTraining = "ban_training"
    case researchOnly = "research_only"
  }
  package enum FlowDown: String, CaseIterable, Sendable {
    case none, notice, unknown
    case termsCopy = "terms_copy"
    case useRestrictions = "use_restrictions"
    case shareAlike = "share_alike"
  }
  package struct UserThreshold: Hashable, Sendable {
    package var measure: String
    package var limit: Int64
    package var applies: String

    package init(measure: String, limit: Int64, applies: String) {
      (self.measure, self.limit, self.applies) = (measure, limit, applies)
    }
  }
  package struct RegionExclusion: Hashable, Sendable {
    package var region: String
    package var scope: String

    package init(region: String, scope: String) {
      (self.region, self.scope) = (region, scope)
    }
  }

  package init(
    isOSIApproved: Bool, isFreeContent: Bool, nonCompete: NonCompete, namingDuty: NamingDuty, usePolicy: UsePolicy,
    isUsePolicyMutable: Bool?, isNonCommercial: Bool?, userThreshold: UserThreshold?,
    regionExclusions: [RegionExclusion], outputTerms: OutputTerms, flowDown: FlowDown, isHostingDistribution: Bool?,
    hasIndemnity: Bool?, hasRemoteKill: Bool?
  ) {
    self.isOSIApproved = isOSIApproved
    self.isFreeContent = isFreeContent
    self.nonCompete = nonCompete
    self.namingDuty = namingDuty
    self.usePolicy = usePolicy
    self.isUsePolicyMutable = isUsePolicyMutable
    self.isNonCommercial = isNonCommercial
    self.userThreshold = userThreshold
    self.regionExclusions = regionExclusions
    self.outputTerms = outputTerms
    self.flowDown = flowDown
    self.isHostingDistribution = isHostingDistribution
    self.hasIndemnity = hasIndemnity
    self.hasRemoteKill = hasRemoteKill
  }

  /// An OSI-approved licence without an entry: nothing restricts (Open Source Definition 5 and 6); what must be handed
  /// on is not known.
  package static let osiApprovedWithoutEntry = LicenseClauses(
    isOSIApproved: true, isFreeContent: true, nonCompete: .none, namingDuty: .none, usePolicy: .none,
    isUsePolicyMutable: false, isNonCommercial: false, userThreshold: nil, regionExclusions: [], outputTerms: .none,
    flowDown: .unknown, isHostingDistribution: false, hasIndemnity: false, hasRemoteKill: false)

  /// Any other licence without an entry. An absent threshold or region says nothing here; the fields that are unknown
  /// keep the model restricted.
  package static let unknown = LicenseClauses(
    isOSIApproved: false, isFreeContent: false, nonCompete: .unknown, namingDuty: .unknown, usePolicy: .unknown,
    isUsePolicyMutable: nil, isNonCommercial: nil, userThreshold: nil, regionExclusions: [], outputTerms: .unknown,
    flowDown: .unknown, isHostingDistribution: nil, hasIndemnity: nil, hasRemoteKill: nil)
}
