// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A question of the OSAID 1.0 checklist, by the name that answers use for it, and where its answer stands in a
/// certificate. In the order in which a certifier needs them: identity, terms, descent, code, data.
///
/// Terms and descent come first, because they settle what a model can reach at best.
package enum CertificateField: String, CaseIterable, Sendable {
  case id = "model.id"
  case revision = "model.revision"
  case files = "model.files"
  case terms = "params.terms"
  case extraTerms = "params.extra_terms"
  case release = "params.explicit_release"
  case checkpoints = "params.intermediate_checkpoints"
  case base = "base_model"
  case teachers = "distilled_from"
  case preprocessing = "code.preprocessing"
  case training = "code.training"
  case inference = "code.inference"
  case support = "code.support"
  case architecture = "code.architecture"
  case hyperparameters = "code.hyperparameters"
  case tier = "data.tier"
  case stages = "data.stages"
  case inventory = "data.inventory"
  case processing = "data.processing"
  case labelling = "data.labelling"
  case informationLicense = "data.information_license"
  case complete = "data.complete"
  case flags = "data.flags"

  /// How an answer is written.
  package enum Kind: Sendable {
    /// A model's id, a commit.
    case text
    /// An SPDX expression.
    case license
    case bool
    /// yes, partial or no
    case presence
    /// `presence` with licence and commit.
    case code
    /// D0 to D3.
    case tier
    /// Stages of the training, at least one.
    case stages
    /// Words; `none` for none of them.
    case words
    /// A certificate's id, or `none`.
    case model
    case extraTerms
    case inventory
    /// Hashed, never typed in.
    case files
  }

  package var kind: Kind {
    switch self {
    case .id, .revision: .text
    case .files: .files
    case .terms, .informationLicense: .license
    case .extraTerms: .extraTerms
    case .release, .hyperparameters, .processing, .labelling, .complete: .bool
    case .checkpoints: .presence
    case .base: .model
    case .teachers, .flags: .words
    case .preprocessing, .training, .inference, .support, .architecture: .code
    case .tier: .tier
    case .stages: .stages
    case .inventory: .inventory
    }
  }

  /// The keys of the certificate below which the answer stands.
  package var path: [String] {
    switch self {
    case .id: ["id"]
    case .revision: ["revision"]
    case .files: ["files"]
    case .terms: ["weights", "license"]
    case .extraTerms: ["extra_terms"]
    case .release: ["weights", "explicit_release"]
    case .checkpoints: ["weights", "intermediate_checkpoints"]
    case .base: ["base_model"]
    case .teachers: ["distilled_from"]
    case .preprocessing, .training, .inference, .support, .architecture, .hyperparameters, .tier, .stages,
      .inventory, .processing, .labelling, .informationLicense, .complete:
      rawValue.split(separator: ".").map(String.init)
    case .flags: ["flags"]
    }
  }

  /// In the order of training.
  package static let stageWords = ["pretrain", "sft", "preference"]

  /// The last of them, which the answer itself stands under.
  var key: String { path[path.count - 1] }

  /// The path as `sources` and `evidence` of a certificate write it.
  package var place: String { path.joined(separator: ".") }

  /// The answer carries its address and its quote itself; that of the others stands in `evidence`.
  var isInline: Bool {
    switch kind {
    case .bool, .presence, .code, .stages: true
    default: false
    }
  }

  /// What must stand beside a positive answer. A name, a commit and a hash are checked by looking, not by reading.
  package var needed: (url: Bool, quote: Bool) {
    switch self {
    case .id, .revision, .files: (false, false)
    case .flags, .checkpoints: (true, false)
    default: (true, true)
    }
  }

  /// Why it is asked, as long as no file says more.
  package var why: String {
    switch self {
    case .id: "no file names the model"
    case .revision: "files change behind a branch's name"
    case .files: "a name is not an identity"
    case .terms: "a tag of a hub settles nothing; the licence file of this revision does"
    case .extraTerms: "policies often stand beside the licence"
    case .release: "the parameters must be set free in words"
    case .checkpoints: "informative"
    case .base: "a model is never better than what it was made from"
    case .teachers: "outputs of other models are often training data and may carry their terms"
    case .preprocessing, .training, .inference, .support, .architecture:
      "the \(key) code belongs to the form in which a model can be changed"
    case .hyperparameters: "needed to train again"
    case .tier: "projects ask for it apart from the verdict"
    case .stages: "every stage that the model went through needs data that are named"
    case .inventory: "each data set needs a class, and every stage must be covered"
    case .processing: "filtering and selection must be described"
    case .labelling: "labelling must be described"
    case .informationLicense: "what describes the data has a licence too"
    case .complete: "only the whole inventory lets somebody build it again"
    case .flags: "what users should see"
    }
  }

  /// What counts as an answer. "Unknown" always does, and is never taken for a yes.
  package var wanted: String {
    switch self {
    case .id: "the id of the repository on its hub"
    case .revision: "the commit, 40 hexadecimal digits; never a branch"
    case .files: "size and SHA-256 of each file, or a signed manifest"
    case .terms: "an SPDX expression, and address, SHA-256 and date of the licence file of this revision"
    case .extraTerms:
      "each gate prompt, acceptable use policy and usage policy: address, SHA-256, date, compatible or not; or none"
    case .release: "the sentence, quoted, with its address"
    case .checkpoints: "address of the checkpoints: yes, partial or no"
    case .base: "id of the base, which has to be certified first, or that it was trained from nothing"
    case .teachers: "ids of the models, from the card or the paper; or none"
    case .preprocessing, .training, .inference, .support, .architecture:
      "address, commit, SPDX id and SHA-256 of its licence file; present: yes, partial or no"
    case .hyperparameters: "address of the configuration files: yes or no"
    case .tier: "D0 undisclosed, D1 in part, D2 released or fully listed, D3 all open"
    case .stages:
      "from the card or the paper those of pretrain, sft and preference that the model itself went through, not its "
        + "base; [pretrain] where it was trained in one go"
    case .inventory:
      "for each: name, class (open, public, obtainable, unshareable), where to get it, licence, size, stage"
    case .processing: "address and a quote from the paper or the code"
    case .labelling: "address, or that nothing was labelled"
    case .informationLicense: "SPDX id of paper and data card"
    case .complete: "yes, no or unknown, in own words"
    case .flags: "such as trained_on_books3; or none"
    }
  }
}
