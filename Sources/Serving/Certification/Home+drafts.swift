// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import ModelImport

extension Home {
  /// Where drafts of certificates lie: beside the policies, never in them, so that nothing takes one for a certificate.
  package var drafts: String { "\(directory)/drafts" }

  /// Writes a draft under the name that its certificate will have. A draft that is there is not written over: somebody
  /// may have worked on it.
  ///
  /// - Returns: the path.
  package func keep(_ draft: ModelDraft, on day: CivilDay) throws(InstallationProblem) -> String {
    let path = "\(drafts)/\(try CertificateName.file(of: draft.certificateID))"
    try AtomicFile.makeDirectory(drafts)
    try Self.keep(draft, at: path, on: day)
    return path
  }

  package static func keep(_ draft: ModelDraft, at path: String, on day: CivilDay) throws(InstallationProblem) {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw InstallationProblem(
        .failed, "\(path) is there already, and somebody may have worked on it: name another --output, or remove it")
    }
    try AtomicFile.write(Array(draft.yaml(assessedOn: day).utf8), to: path)
  }
}

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

extension InstallationProblem {
  package init(_ problem: ImportProblem) { self.init(.badInput, problem.description) }
}

/// The name of a certificate's file, and of its draft and its signatures.
package enum CertificateName {
  /// `org/name` → `org--name.yaml`.
  package static func file(of id: CertificateID) throws(InstallationProblem) -> String {
    let isFit = id.text.utf8.allSatisfy { byte in
      byte < 0x80
        && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
          || "._-:+/".utf8.contains(byte))
    }
    let name = id.text.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "--")
    guard isFit, !name.hasPrefix(".") else {
      throw InstallationProblem(
        .badInput, "'\(id)' cannot be the name of a file: use letters, digits and ._-:+/, not beginning with a point")
    }
    return "\(name).yaml"
  }
}
