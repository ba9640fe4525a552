// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension Assessment {
  /// What a reason or a notice is about: a stable word for exports and tests. What follows from a reason is decided by
  /// this and by nothing that is written out beside it.
  package enum Code: String, CaseIterable, Sendable, CustomStringConvertible {
    // Terms of the weights.
    case licenseMissing = "license_missing"
    case licenseUnread = "license_unread"
    case licenseUnclear = "license_unclear"
    case licenseNotOpen = "license_not_open"
    case freeContentNotCounted = "free_content_not_counted"
    case closedWeights = "closed_weights"
    case extraTerms = "extra_terms"
    case extraTermsIncompatible = "extra_terms_incompatible"
    case extraTermsUnjudged = "extra_terms_unjudged"
    // Clauses of a licence, by their keys in `Policies/licenses`.
    case nonCommercial = "non_commercial"
    case userThreshold = "user_threshold"
    case regionExclusion = "region_exclusion"
    case usePolicy = "use_policy"
    case nonCompete = "non_compete"
    case remoteKill = "remote_kill"
    case outputTerms = "output_terms"
    case indemnity
    case flowDown = "flow_down"
    case namingDuty = "naming_duty"
    case derivativeTaint = "derivative_taint"
    case usePolicyMutable = "use_policy_mutable"
    // Weights and code.
    case noRelease = "no_release"
    case releaseUnknown = "release_unknown"
    case noCode = "no_code"
    case noTrainingCode = "no_training_code"
    case codeUnknown = "code_unknown"
    case codePartial = "code_partial"
    case codeLicenseUnknown = "code_license_unknown"
    case codeNotOSI = "code_not_osi"
    case noHyperparameters = "no_hyperparameters"
    case hyperparametersUnknown = "hyperparameters_unknown"
    case revisionNotPinned = "revision_not_pinned"
    case weightsNotHashed = "weights_not_hashed"
    // Data.
    case undisclosedData = "undisclosed_data"
    case dataTierUnknown = "data_tier_unknown"
    case dataTierContradicted = "data_tier_contradicted"
    case dataInventoryMissing = "data_inventory_missing"
    case dataClassUnknown = "data_class_unknown"
    case dataPlaceMissing = "data_place_missing"
    case dataStageMissing = "data_stage_missing"
    case dataStagesUnknown = "data_stages_unknown"
    case dataStageUnplaced = "data_stage_unplaced"
    case dataStageUncovered = "data_stage_uncovered"
    case noDataProcessing = "no_data_processing"
    case dataProcessingUnknown = "data_processing_unknown"
    case dataLabellingUnknown = "data_labelling_unknown"
    case dataIncomplete = "data_incomplete"
    case dataCompletenessUnknown = "data_completeness_unknown"
    case informationLicenseUnknown = "information_license_unknown"
    case informationNotOpen = "information_not_open"
    // What the model was made from.
    case baseUncertified = "base_uncertified"
    case baseVerdict = "base_verdict"
    case distilled
    case distilledUncertified = "distilled_uncertified"
    case distilledVerdict = "distilled_verdict"
    // What stands behind the answers.
    case noQuote = "no_quote"
    case signatures

    package var description: String { rawValue }

    /// A reason that the model has from what it was made from.
    var isInherited: Bool {
      switch self {
      case .baseUncertified, .baseVerdict, .distilledUncertified, .distilledVerdict: true
      default: false
      }
    }

    /// Terms that stand beside the licence, and that nobody has found compatible with it.
    var isOfExtraTerms: Bool { self == .extraTermsIncompatible || self == .extraTermsUnjudged }
  }
}
