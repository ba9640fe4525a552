// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
package import ModelImport

extension Certification {
  /// Keeps a half-answered document among the drafts, so that no answer is lost.
  ///
  /// - Parameter path: where it came from; a draft elsewhere is replaced there, a certificate never.
  /// - Returns: where it is now.
  package func keep(_ document: CertificateDocument, from path: String) throws(InstallationProblem) -> String {
    let isCertificate = Self.stands(path, in: policies)
    guard let id = CertificateID(document["id"].scalar ?? "") else {
      throw InstallationProblem(.badInput, "\(path): `id` must be visible ASCII")
    }
    let target = isCertificate ? "\(drafts)/\(try CertificateName.file(of: id))" : path
    if isCertificate { try Self.requirePlace(target, for: id) }
    try AtomicFile.makeDirectory(drafts)
    try AtomicFile.write(document.bytes, to: target)
    return target
  }

  /// A draft of the home is over once its certificate stands; what somebody keeps elsewhere stays.
  package func dropDraft(at path: String) throws(InstallationProblem) {
    if Self.stands(path, in: drafts) { try AtomicFile.remove(path) }
  }

  /// However the path is written, and through whatever links it leads.
  private static func stands(_ path: String, in directory: String) -> Bool {
    func resolved(_ path: String) -> String? {
      guard let real = realpath(path, nil) else { return nil }
      defer { free(real) }
      return String(cString: real)
    }
    guard let path = resolved(path), let directory = resolved(directory) else { return false }
    return path.hasPrefix("\(directory)/")
  }
}
