// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import Foundation
package import ModelImport
package import Policy
import StrictYAML

/// The way from a draft to a signed certificate, on the policy directory of a home. Nothing is written before the whole
/// directory, as it would be, has been read without a fault.
package struct Certification {
  package let policies: String
  package let drafts: String
  package let today: CivilDay

  package init(home: Home, policies: String, today: CivilDay) {
    self.init(policies: policies, drafts: home.drafts, today: today)
  }

  package init(policies: String, drafts: String, today: CivilDay) {
    (self.policies, self.drafts, self.today) = (policies, drafts, today)
  }

  /// A certificate as it would stand among the others.
  package struct Candidate {
    package let id: CertificateID
    /// Below the policy directory: `models/org--name.yaml`.
    package let name: String
    package let bytes: [UInt8]
    package let policies: Policies
    package let model: AssessedModel
  }

  // MARK: Drafts

  /// - Parameter argument: the path of a draft, or an id: of a draft in the home or, where there is none, of a
  ///   certificate that is to be renewed.
  package func document(_ argument: String) throws(InstallationProblem) -> (document: CertificateDocument, path: String)
  {
    var paths = [argument]
    if let id = CertificateID(argument) {
      let name = try? CertificateName.file(of: id)
      paths += name.map { ["\(drafts)/\($0)", "\(policies)/models/\($0)"] } ?? []
    }
    var isDirectory: ObjCBool = false
    let found = paths.first {
      FileManager.default.fileExists(atPath: $0, isDirectory: &isDirectory) && !isDirectory.boolValue
    }
    guard let path = found else {
      throw InstallationProblem(
        .badInput, "there is no draft and no certificate '\(argument)': make one with `toolgate model import`")
    }
    let bytes = try AtomicFile.read(path)
    do throws(ImportProblem) {
      return (try CertificateDocument(bytes, file: path), path)
    } catch {
      throw InstallationProblem(error)
    }
  }

  // MARK: Candidates

  /// Reads the directory as it would be with the document in it.
  ///
  /// - Throws: every fault of every file; and when another certificate has the file that this one would have.
  package func candidate(_ document: CertificateDocument, from path: String) throws(InstallationProblem) -> Candidate {
    var document = document
    document["assessed_on"] = .plain(today.description)
    document["expires"] = .plain(CivilDay(daysSince1970: today.daysSince1970 + Certificate.validDays).description)
    let text = document["id"].scalar ?? ""
    guard let id = CertificateID(text) else {
      throw InstallationProblem(.badInput, "\(path): `id` must be the model's id, visible ASCII, not '\(text)'")
    }
    let name = "models/\(try CertificateName.file(of: id))"
    try Self.requirePlace("\(policies)/\(name)", for: id)
    let (policies, problems) = PolicyDirectory.load(path: policies, candidates: [name: document.bytes])
    guard let policies, let model = policies.catalogue[id] else {
      throw InstallationProblem(
        .badInput,
        problems.map { problem in
          problem.file == name
            ? "\(path): \(document.place(ofLine: problem.place.line)): \(problem.message)" : problem.description
        })
    }
    return Candidate(id: id, name: name, bytes: document.bytes, policies: policies, model: model)
  }

  /// Two ids can lead to one file: `a/b` and `a--b`.
  ///
  /// - Throws: when there is a certificate or a draft of another id.
  static func requirePlace(_ path: String, for id: CertificateID) throws(InstallationProblem) {
    // What cannot be read as a certificate is nobody's, and may be replaced.
    guard let bytes = try? BoundedFile.read(path: path),
      let holder = (try? CertificateDocument(bytes, file: path))?["id"].scalar, holder != id.text
    else { return }
    throw InstallationProblem(
      .failed, "\(path) is that of '\(holder)', and '\(id)' would take its place: give this model another id")
  }

  /// What the terms that are known let the model reach, if everything that is open is answered as well as can be and
  /// two certifiers sign.
  package func best(_ candidate: Candidate) -> Assessment {
    let catalogue = candidate.policies.catalogue
    let origins = candidate.model.certificate.origins.compactMap { id in
      catalogue[id].map { (id, $0.assessment) }
    }
    return Assessment.of(
      candidate.model.certificate.atBest, book: candidate.policies.licenses,
      bases: Dictionary(origins, uniquingKeysWith: { first, _ in first }),
      switches: candidate.policies.switches, signatures: 2)
  }

  // MARK: Writing

  package struct Written {
    package let isChanged: Bool
    /// Whose signatures were over the former file and count no more.
    package let dropped: [String]
  }

  /// The certificate that stands where the document's is to stand; nil: none does. Answers may take an hour, and somebody
  /// else may write another one meanwhile.
  package func standing(of document: CertificateDocument) throws(InstallationProblem) -> [UInt8]? {
    guard let id = CertificateID(document["id"].scalar ?? "") else { return nil }
    return try? BoundedFile.read(path: "\(policies)/models/\(try CertificateName.file(of: id))")
  }

  /// Puts the certificate in its place. Signatures over other bytes go.
  ///
  /// - Parameter standing: what stood there when the answers began.
  /// - Throws: also when the directory has changed since so that the candidate does not fit any more.
  package func write(_ candidate: Candidate, over standing: [UInt8]?) throws(InstallationProblem) -> Written {
    let edit = try PolicyEdit(policies)
    let path = "\(policies)/\(candidate.name)"
    try Self.requirePlace(path, for: candidate.id)
    let found = try? BoundedFile.read(path: path)
    guard found == standing || found == candidate.bytes else {
      throw InstallationProblem(
        .failed,
        "\(path) was changed by somebody else meanwhile, and nothing was written over it: look at it, and run this again"
      )
    }
    let signatures = Self.signatures(of: candidate.name)
    let former = try signatureFile(signatures)
    let isChanged = found != candidate.bytes
    try edit.write(isChanged ? [(candidate.name, candidate.bytes)] : [])
    guard let former, former.digest != ContentDigest(of: candidate.bytes) else {
      return Written(isChanged: isChanged, dropped: [])
    }
    try edit.remove(signatures)
    return Written(isChanged: isChanged, dropped: former.signatures.map(\.certifier))
  }

  // MARK: Files

  static func signatures(of name: String) -> String { "signatures/\(name.dropFirst("models/".count))" }

  /// Nil where nobody has signed.
  func signatureFile(_ name: String) throws(InstallationProblem) -> SignatureFile? {
    let path = "\(policies)/\(name)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let (file, problems) = SignatureFile.read(try AtomicFile.read(path), name: path)
    guard let file else { throw InstallationProblem(.badInput, problems.map(\.description)) }
    return file
  }
}
