// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension ModelDraft {
  package init(_ header: GGUFHeader) {
    self.init(general: header.general, file: header.file)
    if header.parameterCount > 0 {
      parameterCount = Sourced(header.parameterCount, Origin(file: header.file, key: "shapes of its tensors"))
    }
    if !header.unknownTypes.isEmpty {
      let types = header.unknownTypes.prefix(8).map(String.init).joined(separator: ", ")
      let origin = Origin(file: header.file, key: "types of its tensors")
      oddities.append(
        DraftWarning(
          code: "tensor_type_unknown",
          message: "\(origin): \(types) not known here; whether the file holds all of their data was not checked",
          origin: origin))
    }
  }

  /// From keys of the GGUF specification (<https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>, "General
  /// metadata"), wherever they were read.
  init(general: [String: MetadataValue], file: String) {
    self.init()
    func text(_ key: String) -> Sourced<String>? {
      general[key]?.text.map { Sourced($0, Origin(file: file, key: key)) }
    }
    func origin(_ key: String) -> Origin { Origin(file: file, key: key) }

    name = text("general.name")
    architecture = text("general.architecture")
    sizeLabel = text("general.size_label")
    let source = text("general.source.huggingface.repository") ?? text("general.source.repo_url")
    id =
      (source ?? text("general.repo_url")).flatMap { address in
        HubAddress.id(address.value).map { Sourced($0, address.origin) }
      }
    languages = general["general.languages"]?.texts.map { Sourced($0, origin("general.languages")) } ?? []
    tags = general["general.tags"]?.texts.map { Sourced($0, origin("general.tags")) } ?? []

    let claim = LicenseClaim(
      tag: text("general.license")?.value, name: text("general.license.name")?.value,
      link: text("general.license.link")?.value)
    if claim != LicenseClaim() { licenses = [Sourced(claim, origin("general.license"))] }

    warnOfKinds(general, file: file)
    baseModels = Self.numbered("general.base_model", general).map { number in
      let key = "general.base_model.\(number)"
      return Sourced(Self.base(key, general), origin(key))
    }
    if let count = general["general.base_model.count"]?.natural, count > UInt64(baseModels.count) {
      let origin = origin("general.base_model.count")
      oddities.append(
        DraftWarning(
          code: "base_missing",
          message: "\(origin): \(count) announced, and the file names \(baseModels.count); find what it was made from",
          origin: origin))
    }
    datasets = Self.numbered("general.dataset", general).compactMap { number in
      let key = "general.dataset.\(number)"
      let url = general["\(key).repo_url"]?.text ?? general["\(key).url"]?.text
      guard let name = general["\(key).name"]?.text ?? url else { return nil }
      return Sourced(Dataset(name: name, url: url), origin(key))
    }
    datasets += general["general.datasets"]?.texts.map { Sourced(Dataset(name: $0), origin("general.datasets")) } ?? []
    readType(general, file: file)
  }

  private mutating func readType(_ general: [String: MetadataValue], file: String) {
    let typeKey = "general.file_type"
    if let number = general[typeKey]?.natural {
      let name = GGUFFileType.name(number) ?? "type \(number)"
      forms = [Sourced(name, Origin(file: file, key: typeKey))]
      if GGUFFileType.isQuantized(name) {
        derivations.append(Sourced(.quantized, Origin(file: file, key: typeKey)))
      }
    }
    if general["general.type"]?.text == "adapter" {
      derivations.append(Sourced(.adapter, Origin(file: file, key: "general.type")))
    }
    if let finetune = general["general.finetune"]?.text, !baseModels.isEmpty {
      derivations.append(Sourced(.finetune, Origin(file: file, key: "general.finetune")))
      leads.append(
        Lead(
          field: .base, text: "calls itself the fine-tune `\(short(finetune))`",
          origin: Origin(file: file, key: "general.finetune")))
    }
    if let maker = general["general.quantized_by"]?.text {
      leads.append(
        Lead(
          field: .base, text: "quantised by \(short(maker))",
          origin: Origin(file: file, key: "general.quantized_by")))
    }
    for tag in tags {
      if let derivation = Derivation(tag: tag.value) { derivations.append(Sourced(derivation, tag.origin)) }
    }
    removeRepeatedDerivations()
  }

  /// Keys whose value is of another kind than the specification has: they are passed over, and somebody should know.
  private mutating func warnOfKinds(_ general: [String: MetadataValue], file: String) {
    let naturals: Set<String> = ["file_type", "quantization_version", "base_model.count", "dataset.count"]
    let lists: Set<String> = ["tags", "languages", "datasets"]
    let texts: Set<String> = [
      "architecture", "name", "type", "finetune", "size_label", "quantized_by", "license", "license.name",
      "license.link", "repo_url", "source.repo_url", "source.huggingface.repository",
    ]
    for (key, value) in general.sorted(by: { $0.key < $1.key }) {
      let word = String(key.dropFirst("general.".count))
      let expected: String
      switch value {
      case .natural where naturals.contains(word): continue
      case .texts where lists.contains(word), .text where lists.contains(word): continue
      // An empty list has elements of any kind.
      case .list(count: 0) where lists.contains(word): continue
      case .text where !naturals.contains(word): continue
      case _ where naturals.contains(word): expected = "a whole number from 0 on"
      case _ where lists.contains(word): expected = "a list of texts"
      case _ where texts.contains(word) || word.hasPrefix("base_model.") || word.hasPrefix("dataset."):
        expected = "a text"
      default: continue
      }
      let origin = Origin(file: file, key: key)
      oddities.append(
        DraftWarning(
          code: "metadata_type", message: "\(origin): is \(value.kind) and not \(expected), and was passed over",
          origin: origin))
    }
  }

  /// One of each kind: the first place that says it is enough.
  mutating func removeRepeatedDerivations() {
    var seen: Set<Derivation> = []
    derivations = derivations.filter { seen.insert($0.value).inserted }
  }

  /// At most 64, whatever the count says; numbers without a key are left out.
  private static func numbered(_ prefix: String, _ general: [String: MetadataValue]) -> [UInt64] {
    let count = min(64, general["\(prefix).count"]?.natural ?? 0)
    return (0..<count).filter { number in general.keys.contains { $0.hasPrefix("\(prefix).\(number).") } }
  }

  private static func base(_ key: String, _ general: [String: MetadataValue]) -> BaseModel {
    func text(_ part: String) -> String? { general["\(key).\(part)"]?.text }
    let url = text("repo_url") ?? text("url")
    return BaseModel(
      id: url.flatMap(HubAddress.id), name: text("name"), version: text("version"), author: text("author"),
      organization: text("organization"), repositoryURL: url, doi: text("doi"))
  }
}

extension Derivation {
  /// From tags that hubs and tools put on models.
  init?(tag: String) {
    switch tag.lowercased() {
    case "merge", "mergekit", "model-merge", "moerge": self = .merge
    case "lora", "peft", "adapter", "qlora": self = .adapter
    case "awq", "gptq", "exl2", "quantized", "bitsandbytes", "compressed-tensors": self = .quantized
    case "distillation", "distilled", "knowledge-distillation": self = .distilled
    default: return nil
    }
  }
}

enum HubAddress {
  /// `https://huggingface.co/owner/name` → `owner/name`; nil for every other address.
  static func id(_ address: String) -> String? {
    for prefix in ["https://huggingface.co/", "http://huggingface.co/", "https://hf.co/"] {
      guard address.hasPrefix(prefix) else { continue }
      let parts = address.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
      let id = parts.prefix(2).joined(separator: "/")
      let rest = parts.dropFirst(2)
      guard isID(id), rest.isEmpty || rest.first == "tree" || rest.first == "blob" || rest == [""] else { return nil }
      return id
    }
    return nil
  }

  /// `owner/name`, or one word as the first models on the hub have.
  static func isID(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return (1...2).contains(parts.count) && text.utf8.count <= 200
      && parts.allSatisfy { part in
        !part.isEmpty && part != "." && part != ".."
          && part.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
              && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "-._".unicodeScalars.contains(scalar))
          }
      }
  }
}
