// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Domain
internal import StrictYAML

extension ModelDraft {
  init(card: YAMLNode, file: String) {
    self.init()
    func origin(_ key: String) -> Origin { Origin(file: file, key: key) }
    func texts(_ key: String) -> [Sourced<String>] {
      (card[key]?.texts ?? []).prefix(Self.listLimit).map { item in
        Sourced(item.text, Origin(file: file, key: "\(key), line \(item.place.line)"))
      }
    }

    name = card["model_name"]?.text.map { Sourced($0, origin("model_name")) }
    // No key of the hub's own list; publishers write either.
    releasedOn =
      ["release_date", "released_on"].lazy.compactMap { key in
        card[key]?.text.map { Sourced($0, origin(key)) }
      }.first
    warnOfKinds(card, file: file)
    readLicense(card, file: file)
    languages = texts("language")
    tags = texts("tags")
    tasks = texts("pipeline_tag")
    datasets = texts("datasets").map { name in
      let isID = HubAddress.isID(name.value) && name.value.contains("/")
      let url = isID ? "https://huggingface.co/datasets/\(name.value)" : nil
      return Sourced(Dataset(name: name.value, url: url), name.origin)
    }
    baseModels = texts("base_model").map { base in
      let id = HubAddress.isID(base.value) ? base.value : HubAddress.id(base.value)
      return Sourced(BaseModel(id: id, name: id == nil ? base.value : nil), base.origin)
    }
    readDerivation(card, file: file)
    gates = card.members.filter { $0.key.hasPrefix("extra_gated_") && !Self.isEmpty($0.value) }.map { entry in
      Sourced(Self.summary(ofGate: entry), Origin(file: file, key: "\(entry.key), line \(entry.place.line)"))
    }
  }

  /// Of items that are kept from one list.
  private static let listLimit = 1_000

  private mutating func readLicense(_ card: YAMLNode, file: String) {
    let name = card["license_name"]?.text
    let link = card["license_link"]?.text
    let tags = card["license"]?.texts ?? []
    // A name and an address belong to the one tag; with several tags nobody can tell to which.
    licenses = tags.prefix(Self.listLimit).map { tag in
      let isOnly = tags.count == 1
      let claim = LicenseClaim(tag: tag.text, name: isOnly ? name : nil, link: isOnly ? link : nil)
      return Sourced(claim, Origin(file: file, key: "license, line \(tag.place.line)"))
    }
    if tags.count != 1, name != nil || link != nil {
      licenses.append(Sourced(LicenseClaim(name: name, link: link), Origin(file: file, key: "license_name")))
    }
  }

  /// Keys whose value is of another kind than the hub defines: they are passed over, and somebody should know.
  private mutating func warnOfKinds(_ card: YAMLNode, file: String) {
    let words = ["model_name", "license_name", "license_link", "base_model_relation"]
    for key in ["license", "base_model", "datasets", "language", "tags"] + words {
      guard let node = card[key], !Self.isEmpty(node), node.text == nil else { continue }
      let isWord = words.contains(key)
      guard isWord || node.texts.count < node.elements.count || node.texts.isEmpty else { continue }
      let origin = Origin(file: file, key: "\(key), line \(node.place.line)")
      oddities.append(
        DraftWarning(
          code: "metadata_type",
          message:
            "\(origin): is not \(isWord ? "a word" : "a word or a list of words"), and what is none was passed over",
          origin: origin))
    }
  }

  private mutating func readDerivation(_ card: YAMLNode, file: String) {
    let relations = ["adapter": Derivation.adapter, "merge": .merge, "quantized": .quantized, "finetune": .finetune]
    if let relation = card["base_model_relation"]?.text, let derivation = relations[relation.lowercased()] {
      derivations.append(Sourced(derivation, Origin(file: file, key: "base_model_relation")))
    } else if baseModels.count > 1 {
      // The hub's own rule for several bases without a word about the relation.
      derivations.append(Sourced(.merge, Origin(file: file, key: "base_model")))
    }
    if let library = card["library_name"]?.text, let derivation = Derivation(tag: library) {
      derivations.append(Sourced(derivation, Origin(file: file, key: "library_name")))
    }
    for tag in tags {
      if let derivation = Derivation(tag: tag.value) { derivations.append(Sourced(derivation, tag.origin)) }
    }
    removeRepeatedDerivations()
  }

  private static func isEmpty(_ node: YAMLNode) -> Bool {
    switch node.content {
    case .scalar: node.text == nil
    case .list(let nodes): nodes.isEmpty
    case .map(let entries): entries.isEmpty
    }
  }

  /// A prompt is a legal text: its hash shows later whether it has changed.
  private static func summary(ofGate entry: YAMLEntry) -> String {
    guard let text = entry.value.text else { return "\(entry.key): fields that have to be filled in" }
    let digest = Hexadecimal.text(SHA256.hash(data: Array(text.utf8)))
    return "\(entry.key): `\(short(text))`, SHA-256 of the text \(digest)"
  }
}
