// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Domain
internal import Wire

/// The answer of an Ollama server to `POST /api/show`
/// (<https://github.com/ollama/ollama/blob/main/docs/api.md>, "Show Model Information").
package struct OllamaShow: Sendable {
  package let draft: ModelDraft

  /// Bytes; a model's whole vocabulary fits, which the server sends only when asked for it.
  package static let sizeLimit = 32 << 20

  /// - Parameters:
  ///   - model: What was asked for; the answer does not repeat it.
  ///   - source: For messages and origins, such as the server's address.
  /// - Throws: also when the server would pass calls on to a cloud: then the model is not the one on this machine.
  package init(_ bytes: [UInt8], model: String, source: String) throws(ImportProblem) {
    guard bytes.count <= Self.sizeLimit else {
      throw ImportProblem(file: source, "the answer has more than \(Self.sizeLimit >> 20) MiB; ask without `verbose`")
    }
    let json = try JSONDocument(bytes, file: source)
    guard json.kind(json.root) == .object else {
      throw ImportProblem(file: source, place: "byte 0", "the answer to /api/show must be a JSON object")
    }
    if let error = json.text("error", of: json.root) {
      throw ImportProblem(file: source, "the server answered with an error: \(short(error, limit: 200))")
    }
    for key in ["remote_host", "remote_model"] as [StaticString] {
      guard let value = json.member(key, of: json.root), json.text(value) != "" else { continue }
      throw ImportProblem(
        file: source, place: "\(key)",
        "`\(short(model))` is a cloud model: the server passes calls on to "
          + "`\(short(json.text(value) ?? "elsewhere"))`, so nothing "
          + "on this machine can be certified; pull a local model or certify the service as a provider"
      )
    }
    // How cloud models are called (<https://docs.ollama.com/cloud>), should a server leave the keys out.
    guard !model.hasSuffix("-cloud"), !model.hasSuffix(":cloud") else {
      throw ImportProblem(
        file: source,
        "`\(short(model))` has the name of a cloud model: the server passes calls on, so nothing on this machine can be "
          + "certified; pull a local model or certify the service as a provider")
    }
    draft = Self.draft(json, model: model, source: source)
    guard draft != ModelDraft(general: [:], file: source), json.member("details", of: json.root) != nil else {
      throw ImportProblem(file: source, "the answer says nothing of a model: `details` is missing; was it /api/show?")
    }
  }

  private static func draft(_ json: JSONDocument, model: String, source: String) -> ModelDraft {
    var general: [String: MetadataValue] = [:]
    for (key, value) in json.members(json.member("model_info", of: json.root)) where key.hasPrefix("general.") {
      general[key] = metadata(value, in: json)
    }
    var draft = ModelDraft(general: general, file: source)
    func origin(_ key: String) -> Origin { Origin(file: source, key: key) }
    func detail(_ key: StaticString) -> Sourced<String>? {
      json.text(key, of: json.member("details", of: json.root)).flatMap {
        $0.isEmpty ? nil : Sourced($0, origin("details.\(key)"))
      }
    }
    draft.name = draft.name ?? Sourced(model, origin("model"))
    draft.architecture = draft.architecture ?? detail("family")
    draft.sizeLabel = draft.sizeLabel ?? detail("parameter_size")
    if let level = detail("quantization_level"), level.value.lowercased() != "unknown" {
      draft.forms = [level]
      if GGUFFileType.isQuantized(level.value) { draft.derivations.append(Sourced(.quantized, level.origin)) }
      draft.removeRepeatedDerivations()
    }
    if let parent = detail("parent_model") {
      draft.baseModels.append(Sourced(BaseModel(name: parent.value), parent.origin))
    }
    if let count = general["general.parameter_count"]?.natural, count <= UInt64(Int64.max) {
      draft.parameterCount = Sourced(Int64(count), origin("model_info.general.parameter_count"))
    }
    readLicense(json, origin("license"), into: &draft)
    readBlob(json, origin("modelfile"), into: &draft)
    return draft
  }

  /// Older servers send one text, newer ones may send a list of them.
  private static func readLicense(_ json: JSONDocument, _ origin: Origin, into draft: inout ModelDraft) {
    guard let node = json.member("license", of: json.root) else { return }
    for text in [json.text(node)].compactMap({ $0 }) + json.elements(node).compactMap({ json.text($0) }) {
      guard let title = text.split(whereSeparator: \.isNewline).first(where: { $0.contains(where: \.isLetter) }) else {
        continue
      }
      let digest = ContentDigest(sha256: SHA256.hash(data: Array(text.utf8)))
      let name = title.drop(while: \.isWhitespace)
      draft.licenses.append(Sourced(LicenseClaim(name: short(String(name), limit: 120), textDigest: digest), origin))
    }
  }

  /// The line `FROM …/sha256-<digest>` of the model file names the very bytes that are served.
  private static func readBlob(_ json: JSONDocument, _ origin: Origin, into draft: inout ModelDraft) {
    guard let text = json.text("modelfile", of: json.root) else { return }
    for line in text.split(whereSeparator: \.isNewline) where line.hasPrefix("FROM ") {
      guard let mark = line.range(of: "sha256-", after: line.startIndex) else { continue }
      guard let digest = ContentDigest(digits: line[mark...].prefix(64)) else { continue }
      draft.leads.append(
        Lead(field: .files, text: "the server's blob has SHA-256 \(digest.digits)", origin: origin))
    }
  }

  private static func metadata(_ node: JSONTape.Node, in json: JSONDocument) -> MetadataValue? {
    switch json.kind(node) {
    case .string: json.text(node).map { .text($0) }
    case .number: json.integer(node).map { $0 >= 0 ? .natural(UInt64($0)) : .negative($0) }
    case .true: .bool(true)
    case .false: .bool(false)
    case .array: .texts(json.elements(node).prefix(GGUFHeader.listLimit).compactMap { json.text($0) })
    case .object, .null: nil
    }
  }
}

extension Substring {
  /// Where the text after the last `mark` begins.
  fileprivate func range(of mark: String, after start: Index) -> Index? {
    var found: Index?
    var at = start
    while at < endIndex {
      if self[at...].hasPrefix(mark) { found = index(at, offsetBy: mark.count) }
      at = index(after: at)
    }
    return found
  }
}
