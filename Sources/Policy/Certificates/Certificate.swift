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
    licenseChoice: LicenseExpression? = nil, files: [ModelFile] = [], extraTerms: [ExtraTerms] = [],
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

/// Where an answer comes from. Without a quote it is asserted, not shown.
package struct Evidence: Hashable, Sendable {
  package var url: String
  package var quote: String?

  package init(url: String, quote: String? = nil) {
    (self.url, self.quote) = (url, quote)
  }
}

/// What a person says, and why others may believe it. A nil value is unknown, which is always allowed.
package struct Answer<Value: Hashable & Sendable>: Hashable, Sendable {
  package var value: Value?
  package var evidence: Evidence?

  package init(_ value: Value? = nil, evidence: Evidence? = nil) {
    (self.value, self.evidence) = (value, evidence)
  }
}

package enum Presence: String, CaseIterable, Sendable { case yes, partial, no }

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

/// What is known of the training data: OSAID 1.0, "data information".
package struct DataInformation: Hashable, Sendable {
  package var inventory: [DataSource]
  /// The stages that the model went through, each once; those of a base are the base's own to answer for.
  package var stages: Answer<[DataSource.Stage]>
  package var tier: DataTier?
  /// In words, where there is no inventory to speak of.
  package var description: String?
  /// Of the data themselves, where one expression fits.
  package var license: LicenseExpression?
  /// Of the paper and the card that describe them.
  package var informationLicense: LicenseExpression?
  package var processing: Answer<Bool>
  /// `false` in the value means: nothing was labelled.
  package var labelling: Answer<Bool>
  /// The inventory names everything.
  package var complete: Answer<Bool>

  package init(
    inventory: [DataSource] = [], stages: Answer<[DataSource.Stage]> = Answer(), tier: DataTier? = nil,
    description: String? = nil, license: LicenseExpression? = nil, informationLicense: LicenseExpression? = nil,
    processing: Answer<Bool> = Answer(), labelling: Answer<Bool> = Answer(), complete: Answer<Bool> = Answer()
  ) {
    self.inventory = inventory
    self.stages = stages
    self.tier = tier
    self.description = description
    self.license = license
    self.informationLicense = informationLicense
    self.processing = processing
    self.labelling = labelling
    self.complete = complete
  }

  /// Stages that the model went through and that no source is named for, by what is known. Empty where the stages are
  /// not known, and where no data are named at all.
  package var uncoveredStages: [DataSource.Stage] {
    guard let stages = stages.value, !inventory.isEmpty else { return [] }
    let covered = Set(inventory.compactMap(\.stage))
    // Whatever has no stage of its own is of the only one that there was.
    if stages.count == 1, inventory.contains(where: { $0.stage == nil }) { return [] }
    return stages.filter { !covered.contains($0) }
  }
}

package struct DataSource: Hashable, Sendable {
  package var name: String
  package var kind: Kind?
  package var url: String?
  package var license: LicenseExpression?
  /// In the source's own words: `300B tokens`.
  package var size: String?
  package var stage: Stage?

  /// OSAID 1.0 names four classes.
  package enum Kind: String, CaseIterable, Sendable { case open, `public`, obtainable, unshareable }
  /// Of the training, in its order: mid-training belongs to `pretrain`, learning from rewards to `preference`. A model
  /// that is trained in one go, as most for translation are, knows `pretrain` alone.
  package enum Stage: String, CaseIterable, Sendable { case pretrain, sft, preference }

  package init(
    name: String, kind: Kind? = nil, url: String? = nil, license: LicenseExpression? = nil, size: String? = nil,
    stage: Stage? = nil
  ) {
    (self.name, self.kind, self.url, self.license, self.size, self.stage) = (name, kind, url, license, size, stage)
  }
}
