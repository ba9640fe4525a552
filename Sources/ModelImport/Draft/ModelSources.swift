// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// What a draft is made from: files on this machine, and the answer of an Ollama server that somebody asked.
package struct ModelSources: Sendable {
  /// A hub id, and 40 hexadecimal digits, as somebody named them; they come before what files say.
  package var id: String?
  package var revision: String?
  package var card: String?
  package var gguf: [String] = []
  package var mot: String?
  package var ollama: (model: String, server: String, answer: [UInt8])?
  package var directory: String?
  /// Of the publisher, and the public key in PEM that it is checked with.
  package var signature: (file: String, key: String)?

  package init() {}

  package var isEmpty: Bool {
    card == nil && gguf.isEmpty && mot == nil && ollama == nil && directory == nil
  }

  /// Reads everything; nothing of it is used if one source is wrong.
  package func draft() throws(ImportProblem) -> ModelDraft {
    var draft = try named()
    if let card { draft.add(try ModelCard(OpenFile(path: card)).draft) }
    for path in gguf { draft.add(ModelDraft(try GGUFHeader(OpenFile(path: path)))) }
    if let ollama {
      draft.add(try OllamaShow(ollama.answer, model: ollama.model, source: "\(ollama.server)/api/show").draft)
    }
    if let mot {
      let file = try OpenFile(path: mot)
      draft.add(
        try MOTRecord(file.readWhole(limit: 1 << 20, what: "a record of the Model Openness Tool"), file: mot).draft)
    }
    try addFiles(to: &draft)
    return draft
  }

  private func named() throws(ImportProblem) -> ModelDraft {
    var draft = ModelDraft()
    if let id {
      guard HubAddress.isID(id), id.contains("/") else {
        throw ImportProblem(file: "--id", "must be the id of a repository, ORG/NAME, not `\(short(id))`")
      }
      draft.id = Sourced(id, Origin(file: "command line", key: "--id"))
    }
    if let revision {
      guard Hexadecimal.isText(revision, digits: 40) else {
        throw ImportProblem(
          file: "--revision", "must be a commit of 40 hexadecimal digits, never a branch; not `\(short(revision))`")
      }
      draft.revision = Sourced(revision, Origin(file: "command line", key: "--revision"))
    }
    return draft
  }

  private func addFiles(to draft: inout ModelDraft) throws(ImportProblem) {
    guard let place = directory ?? (gguf.count == 1 ? gguf[0] : nil) else {
      if let signature {
        throw ImportProblem(file: signature.file, "signs files: name their directory, or one GGUF file")
      }
      return
    }
    if directory != nil, FileHasher.isFile(place) {
      throw ImportProblem(
        file: place, "is one file; --directory takes the directory of a model, and --gguf a GGUF file")
    }
    let files = try FileHasher.hash(place)
    guard let signature else {
      draft.add(ModelDraft(files: files, directory: place))
      return
    }
    let bundle = try OpenFile(path: signature.file)
    let pem = try OpenFile(path: signature.key).readWhole(limit: SignatureKey.sizeLimit, what: "a public key")
    let manifest = try ModelSignature(
      bundle.readWhole(limit: ModelSignature.sizeLimit, what: "a signature of a model"), file: signature.file
    ).verified(by: SignatureKey(pem: pem, file: signature.key))
    // The bundle itself often lies beside the files that it signs.
    let signed = files.filter {
      manifest.digests[$0.path] != nil || !Self.isSame(signature.file, "\(place)/\($0.path)")
    }
    let differences = manifest.differences(from: signed)
    guard differences.isEmpty else {
      let shown = differences.prefix(8).map(\.description).joined(separator: "; ")
      let rest = differences.count > 8 ? "; and \(differences.count - 8) more" : ""
      throw ImportProblem(file: place, "the files are not those that were signed: \(shown)\(rest); fetch them again")
    }
    draft.add(ModelDraft(manifest, files: signed))
  }

  private static func isSame(_ one: String, _ other: String) -> Bool {
    guard let path = FileHasher.resolved(one) else { return false }
    return path == FileHasher.resolved(other)
  }
}
