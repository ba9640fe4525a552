// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What is known of a served model and of who runs it: the part of a record that is the same for all its calls.
package struct ModelProvenance: Hashable, Sendable {
  package var certificate: CertificateID
  /// False for a program that works by rules and has learned nothing from data.
  package var isTrained: Bool
  package var verdict: Openness
  package var dataTier: DataTier?
  /// An exact revision; nil when what the backend runs cannot be proven.
  package var revision: String?
  package var weightsDigest: String?
  /// SPDX expressions; nil where there is nothing to license or the licence is not known.
  package var weightsLicense: String?
  package var codeLicense: String?
  package var dataLicense: String?
  package var flags: [String]
  package var backend: BackendID
  package var backendKind: String
  package var trust: Trust
  package var contract: ContractID?

  package init(
    certificate: CertificateID, isTrained: Bool, verdict: Openness, dataTier: DataTier?, revision: String?,
    weightsDigest: String?, weightsLicense: String?, codeLicense: String?, dataLicense: String?, flags: [String],
    backend: BackendID, backendKind: String, trust: Trust, contract: ContractID?
  ) {
    self.certificate = certificate
    self.isTrained = isTrained
    self.verdict = verdict
    self.dataTier = dataTier
    self.revision = revision
    self.weightsDigest = weightsDigest
    self.weightsLicense = weightsLicense
    self.codeLicense = codeLicense
    self.dataLicense = dataLicense
    self.flags = flags
    self.backend = backend
    self.backendKind = backendKind
    self.trust = trust
    self.contract = contract
  }
}
