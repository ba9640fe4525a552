// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import StrictYAML

extension LicenseEntry {
  /// Every text that the entry rests on.
  package var texts: [WatchedText] { [text, usePolicyText].compactMap(\.self) }
}

extension LicenseClauses {
  /// The clauses of an entry that words of the text can show; the keys of `Policies/licenses`.
  package enum Field: String, CaseIterable, Sendable {
    case indemnity
    case nonCompete = "non_compete"
    case namingDuty = "naming_duty"
    case usePolicy = "use_policy"
    case usePolicyMutable = "use_policy_mutable"
    case nonCommercial = "non_commercial"
    case userThreshold = "user_threshold"
    case regionExclusion = "region_exclusion"
    case outputTerms = "output_terms"
    case flowDown = "flow_down"
    case hostingIsDistribution = "hosting_is_distribution"
    case remoteKill = "remote_kill"
  }

  /// Reads `quotes`: each must stand, word for word, in one of the stored texts.
  static func quotes(_ map: YAMLMap, from entry: [WatchedText], in texts: LegalTexts) -> [Field: String] {
    let files = entry.compactMap(\.copy?.file)
    let words = files.compactMap { texts.words($0) }
    var quotes: [Field: String] = [:]
    for field in Field.allCases {
      guard let quote = map.optional(field.rawValue, .prose) else { continue }
      quotes[field] = quote
      if files.isEmpty {
        map.error(
          "a quote needs a text that is stored here; store it, and name it in `copy` of `text`", at: field.rawValue)
      } else if words.count == files.count, !words.contains(where: { $0.holds(quote) }) {
        map.error(
          "these words do not stand in \(files.joined(separator: " or ")); quote the text as it is", at: field.rawValue)
      }
    }
    return quotes
  }
}
