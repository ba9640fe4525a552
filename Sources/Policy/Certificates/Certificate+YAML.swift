// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

extension Certificate {
  /// Reads a file of `Policies/models`, schema `toolgate-certificate/2`; nil, and reported, if something required is
  /// wrong. What is absent is unknown, and unknown is always allowed.
  ///
  /// - Parameter digest: Of the bytes of the file.
  init?(_ map: YAMLMap, licenses: LicenseBook, digest: ContentDigest) {
    _ = map.required("schema", .exactly("toolgate-certificate/2"))
    let id = map.required("id", .name(CertificateID.self))
    let name = map.required("name", .text)
    map.refuseHidden("name", name, mayHaveLines: false)
    let family = map.optional("family", .text)
    let revision = map.optional("revision", .revision).map(Revision.pinned) ?? .unverifiedRemote
    let code = map.map("code") { CodeSection($0, licenses: licenses) } ?? CodeSection()
    let weights = map.requiredMap("weights") { WeightsSection($0, code: code.license, licenses: licenses) } ?? nil
    let extraTerms = map.maps("extra_terms") { ExtraTerms($0, licenses: licenses) }.compactMap(\.self)
    let files = map.maps("files") { ModelFile($0) }.compactMap(\.self)
    let data = map.map("data") { DataInformation($0, licenses: licenses) } ?? DataInformation()
    let baseModel = map.optional("base_model", .name(CertificateID.self))
    let distilledFrom = map.list("distilled_from", of: .name(CertificateID.self))
    let languages = map.list("languages", of: .languageTag)
    let flags = map.list("flags", of: .flag)
    let tasks = map.list("tasks", of: .flag)
    let parameters = map.optional("parameters", .billions)
    let servedAs = map.list("served_as", of: .text)
    let notes = map.optional("notes", .prose)
    map.refuseHidden("notes", notes, mayHaveLines: true)
    let releasedOn = map.optional("released_on", .day)
    let assessedOn = map.required("assessed_on", .day)
    let expires = map.optional("expires", .day)
    let sources = map.dictionary("sources", of: .text)
    if sources.isEmpty {
      map.error("`sources` is missing; say for each field where its fact comes from", at: "sources")
    }
    let evidence = map.maps("evidence") { map -> (field: String, evidence: Evidence)? in
      let field = map.required("field", .text)
      let url = map.required("url", .address)
      let quote = map.optional("quote", .prose)
      guard let field, let url else { return nil }
      return (field, Evidence(url: url, quote: quote))
    }.compactMap(\.self)
    guard let id, let name, let weights, let assessedOn else { return nil }
    self.init(
      id: id, name: name, family: family, revision: revision, weights: weights.weights,
      licenseChoice: weights.choice, quantization: weights.quantization, files: files, extraTerms: extraTerms,
      explicitRelease: weights.explicitRelease,
      intermediateCheckpoints: weights.intermediateCheckpoints, codeLicense: code.license, code: code.answers,
      hyperparameters: code.hyperparameters, data: data, baseModel: baseModel, distilledFrom: distilledFrom,
      languages: languages, flags: flags, tasks: tasks, parameters: parameters, servedAs: servedAs, notes: notes,
      releasedOn: releasedOn, assessedOn: assessedOn, expires: expires, sources: sources,
      evidence: Dictionary(evidence.map { ($0.field, $0.evidence) }, uniquingKeysWith: { first, _ in first }),
      digest: digest)
    checkRevision(map)
    checkDays(map)
    checkProgram(map)
  }

  /// A program without learned parameters is the one thing that needs no certificate of data and whose word does not end:
  /// whatever speaks of parameters speaks against it.
  private func checkProgram(_ map: YAMLMap) {
    guard case .none = weights else { return }
    func refuse(_ key: String, _ what: String) {
      map.error(
        "`release: none` says that there are no weights, and `\(key)` \(what); one of the two is wrong", at: key)
    }
    if let file = files.first(where: \.holdsWeights) { refuse("files", "has \(file.path)") }
    if parameters != nil { refuse("parameters", "counts them") }
    if baseModel != nil { refuse("base_model", "is what they were made from") }
    if !distilledFrom.isEmpty { refuse("distilled_from", "is what they were taught by") }
    if !data.inventory.isEmpty { refuse("data", "lists what they were trained on") }
  }

  /// Whoever publishes weights can move a version's tag; the version of a program that is shipped cannot move.
  private func checkRevision(_ map: YAMLMap) {
    guard case .pinned(let text) = revision, isVersion(text) else { return }
    if case .none = weights { return }
    map.error("`revision: \(text)` can be moved; give the commit, the dated name, or null", at: "revision")
  }

  private func checkDays(_ map: YAMLMap) {
    if let releasedOn, releasedOn > assessedOn {
      map.error(
        "`released_on` is after `assessed_on` (\(assessedOn)): what was not published yet cannot have been assessed",
        at: "released_on")
    }
    let last = CivilDay(daysSince1970: assessedOn.daysSince1970 + Self.validDays)
    if expires <= assessedOn || expires > last {
      map.error(
        "`expires` must be a day after `assessed_on` (\(assessedOn)) and at most \(Self.validDays) days later (\(last))",
        at: "expires")
    }
  }
}

/// The key `weights` of a certificate, which also holds what the publisher says of the parameters.
private struct WeightsSection {
  private enum Release: String, CaseIterable { case none, open, closed }

  let weights: Certificate.Weights
  let choice: LicenseExpression?
  let quantization: Quantization?
  let explicitRelease: Answer<Bool>
  let intermediateCheckpoints: Answer<Presence>

  init?(_ map: YAMLMap, code: LicenseExpression?, licenses: LicenseBook) {
    let release = map.required("release", .choice(Release.self))
    let license = map.license("license", in: licenses)
    choice = map.license("choice", in: licenses)
    quantization = map.optional("quantization", .name(Quantization.self))
    let text = map.map("text") { WatchedText($0) } ?? nil
    explicitRelease = map.answer("explicit_release", .bool)
    intermediateCheckpoints = map.answer("intermediate_checkpoints", .choice(Presence.self))
    Self.check(map, license: license, choice: choice)
    switch release {
    case .none?:
      if map.has("license") { map.error("`release: none` has no `license`; the code's licence counts", at: "license") }
      if map.has("quantization") {
        map.error("`release: none` has no `quantization`; only weights are quantised", at: "quantization")
      }
      guard let code else {
        map.error("`release: none` needs `code: {license: …}`, since nothing else is licensed", at: "release")
        return nil
      }
      weights = .none(code: code)
    case .open?:
      weights = .released(license: license, text: text)
    case .closed?:
      if !map.has("license") { map.error("`license` is missing; name the terms of the service", at: "release") }
      guard let license else { return nil }
      weights = .closed(terms: license)
    case nil: return nil
    }
  }

  private static func check(_ map: YAMLMap, license: LicenseExpression?, choice: LicenseExpression?) {
    guard let license else {
      if choice != nil { map.error("`choice` needs a `license` to choose from", at: "choice") }
      return
    }
    if let choice, !license.isMet(by: choice) {
      map.error("`choice: \(choice)` is not one of the branches of `\(license)`", at: "choice")
    } else if choice == nil, license.isChoice, !map.has("choice") {
      map.error("`\(license)` leaves a choice; write the branch that is taken into `choice`", at: "license")
    }
  }
}

/// The key `code` of a certificate.
private struct CodeSection {
  var license: LicenseExpression?
  var answers: [CodeComponent: CodeAnswer] = [:]
  var hyperparameters = Answer<Bool>()

  init() {}

  init(_ map: YAMLMap, licenses: LicenseBook) {
    license = map.license("license", in: licenses)
    for component in CodeComponent.allCases {
      answers[component] = map.map(component.rawValue) { map in
        CodeAnswer(
          present: Answer(map.optional("present", .choice(Presence.self)), evidence: map.evidence()),
          license: map.license("license", in: licenses), commit: map.optional("commit", .commit))
      }
    }
    hyperparameters = map.answer("hyperparameters", .bool)
  }
}

extension Certificate.ModelFile {
  fileprivate init?(_ map: YAMLMap) {
    let path = map.required("path", .text)
    let size = map.required("size", .int64(in: 0...99_999_999_999_999))
    let digest = map.required("sha256", .sha256)
    guard let path, let size, let digest else { return nil }
    self.init(path: path, size: size, digest: digest)
  }
}
