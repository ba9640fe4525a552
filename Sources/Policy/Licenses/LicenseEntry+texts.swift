// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import StrictYAML

extension LicenseEntry {
  /// Every text that the entry rests on.
  package var texts: [WatchedText] { [text, usePolicyText].compactMap(\.self) }
}

extension WatchedText {
  /// `{url, sha256, date, copy}`. A copy must be the text that the hash names, or somebody would read another one than
  /// the clauses were read in.
  init?(_ map: YAMLMap, copiesIn texts: LegalTexts) {
    let copy = map.map("copy") { TextCopy($0, in: texts) } ?? nil
    self.init(map)
    guard let copy else { return }
    self.copy = copy
    guard let sha256, date != nil else {
      map.error("`copy` needs `sha256` and `date`, the day as of which the text is the one in force", at: "copy")
      return
    }
    if let found = texts.sha256(copy.file), found != sha256 {
      map.error(
        "`sha256` is not that of \(copy.file), which is \(found); find out which of the two is the text that was read",
        at: "sha256")
    }
  }
}

extension TextCopy {
  fileprivate init?(_ map: YAMLMap, in texts: LegalTexts) {
    let file = map.required("file", .text)
    let origin = map.required("package", .text)
    let path = map.required("path", .text)
    guard let file, let origin, let path else { return nil }
    self.init(file: file, origin: origin, path: path)
    if texts.sha256(file) == nil { map.error("`\(file)` is no file of texts; store the text there", at: "file") }
  }
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
