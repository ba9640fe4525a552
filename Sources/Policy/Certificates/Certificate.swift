// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What people found out about one revision of a model, and where: a file of `Policies/models`. It holds answers and
/// evidence, never a verdict: that is worked out by `Assessment`.
///
/// The fields are those of the OSAID 1.0 checklist (<https://opensource.org/ai/checklist>).
package struct Certificate: Sendable {
  package var id: CertificateID
  package var name: String
  package var family: String?
  package var revision: Revision
  package var weights: Weights
  /// Where the licence of the weights leaves a choice (OR): the branch that is taken.
  package var licenseChoice: LicenseExpression?
  /// Of the weights that were judged; nil where it is not recorded. A file that was quantised is a model of its own, made
  /// from `baseModel`.
  package var quantization: Quantization?
  /// Of the weights, as they were hashed; empty where nobody has.
  package var files: [ModelFile]
  /// Policies that stand beside the licence: a gate's prompt, an acceptable use policy.
  package var extraTerms: [ExtraTerms]
  /// The publisher's own words set the parameters free.
  package var explicitRelease: Answer<Bool>
  package var intermediateCheckpoints: Answer<Presence>
  /// Of the code as a whole; nil where it is not published or not known.
  package var codeLicense: LicenseExpression?
  /// One answer for each component; a missing one is unknown.
  package var code: [CodeComponent: CodeAnswer]
  package var hyperparameters: Answer<Bool>
  package var data: DataInformation
  /// The model it was made from, where this certificate does not itself answer for how that one was made.
  package var baseModel: CertificateID?
  /// Models whose outputs were training data.
  package var distilledFrom: [CertificateID]
  /// BCP 47 tags that are known for certain.
  package var languages: [String]
  /// Words that are shown to users and that a rule may look for, such as `trained_on_books3`.
  package var flags: [String]
  /// chat, translation, embeddings …
  package var tasks: [String]
  /// Billions.
  package var parameters: String?
  /// Where Wikimedia serves it: `liftwing:qwen3-14b`, `mint:nllb200-600M`.
  package var servedAs: [String]
  package var notes: String?
  /// The day on which the publisher made the model public; nil where no page that states one was found.
  package var releasedOn: CivilDay?
  package var assessedOn: CivilDay
  /// The day on which it ends, by default 180 days after `assessedOn`.
  package var expires: CivilDay
  /// Field → public address, or `unverified`. A field without an entry is unverified.
  package var sources: [String: String]
  /// What is quoted for fields that have no room for it themselves, such as `weights.license`.
  package var evidence: [String: Evidence]
  /// Of the bytes of the file: what certifiers sign and what records name.
  package var digest: ContentDigest

  /// For the header `x-toolgate-license`: of the weights or, where there are none, of the code; nil: not recorded.
  package var license: LicenseExpression? {
    switch weights {
    case .none(let code): code
    case .released(let license, _): license
    case .closed(let terms): terms
    }
  }

  package init(
    id: CertificateID, name: String, family: String? = nil, revision: Revision = .unverifiedRemote, weights: Weights,
    licenseChoice: LicenseExpression? = nil, quantization: Quantization? = nil, files: [ModelFile] = [],
    extraTerms: [ExtraTerms] = [],
    explicitRelease: Answer<Bool> = Answer(), intermediateCheckpoints: Answer<Presence> = Answer(),
    codeLicense: LicenseExpression? = nil, code: [CodeComponent: CodeAnswer] = [:],
    hyperparameters: Answer<Bool> = Answer(), data: DataInformation = DataInformation(),
    baseModel: CertificateID? = nil, distilledFrom: [CertificateID] = [], languages: [String] = [],
    flags: [String] = [], tasks: [String] = [], parameters: String? = nil, servedAs: [String] = [],
    notes: String? = nil, releasedOn: CivilDay? = nil, assessedOn: CivilDay, expires: CivilDay? = nil,
    sources: [String: String] = [:], evidence: [String: Evidence] = [:], digest: ContentDigest
  ) {
    self.id = id
    self.name = name
    self.family = family
    self.revision = revision
    self.weights = weights
    self.licenseChoice = licenseChoice
    self.quantization = quantization
    self.files = files
    self.extraTerms = extraTerms
    self.explicitRelease = explicitRelease
    self.intermediateCheckpoints = intermediateCheckpoints
    self.codeLicense = codeLicense
    self.code = code
    self.hyperparameters = hyperparameters
    self.data = data
    self.baseModel = baseModel
    self.distilledFrom = distilledFrom
    self.languages = languages
    self.flags = flags
    self.tasks = tasks
    self.parameters = parameters
    self.servedAs = servedAs
    self.notes = notes
    self.releasedOn = releasedOn
    self.assessedOn = assessedOn
    self.expires = expires ?? CivilDay(daysSince1970: assessedOn.daysSince1970 + Self.validDays)
    self.sources = sources
    self.evidence = evidence
    self.digest = digest
  }

  /// A certificate ends after as many days at the latest.
  package static let validDays = 180

  package enum Revision: Hashable, Sendable, CustomStringConvertible {
    /// A commit of 40 hexadecimal digits, a provider's dated name or, of a program without weights, its version.
    case pinned(String)
    /// The backend serves a name, and nothing proves what stands behind it.
    case unverifiedRemote

    package var description: String {
      switch self {
      case .pinned(let text): text
      case .unverifiedRemote: "unverified_remote"
      }
    }
  }

  package enum Weights: Hashable, Sendable {
    /// A program without learned parameters; only its code has a licence.
    case none(code: LicenseExpression)
    /// Anybody may fetch them. The licence is nil where none is recorded. Text: the licence file that was read.
    case released(license: LicenseExpression?, text: WatchedText?)
    /// Only the provider has them; the "licence" is the terms of the service.
    case closed(terms: LicenseExpression)
  }

  package struct ModelFile: Hashable, Sendable {
    package var path: String
    package var size: Int64
    package var digest: ContentDigest

    package init(path: String, size: Int64, digest: ContentDigest) {
      (self.path, self.size, self.digest) = (path, size, digest)
    }
  }
}

extension Certificate {
  /// That of the code as a whole, or the one that each part has that is not missing; nil where they differ, or one is not
  /// recorded.
  package var licenseOfAllCode: LicenseExpression? {
    if let codeLicense { return codeLicense }
    let licenses = Set(code.values.filter { $0.present.value != .no }.map(\.license))
    return licenses.count == 1 ? licenses.first ?? nil : nil
  }

  /// Each that is recorded of the code as a whole or of a part of it, once.
  package var licensesOfCode: [LicenseExpression] {
    if let licenseOfAllCode { return [licenseOfAllCode] }
    return Set(code.values.compactMap(\.license)).sorted { $0.description < $1.description }
  }
}

package enum CodeComponent: String, CaseIterable, Sendable {
  case preprocessing, training, inference, support, architecture
}

package struct CodeAnswer: Hashable, Sendable {
  package var present: Answer<Presence>
  /// Nil: that of the code as a whole.
  package var license: LicenseExpression?
  package var commit: String?

  package init(present: Answer<Presence>, license: LicenseExpression? = nil, commit: String? = nil) {
    (self.present, self.license, self.commit) = (present, license, commit)
  }
}

package struct ExtraTerms: Hashable, Sendable {
  package var name: String
  /// The entry in `Policies/licenses` that says what they ask for.
  package var license: LicenseExpression?
  package var text: WatchedText
  package var judgement: Answer<Judgement>

  package enum Judgement: String, CaseIterable, Sendable { case compatible, incompatible }

  package init(name: String, license: LicenseExpression?, text: WatchedText, judgement: Answer<Judgement>) {
    (self.name, self.license, self.text, self.judgement) = (name, license, text, judgement)
  }
}
