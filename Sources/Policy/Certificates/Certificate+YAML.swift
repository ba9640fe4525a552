// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension Certificate {
  /// Reads a file of `Policies/models`, schema `toolgate-certificate/1`; nil, and reported, if something required is
  /// wrong.
  init?(_ map: YAMLMap, licenses: LicenseList) {
    _ = map.required("schema", .exactly("toolgate-certificate/1"))
    let id = map.required("id", .name(CertificateID.self))
    let name = map.required("name", .text)
    let revision = map.optional("revision", .revision).map(Revision.pinned) ?? .unverifiedRemote
    let code = map.requiredMap("code") { $0.license("license", in: licenses) } ?? nil
    let weights = map.requiredMap("weights") { Weights($0, code: code, licenses: licenses) } ?? nil
    let data = map.requiredMap("data") { TrainingData($0, licenses: licenses) } ?? nil
    let verdict = map.requiredMap("openness") { Verdict($0) } ?? nil
    let output = map.requiredMap("output") { map in
      OutputTerms(
        terms: map.required("terms", .choice(OutputTerms.Terms.self)) ?? .unknown, flags: map.list("flags", of: .flag))
    }
    let languages = map.list("languages", of: .languageTag)
    let baseModel = map.optional("base_model", .name(CertificateID.self))
    let assessedOn = map.required("assessed_on", .day)
    let sources = map.dictionary("sources", of: .text)
    if sources.isEmpty {
      map.error("`sources` is missing; say for each field where its fact comes from", at: "sources")
    }
    guard let id, let name, let weights, let data, let verdict, let output, let assessedOn else { return nil }
    self.init(
      id: id, name: name, revision: revision, weights: weights, codeLicense: code, data: data, verdict: verdict,
      output: output, languages: languages, baseModel: baseModel, assessedOn: assessedOn, sources: sources)
    checkVerdict(map, licenses: licenses)
    checkRevision(map)
  }

  /// Whoever publishes weights can move a version's tag; the version of a program that is shipped cannot move.
  private func checkRevision(_ map: YAMLMap) {
    guard case .pinned(let text) = revision, isVersion(text) else { return }
    if case .none = weights { return }
    map.error("`revision: \(text)` can be moved; give the commit, the dated name, or null", at: "revision")
  }

  /// A verdict may be worse than the licences allow, never better (OSAID 1.0: terms of weights, code and data).
  private func checkVerdict(_ map: YAMLMap, licenses: LicenseList) {
    guard verdict.openness >= .likelyMeets else { return }
    func refuse(_ reason: String) {
      map.error("`verdict: \(verdict.openness.rawValue)` cannot stand: \(reason)", at: "openness")
    }
    if codeLicense?.allows(licenses.isOSIApproved) != true { refuse("the code has no OSI-approved licence") }
    if data.tier == .d0 { refuse("nothing is known of the training data (tier D0)") }
    switch weights {
    case .none: break
    case .released(let license, _):
      if !license.allows(licenses.isOpen) { refuse("the weights' licence is neither OSI-approved nor free content") }
    case .closed: refuse("the weights are closed")
    }
  }
}

extension Certificate.Weights {
  private enum Release: String, CaseIterable { case none, open, closed }

  fileprivate init?(_ map: YAMLMap, code: LicenseExpression?, licenses: LicenseList) {
    let release = map.required("release", .choice(Release.self))
    let license = map.license("license", in: licenses)
    let digest = map.optional("digest", .digest)
    switch release {
    case .none?:
      if map.has("license") { map.error("`release: none` has no `license`; the code's licence counts", at: "license") }
      guard let code else {
        map.error("`release: none` needs `code: {license: …}`, since nothing else is licensed", at: "release")
        return nil
      }
      self = .none(code: code)
    case .open?, .closed?:
      if !map.has("license") { map.error("`license` is missing; it must be an SPDX expression", at: "release") }
      guard let license else { return nil }
      self = release == .open ? .released(license: license, digest: digest) : .closed(terms: license)
    case nil: return nil
    }
  }
}

extension Certificate.TrainingData {
  fileprivate init?(_ map: YAMLMap, licenses: LicenseList) {
    let license = map.license("license", in: licenses)
    let description = map.optional("description", .prose)
    let tier = map.required("tier", .choice(DataTier.self))
    if !map.has("license"), !map.has("description") {
      map.error("`data` needs `license` or `description`", at: "tier")
    }
    guard let tier else { return nil }
    self.init(license: license, description: description, tier: tier)
  }
}

extension Certificate.Verdict {
  fileprivate init?(_ map: YAMLMap) {
    let openness = map.required("verdict", .choice(Openness.self))
    let confidence = map.required("confidence", .choice(Certificate.Confidence.self))
    let why = map.required("why", .prose)
    guard let openness, let confidence, let why else { return nil }
    self.init(openness: openness, confidence: confidence, why: why)
  }
}
