// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What is known, and from where, about one model: a file of `Policies/models`. A model without one is not served.
package struct Certificate: Sendable {
  package var id: CertificateID
  package var name: String
  package var revision: Revision
  package var weights: Weights
  /// Of the code that runs and trains the model; nil where it is not published.
  package var codeLicense: LicenseExpression?
  package var data: TrainingData
  package var verdict: Verdict
  package var output: OutputTerms
  /// BCP 47 tags that are known for certain.
  package var languages: [String]
  package var baseModel: CertificateID?
  package var assessedOn: CivilDay
  /// Field → public address, or `unverified`. A field without an entry is unverified.
  package var sources: [String: String]

  /// For the header `x-toolgate-license`: of the weights or, where there are none, of the code.
  package var license: LicenseExpression {
    switch weights {
    case .none(let code): code
    case .released(let license, _), .closed(let license): license
    }
  }

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
    /// Anybody may fetch them under the licence. Digest: `sha256:` and 64 digits; nil for a remote host, which cannot
    /// prove its files.
    case released(license: LicenseExpression, digest: String?)
    /// Only the provider has them; the "licence" is the terms of the service.
    case closed(terms: LicenseExpression)

    /// For the record: the digest, `none`, or `unverified_remote`.
    package var digestText: String {
      switch self {
      case .none: "none"
      case .released(_, let digest): digest ?? "unverified_remote"
      case .closed: "unverified_remote"
      }
    }
  }

  package struct TrainingData: Hashable, Sendable {
    package var license: LicenseExpression?
    /// In words; set where no expression fits.
    package var description: String?
    package var tier: DataTier
  }

  package struct Verdict: Hashable, Sendable {
    package var openness: Openness
    package var confidence: Confidence
    package var why: String
  }

  package enum Confidence: String, CaseIterable, Sendable { case high, medium, low }

  package struct OutputTerms: Hashable, Sendable {
    package var terms: Terms
    /// Shown to users and written into the record.
    package var flags: [String]

    /// What the terms say about the use of answers; the words of licences.yaml.
    package enum Terms: String, CaseIterable, Sendable {
      case none, naming, unclear, unknown
      case usePolicy = "use_policy"
      case banTraining = "ban_training"
      case researchOnly = "research_only"
    }
  }
}
