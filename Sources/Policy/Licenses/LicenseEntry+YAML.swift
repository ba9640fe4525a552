// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension LicenseEntry {
  /// Reads a file of `Policies/licenses`, schema `toolgate-license/1`; nil, and reported, if something required is
  /// wrong.
  ///
  /// - Parameter texts: Those that lie beside the entries, which quotes and hashes are held against.
  init?(_ map: YAMLMap, texts: LegalTexts) {
    _ = map.required("schema", .exactly("toolgate-license/1"))
    let id = map.required("id", .text)
    let kind = map.required("kind", .choice(Kind.self))
    let name = map.required("name", .text)
    let spdx = map.optional("spdx", .text)
    let hubTags = map.list("hf_ids", of: .text)
    // For readers of the file; nothing rests on the word of the FSF.
    _ = map.optional("fsf_libre", .bool)
    let clauses = LicenseClauses(map)
    let text = map.map("text") { WatchedText($0, copiesIn: texts) } ?? nil
    let usePolicyText = map.map("use_policy_text") { WatchedText($0, copiesIn: texts) } ?? nil
    let read = [text, usePolicyText].compactMap(\.self)
    let quotes = map.map("quotes") { LicenseClauses.quotes($0, from: read, in: texts) } ?? [:]
    let confidence = map.required("confidence", .choice(Confidence.self))
    let sources = map.list("source", of: .text)
    if sources.isEmpty { map.error("`source` is missing; say where the clauses were read", at: "source") }
    let notes = map.optional("notes", .prose)
    guard let id, let kind, let name, let clauses, let confidence else { return nil }
    self.init(
      id: id, kind: kind, name: name, spdx: spdx, hubTags: hubTags, clauses: clauses, text: text,
      usePolicyText: usePolicyText, quotes: quotes, confidence: confidence, sources: sources, notes: notes)
    if spdx == nil, !isLicenseReference(id) {
      map.error("`id: \(id)` must be LicenseRef- and letters, digits, - or ., or `spdx` must name it", at: "id")
    }
    if usePolicyText != nil, clauses.usePolicy != .byReference {
      map.error("`use_policy_text` stands only beside `use_policy: by_reference`", at: "use_policy_text")
    }
    if let spdx, spdx != id { map.error("`spdx` must be the same as `id`, or null", at: "spdx") }
    if clauses.isFreeContent, let restriction = clauses.restrictions.first {
      map.error(
        "`free_content: true` cannot stand beside `\(restriction.field)`: the licence \(restriction.text)",
        at: "free_content")
    }
  }
}

extension LicenseClauses {
  /// Nil, and reported, if a field that has a word for `unknown` is missing. Of the others an absent one is unknown, but
  /// for `user_threshold` and `region_exclusion`, where it means that there is none.
  fileprivate init?(_ map: YAMLMap) {
    let isOSIApproved = map.required("osi_approved", .bool)
    let isFreeContent = map.required("free_content", .bool)
    let nonCompete = map.required("non_compete", .choice(NonCompete.self))
    let namingDuty = map.required("naming_duty", .choice(NamingDuty.self))
    let usePolicy = map.required("use_policy", .choice(UsePolicy.self))
    let isMutable = map.optional("use_policy_mutable", .bool)
    let isNonCommercial = map.optional("non_commercial", .bool)
    let threshold = map.map("user_threshold") { UserThreshold($0) } ?? nil
    let regions = map.maps("region_exclusion") { RegionExclusion($0) }.compactMap(\.self)
    let outputTerms = map.required("output_terms", .choice(OutputTerms.self))
    let flowDown = map.required("flow_down", .choice(FlowDown.self))
    let isHosting = map.optional("hosting_is_distribution", .bool)
    let hasIndemnity = map.optional("indemnity", .bool)
    let hasRemoteKill = map.optional("remote_kill", .bool)
    guard let isOSIApproved, let isFreeContent, let nonCompete, let namingDuty, let usePolicy, let outputTerms,
      let flowDown
    else { return nil }
    self.init(
      isOSIApproved: isOSIApproved, isFreeContent: isFreeContent, nonCompete: nonCompete, namingDuty: namingDuty,
      usePolicy: usePolicy, isUsePolicyMutable: isMutable, isNonCommercial: isNonCommercial, userThreshold: threshold,
      regionExclusions: regions, outputTerms: outputTerms, flowDown: flowDown, isHostingDistribution: isHosting,
      hasIndemnity: hasIndemnity, hasRemoteKill: hasRemoteKill)
  }
}

extension LicenseClauses.UserThreshold {
  fileprivate init?(_ map: YAMLMap) {
    let measure = map.required("measure", .choice(of: ["monthly_active_users", "annual_revenue_usd"]))
    let limit = map.required("limit", .int64(in: 1...999_999_999_999_999))
    let applies = map.required("applies", .text)
    guard let measure, let limit, let applies else { return nil }
    self.init(measure: measure, limit: limit, applies: applies)
  }
}

extension LicenseClauses.RegionExclusion {
  fileprivate init?(_ map: YAMLMap) {
    let region = map.required("region", .text)
    let scope = map.required("scope", .text)
    guard let region, let scope else { return nil }
    self.init(region: region, scope: scope)
  }
}
