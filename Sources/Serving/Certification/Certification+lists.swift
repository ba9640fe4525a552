// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import Ledger
import ModelImport
import Notes
package import Policy
package import StrictYAML

extension Certification {
  package struct Revoked {
    package let revocation: Revocation
    /// Of the certificate of that id in the policies; nil when only old records name it.
    package let digest: ContentDigest?
    /// Of other files of the policies. They do not keep anybody from revoking.
    package let faults: [YAMLProblem]
  }

  /// Adds a revocation to `revocations.yaml`, whatever the state of the other policies: it must not wait for them.
  ///
  /// - Parameters:
  ///   - digest: only this file of the certificate; nil: whatever the file says, now and later.
  ///   - logged: ids and digests that the transparency log knows, so that a certificate that was removed or replaced
  ///     can be revoked too.
  /// - Throws: for a certificate that nobody knows, for one that is revoked already, and when `revocations.yaml` itself
  ///   has faults.
  package func revoke(
    _ id: CertificateID, digest: ContentDigest?, on grounds: Grounds, logged: [CertificateID: Set<ContentDigest>]
  ) throws(InstallationProblem) -> Revoked {
    guard let reason = grounds.reason, let task = grounds.task else {
      throw InstallationProblem(.badInput, "a revocation needs a reason and a task")
    }
    let lock = try PolicyLock(policies)
    let before = try revocations([:])
    let current = self.digest(of: id)
    guard current != nil || logged[id] != nil else {
      throw InstallationProblem(
        .failed, "no certificate '\(id)' stands in the policies or in the log: see `toolgate model list`")
    }
    if let digest {
      guard digest == current || logged[id]?.contains(digest) == true else {
        throw InstallationProblem(
          .failed,
          "no certificate of '\(id)' with the digest '\(digest)' is known"
            + (current.map { "; the present one has \($0)" } ?? ""))
      }
    }
    if let known = before.first(where: { $0.certificate == id && ($0.digest == nil || $0.digest == digest) }) {
      throw InstallationProblem(
        .failed, "'\(id)' was revoked on \(known.on) already: \(known.reason) (\(known.task))")
    }
    let revocation = Revocation(certificate: id, digest: digest, on: today, reason: reason, task: task)
    let file = try ListFile(
      .revocations, in: policies, key: "revocations",
      about: "Certificates that are withdrawn, and why. Nothing is ever taken out of here.")
    let bytes = try file.adding([
      ("certificate", .quoted(id.text)), ("sha256", digest.map { .quoted($0.digits) } ?? .plain("null")),
      ("on", .plain(today.description)), ("reason", .quoted(reason)), ("task", .plain(task.text)),
    ])
    guard try revocations([file.name: bytes]) == before + [revocation] else { throw file.refusal }
    try lock.write(bytes, to: file.name)
    return Revoked(revocation: revocation, digest: current, faults: PolicyDirectory.load(path: policies).problems)
  }

  private func revocations(_ candidates: [String: [UInt8]]) throws(InstallationProblem) -> [Revocation] {
    let found = Withdrawals(in: policies, candidates: candidates)
    let faults = found.problems.filter { $0.file == PolicyFiles.TopFile.revocations.rawValue }
    guard faults.isEmpty else { throw InstallationProblem(.badInput, faults.map(\.description)) }
    return found.revocations.map(\.revocation)
  }

  /// Of the certificate's file, read apart from all others; nil when there is none that can be read.
  private func digest(of id: CertificateID) -> ContentDigest? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(policies)/models")) ?? []
    for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
      guard let bytes = try? BoundedFile.read(path: "\(policies)/models/\(name)"),
        let document = try? CertificateDocument(bytes, file: name), document["id"].scalar == id.text
      else { continue }
      return ContentDigest(of: bytes)
    }
    return nil
  }

  /// Adds a certifier to `certifiers.yaml`.
  package func add(_ certifier: Certifier) throws(InstallationProblem) -> String {
    let edit = try PolicyEdit(policies)
    let before = try edit.read().certifiers
    guard !before.contains(where: { $0.key == certifier.key }) else {
      throw InstallationProblem(.failed, "certifiers.yaml has this key of '\(certifier.name)' already")
    }
    let file = try ListFile(
      .certifiers, in: policies, key: "certifiers",
      about: "Who may sign certificates. One person has one name; a key that is replaced gets `until`.")
    let bytes = try file.adding(Self.item(certifier))
    try edit.write([(file.name, bytes)], if: { $0.certifiers == before + [certifier] }, or: file.refusal)
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
