// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What is known of a served model and of who runs it: the part of a record that is the same for all its calls.
package struct ModelProvenance: Hashable, Sendable {
  package var certificate: CertificateID
  /// Of the certificate's file.
  package var certificateDigest: ContentDigest?
  package var tier: LicenseTier?
  /// False for a program that works by rules and has learned nothing from data.
  package var isTrained: Bool
  package var verdict: Openness
  package var dataTier: DataTier?
  /// An exact revision; nil when what the backend runs cannot be proven.
  package var revision: String?
  package var weightsDigest: String?
  package var quantization: Quantization?
  /// The model that it was made from; nil: its certificate names none.
  package var base: Base?
  /// SPDX expressions; nil where there is nothing to license or the licence is not known.
  package var weightsLicense: String?
  package var codeLicense: String?
  package var dataLicense: String?
  /// What the licences ask of whoever uses answers; the words of `Policies/licenses`.
  package var outputTerms: String?
  package var flags: [String]
  package var host: Host
  package var backend: BackendID
  package var backendKind: String
  package var trust: Trust
  package var contract: ContractID?
  /// Where the machine stands.
  package var region: HostRegion?

  /// The certificate that a base was judged by. Its digest and not one of the weights: it fixes every hash of a file that
  /// the certificate has and what was found out beside them, it is known also where nobody has hashed a file, and it stands
  /// in the transparency log.
  package struct Base: Hashable, Sendable {
    package var certificate: CertificateID
    /// Of the certificate's file; nil: the base has no certificate.
    package var digest: ContentDigest?

    package init(certificate: CertificateID, digest: ContentDigest?) {
      (self.certificate, self.digest) = (certificate, digest)
    }
  }

  /// Where the model runs.
  package enum Host: Hashable, Sendable {
    case local
    /// Run by the Wikimedia Foundation.
    case wikimedia(provider: String, termsDigest: ContentDigest?)
    case external(provider: String, termsDigest: ContentDigest?)

    var kind: String {
      switch self {
      case .local: "local"
      case .wikimedia: "wikimedia"
      case .external: "external"
      }
    }

    var provider: (name: String, termsDigest: ContentDigest?)? {
      switch self {
      case .local: nil
      case .wikimedia(let provider, let digest), .external(let provider, let digest): (provider, digest)
      }
    }
  }

  package init(
    certificate: CertificateID, certificateDigest: ContentDigest?, tier: LicenseTier?, isTrained: Bool,
    verdict: Openness,
    dataTier: DataTier?, revision: String?,
    weightsDigest: String?, quantization: Quantization?, base: Base?, weightsLicense: String?, codeLicense: String?,
    dataLicense: String?, outputTerms: String?, flags: [String], host: Host, backend: BackendID, backendKind: String,
    trust: Trust, contract: ContractID?, region: HostRegion?
  ) {
    self.certificate = certificate
    self.certificateDigest = certificateDigest
    self.tier = tier
    self.isTrained = isTrained
    self.verdict = verdict
    self.dataTier = dataTier
    self.revision = revision
    self.weightsDigest = weightsDigest
    self.quantization = quantization
    self.base = base
    self.weightsLicense = weightsLicense
    self.codeLicense = codeLicense
    self.dataLicense = dataLicense
    self.outputTerms = outputTerms
    self.flags = flags
    self.host = host
    self.backend = backend
    self.backendKind = backendKind
    self.trust = trust
    self.contract = contract
    self.region = region
  }
}
