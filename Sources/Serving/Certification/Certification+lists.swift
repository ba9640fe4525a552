// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import Ledger
import Notes
package import Policy

extension Certification {
  package struct Revoked {
    package let revocation: Revocation
    /// The certificate that it reaches now; nil when only old records name it.
    package let model: AssessedModel?
  }

  /// Adds a revocation to `revocations.yaml`.
  ///
  /// - Parameters:
  ///   - digest: only this file of the certificate, `sha256:` and 64 digits; nil: whatever the file says, now and later.
  ///   - logged: ids and digests that the transparency log knows, so that a certificate that was removed or replaced
  ///     can be revoked too.
  /// - Throws: for a certificate that nobody knows, and for one that is revoked already.
  package func revoke(
    _ id: CertificateID, digest: String?, on grounds: Grounds, logged: [CertificateID: Set<String>]
  ) throws(InstallationProblem) -> Revoked {
    guard let reason = grounds.reason, let task = grounds.task else {
      throw InstallationProblem(.badInput, "a revocation needs a reason and a task")
    }
    let lock = try PolicyLock(policies)
    defer { lock.release() }
    let before = try load([:])
    let current = before.catalogue[id]
    guard current != nil || logged[id] != nil else {
      throw InstallationProblem(
        .failed, "no certificate '\(id)' stands in the policies or in the log: see `toolgate model list`")
    }
    if let digest {
      guard digest == current?.certificate.digest || logged[id]?.contains(digest) == true else {
        throw InstallationProblem(
          .failed,
          "no certificate of '\(id)' with the digest '\(digest.prefix(80))' is known"
            + (current.map { "; the present one has \($0.certificate.digest)" } ?? ""))
      }
    }
    let sha256 = digest.map { String($0.dropFirst("sha256:".count)) }
    if let known = before.revocations.first(where: { $0.certificate == id && ($0.sha256 == nil || $0.sha256 == sha256) }
    ) {
      throw InstallationProblem(
        .failed, "'\(id)' was revoked on \(known.on) already: \(known.reason) (\(known.task))")
    }
    let revocation = Revocation(certificate: id, sha256: sha256, on: today, reason: reason, task: task)
    let file = try ListFile(
      path: "\(policies)/revocations.yaml", schema: "toolgate-revocations/1", key: "revocations",
      about: "Certificates that are withdrawn, and why. Nothing is ever taken out of here.")
    let bytes = try file.adding([
      ("certificate", .quoted(id.text)), ("sha256", sha256.map { .quoted($0) } ?? .plain("null")),
      ("on", .plain(today.description)), ("reason", .quoted(reason)), ("task", .plain(task)),
    ])
    let after = try load(["revocations.yaml": bytes])
    guard after.revocations == before.revocations + [revocation] else { throw file.refusal }
    try AtomicFile.write(bytes, to: file.path)
    return Revoked(revocation: revocation, model: after.catalogue[id])
  }

  /// Adds a certifier to `certifiers.yaml`.
  package func add(_ certifier: Certifier) throws(InstallationProblem) -> String {
    let lock = try PolicyLock(policies)
    defer { lock.release() }
    let before = try load([:]).certifiers
    guard !before.contains(where: { $0.key == certifier.key }) else {
      throw InstallationProblem(.failed, "certifiers.yaml has this key of '\(certifier.name)' already")
    }
    let file = try ListFile(
      path: "\(policies)/certifiers.yaml", schema: "toolgate-certifiers/1", key: "certifiers",
      about: "Who may sign certificates. One person has one name; a key that is replaced gets `until`.")
    let bytes = try file.adding(Self.item(certifier))
    guard try load(["certifiers.yaml": bytes]).certifiers == before + [certifier] else { throw file.refusal }
    try AtomicFile.write(bytes, to: file.path)
    return file.path
  }

  /// The item of `certifiers.yaml`, for a reviewed edit.
  package static func text(_ certifier: Certifier) -> String {
    ListFile.lines(item(certifier), indent: 2).joined(separator: "\n")
  }

  private static func item(_ certifier: Certifier) -> [(String, ListFile.Value)] {
    [
      ("name", .quoted(certifier.name)), ("key", .quoted(certifier.key.description)),
      ("since", .plain(certifier.since.description)),
    ]
  }
}
