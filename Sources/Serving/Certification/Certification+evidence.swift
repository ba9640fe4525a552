// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
package import ModelImport
import StrictYAML

/// What somebody hands in beside a draft: answers, directories and texts.
extension Certification {
  /// Reads a file of answers into the document.
  package func apply(answers path: String, to document: inout CertificateDocument) throws(InstallationProblem) {
    let (file, problems) = AnswersFile.read(try AtomicFile.read(path), file: path)
    guard let file else { throw InstallationProblem(.badInput, problems.map(\.description)) }
    let id = document["id"].scalar ?? ""
    if let certificate = file.certificate, certificate != id, !id.hasPrefix("local/") {
      throw InstallationProblem(.badInput, "\(path): these are answers about `\(certificate)`, not about `\(id)`")
    }
    for (field, answer) in file.answers { document.apply(answer, to: field) }
  }

  /// Hashes a directory, or a single file. Digests that the draft has must be the same ones.
  package func hash(_ directory: String, into document: inout CertificateDocument) throws(InstallationProblem) {
    let files: [HashedFile]
    do throws(ImportProblem) {
      files = try FileHasher.hash(directory)
    } catch {
      throw InstallationProblem(error)
    }
    let known = document.files
    guard !known.isEmpty else { return document.setFiles(files, from: "hashed on \(today)") }
    let found = Dictionary(files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let differing = known.filter { found[$0.path] != $0 }.map(\.path)
    guard differing.isEmpty else {
      throw InstallationProblem(
        .failed,
        "\(directory): not the files of the draft: \(differing.prefix(8).joined(separator: ", ")); find out which are "
          + "right, and import again")
    }
  }

  /// Stores the hash of a text that the certificate rests on: of the licence, or of terms beside it.
  ///
  /// - Parameter argument: `ADDRESS=FILE`.
  package func store(text argument: String, in document: inout CertificateDocument) throws(InstallationProblem) {
    let text = try StoredText(argument)
    func isIt(_ node: CertificateDocument.Node) -> Bool { node["url"].scalar == text.url }
    let watched = CertificateDocument.Node.map([
      .init("url", .text(text.url)), .init("sha256", .text(text.digest.digits)),
      .init("date", .plain(today.description)),
    ])
    var quotes: [(String, String?)] = []
    var isFound = false
    if isIt(document["weights", "text"]) {
      isFound = true
      document["weights", "text"] = watched
      quotes += document["evidence"].elements.filter(isIt).map { ($0["field"].scalar ?? "", $0["quote"].scalar) }
    }
    document[.extraTerms] = .list(
      document[.extraTerms].elements.map { terms in
        guard isIt(terms["text"]) else { return terms }
        isFound = true
        if isIt(terms["judgement"]) {
          quotes.append((CertificateField.extraTerms.place, terms["judgement"]["quote"].scalar))
        }
        var terms = terms
        terms["text"] = watched
        return terms
      })
    guard isFound else {
      throw InstallationProblem(
        .badInput,
        "--text \(text.url): no text of this certificate has that address; answer "
          + "\(CertificateField.terms.rawValue) or \(CertificateField.extraTerms.rawValue) with it first")
    }
    for case (let field, let quote?) in quotes where !text.holds(quote) {
      throw InstallationProblem(
        .failed, "\(field): the quote does not stand in \(text.file); quote the text as it is, or give the right file")
    }
  }
}
