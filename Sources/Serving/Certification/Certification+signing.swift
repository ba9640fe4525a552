// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import Notes
package import Policy

extension Certification {
  package struct Signed {
    package let policies: Policies
    package let model: AssessedModel
    /// Whose signatures were over former bytes and count no more.
    package let dropped: [String]
  }

  /// Adds a certifier's signature over the certificate's file as it is now.
  ///
  /// - Throws: for a certificate that is not in force, for a key that does not stand in certifiers.yaml today, and for
  ///   somebody who has signed already.
  package func sign(_ id: CertificateID, with signer: NoteSigner) throws(InstallationProblem) -> Signed {
    let name = "models/\(try CertificateName.file(of: id))"
    let edit = try PolicyEdit(self.policies)
    let policies = try edit.read()
    guard let model = policies.catalogue[id], let bytes = try? AtomicFile.read("\(self.policies)/\(name)"),
      model.certificate.digest == ContentDigest(of: bytes)
    else {
      throw InstallationProblem(
        .badInput, "there is no certificate '\(id)' in \(name): write it first with `toolgate model certify`")
    }
    try requireInForce(model)
    try requireCertifier(signer, policies)

    let signatures = Self.signatures(of: name)
    var file = SignatureFile(of: id, file: bytes)
    let former = try signatureFile(signatures)
    let isSame = former?.digest == file.digest
    for signature in (isSame ? former?.signatures : nil) ?? [] {
      let isValid = policies.certifiers.contains {
        $0.name == signature.certifier && model.certificate.takesSignature(on: signature.signedOn)
          && model.certificate.licenseText(since: signature.signedOn, in: policies.licenses) == nil
          && CertificateSigning.isValid(signature.bytes, of: bytes, on: signature.signedOn, by: $0.key)
      }
      guard signature.certifier != signer.name.text else {
        if isValid {
          throw InstallationProblem(
            .failed,
            "'\(signer.name)' has signed this certificate already: the second signature must be another person's")
        }
        continue
      }
      file.add(signature.bytes, by: signature.certifier, on: signature.signedOn)
    }
    file.add(try signature(over: bytes, by: signer), by: signer.name.text, on: today)
    let gone = InstallationProblem(.failed, "the certificate '\(id)' went away while it was signed; try again")
    let signed = try edit.write([(signatures, file.bytes)], if: { $0.catalogue[id] != nil }, or: gone)
    guard let result = signed.catalogue[id] else { throw gone }
    return Signed(
      policies: signed, model: result, dropped: isSame ? [] : former?.signatures.map(\.certifier) ?? [])
  }

  /// The directory as it is, or as it would be.
  package func load(_ candidates: [String: [UInt8]]) throws(InstallationProblem) -> Policies {
    try PolicyDirectory.read(policies, with: candidates)
  }

  private func requireInForce(_ model: AssessedModel) throws(InstallationProblem) {
    let id = model.certificate.id
    switch model.standing(on: today) {
    case .inForce: return
    case .notYet(let day):
      throw InstallationProblem(
        .failed, "the certificate '\(id)' is not in force before \(day): correct `assessed_on`, then sign")
    case .expired(let day):
      throw InstallationProblem(
        .failed, "the certificate '\(id)' expired on \(day): certify the model again, then sign")
    case .suspended(let reason):
      throw InstallationProblem(
        .failed, "the certificate '\(id)' is suspended, \(reason): certify the model again, then sign")
    case .revoked(let day, let reason):
      throw InstallationProblem(.failed, "the certificate '\(id)' was revoked on \(day): \(reason)")
    }
  }

  /// - Throws: when the key does not stand in certifiers.yaml today.
  package func requireCertifier(_ signer: NoteSigner, _ policies: Policies) throws(InstallationProblem) {
    let name = signer.name.text
    let own = policies.certifiers.filter { $0.name == name }
    guard !own.isEmpty else {
      throw InstallationProblem(
        .notPermitted,
        "'\(name)' does not stand in certifiers.yaml: have the item that `toolgate key new` printed added")
    }
    guard let certifier = own.first(where: { $0.key == signer.verifier }) else {
      throw InstallationProblem(
        .notPermitted, "certifiers.yaml has another key for '\(name)': sign with that one, or have this one added")
    }
    guard certifier.maySign(on: today) else {
      let end = certifier.until.map { " \($0.asEnd)" } ?? ""
      throw InstallationProblem(
        .notPermitted, "this key of '\(name)' may sign from \(certifier.since)\(end), and today is \(today)")
    }
  }

  private func signature(over file: [UInt8], by signer: NoteSigner) throws(InstallationProblem) -> [UInt8] {
    guard let signature = try? CertificateSigning.sign(file, on: today, with: signer) else {
      throw InstallationProblem(.failed, "the key of '\(signer.name)' cannot sign")
    }
    return signature
  }
}
