// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
import StrictYAML

extension ModelDraft {
  /// What the certificate will be filed under: the hub id or, as long as nobody knows it, `local/` and the name.
  package var certificateID: CertificateID {
    let known = id?.value ?? ""
    if HubAddress.isID(known), let id = CertificateID(known) { return id }
    let word = (name?.value ?? "").unicodeScalars.map { scalar in
      let isKept = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      return isKept ? Character(scalar) : "-"
    }
    let trimmed = String(word.prefix(100)).split(separator: "-").joined(separator: "-")
    // The text is visible ASCII and short, so that the first of the two is never nil.
    return CertificateID("local/\(trimmed.isEmpty ? "unnamed" : trimmed)") ?? CertificateID("local/unnamed")!
  }

  /// The draft of a certificate, schema `toolgate-certificate/2`. What only a person can answer is null and has a
  /// comment that begins with `OPEN`. A declared licence stands in a comment: a tag settles nothing.
  package func yaml(assessedOn day: CivilDay) -> String {
    var writer = DraftWriter()
    writeHead(&writer, day)
    writeWeights(&writer)
    writeExtraTerms(&writer)
    writeFiles(&writer)
    writeCode(&writer)
    writeData(&writer)
    writeRest(&writer, day)
    return writer.text
  }

  private func writeHead(_ writer: inout DraftWriter, _ day: CivilDay) {
    writer.line("# SPDX-FileCopyrightText: \(String("\(day)".prefix(4))) Toolgate contributors")
    // In two parts, so that REUSE does not take it for the licence of this file.
    writer.line("# SPDX-License" + "-Identifier: Apache-2.0")
    writer.line("#")
    writer.comment(
      "A draft, made from files. Lines that begin with OPEN are for a person: each answer with a public address and a "
        + "quote. Leave null what is unknown.")
    for warning in warnings.prefix(Self.itemLimit) { writer.comment("WARNING \(warning.code): \(warning.message)") }
    writer.line("schema: toolgate-certificate/2")
    open(&writer, .id)
    if let id { writer.comment("from \(id.origin)") }
    writer.value("id", certificateID.text)
    if let name { writer.comment("from \(name.origin)") }
    writer.value("name", name.map { short($0.value, limit: 200) } ?? certificateID.text)
    open(&writer, .revision)
    writer.value("revision", revision.flatMap { Hexadecimal.isText($0.value, digits: 40) ? $0.value : nil })
  }

  private func writeWeights(_ writer: inout DraftWriter) {
    if let architecture { writer.comment("architecture \(short(architecture.value)), from \(architecture.origin)") }
    if let manifestDigest {
      writer.comment(
        "signed manifest, SHA-256 over its digests \(manifestDigest.value.digits), from \(manifestDigest.origin)")
    }
    writer.line("weights:")
    writer.line("  release: open")
    open(&writer, .terms, indent: 2)
    writer.line("  license: null")
    if let link = licenses.compactMap(\.value.link).first(where: isAddress) {
      writer.line("  text: {url: \(ScalarText.shortest(short(link, limit: 500))), sha256: null, date: null}")
    } else {
      writer.line("  text: null")
    }
    for form in forms.prefix(16) {
      writer.comment("quantisation \(short(form.value)), from \(form.origin)", indent: 2)
    }
    writer.value("quantization", formOfAll.flatMap { Quantization($0)?.text }, indent: 2)
    open(&writer, .release, indent: 2)
    writer.line("  explicit_release: {answer: null, url: null, quote: null}")
    open(&writer, .checkpoints, indent: 2)
    writer.line("  intermediate_checkpoints: {answer: null, url: null}")
  }

  private func writeExtraTerms(_ writer: inout DraftWriter) {
    open(&writer, .extraTerms)
    guard !gates.isEmpty else {
      writer.line("extra_terms: []")
      return
    }
    for gate in gates.prefix(Self.itemLimit) { writer.comment("\(gate.origin): \(gate.value)") }
    let url = HubAddress.isID(id?.value ?? "") ? "https://huggingface.co/\(certificateID.text)" : "unverified"
    writer.line("extra_terms:")
    writer.line("  - name: \"Gate before the files can be fetched\"")
    writer.line("    license: null")
    writer.line("    text: {url: \(ScalarText.shortest(url)), sha256: null, date: null}")
    writer.line("    judgement: {answer: null, url: null, quote: null}")
  }

  private func writeFiles(_ writer: inout DraftWriter) {
    open(&writer, .files)
    guard !files.isEmpty else {
      writer.line("files: []")
      return
    }
    if let origin = files.first?.origin { writer.comment("from \(origin)") }
    writer.line("files:")
    for file in files {
      writer.line("  - path: \(ScalarText.shortest(file.value.path))")
      writer.line("    size: \(file.value.size)")
      writer.line("    sha256: \"\(file.value.digest.digits)\"")
    }
  }

  private func writeCode(_ writer: inout DraftWriter) {
    writer.line("code:")
    writer.line("  license: null")
    for component in [CertificateField.preprocessing, .training, .inference, .support, .architecture] {
      open(&writer, component, indent: 2)
      writer.line("  \(component.key): {present: null, url: null, quote: null, license: null, commit: null}")
    }
    open(&writer, .hyperparameters, indent: 2)
    writer.line("  hyperparameters: {answer: null, url: null, quote: null}")
  }

  private func writeData(_ writer: inout DraftWriter) {
    writer.line("data:")
    open(&writer, .tier, indent: 2)
    writer.line("  tier: null")
    writer.line("  description: null")
    writer.line("  license: null")
    open(&writer, .stages, indent: 2)
    writer.line("  stages: {answer: null, url: null, quote: null}")
    open(&writer, .inventory, indent: 2)
    if datasets.isEmpty { writer.line("  inventory: []") } else { writer.line("  inventory:") }
    for dataset in datasets.prefix(Self.itemLimit) {
      writer.comment("from \(dataset.origin)", indent: 4)
      writer.line("    - name: \(ScalarText.shortest(short(dataset.value.name, limit: 200)))")
      writer.value("url", dataset.value.url.flatMap { isAddress($0) ? $0 : nil }, indent: 6)
      writer.line("      kind: null")
      writer.line("      license: null")
      writer.line("      size: null")
      writer.line("      stage: null")
    }
    open(&writer, .informationLicense, indent: 2)
    writer.line("  information_license: null")
    for field in [CertificateField.processing, .labelling, .complete] {
      open(&writer, field, indent: 2)
      writer.line("  \(field.key): {answer: null, url: null, quote: null}")
    }
  }

  private func writeRest(_ writer: inout DraftWriter, _ day: CivilDay) {
    open(&writer, .base)
    let base = baseModels.compactMap(\.value.id).first { HubAddress.isID($0) && $0 != certificateID.text }
    writer.value("base_model", base)
    open(&writer, .teachers)
    writer.line("distilled_from: []")
    writer.list("languages", languages.map(\.value).filter(Self.isLanguageTag))
    open(&writer, .flags)
    writer.line("flags: []")
    writer.list("tasks", tasks.compactMap { Self.word($0.value) })
    if let parameterCount { writer.comment("\(parameterCount.value) parameters, from \(parameterCount.origin)") }
    if let sizeLabel { writer.comment("size label \(short(sizeLabel.value)), from \(sizeLabel.origin)") }
    writer.line("parameters: \(parameterCount.map { "\"\(Self.billions($0.value))\"" } ?? "null")")
    writer.line("served_as: []")
    writer.line("notes: null")
    let isDated = writeRelease(&writer, day)
    writer.line("assessed_on: \(day)")
    writer.line("sources:")
    for field in ["weights.license", "files", "code", "data"] + (isDated ? ["released_on"] : []) {
      writer.line("  \(field): unverified")
    }
  }

  /// - Returns: Whether a day was declared that the certificate can take.
  private func writeRelease(_ writer: inout DraftWriter, _ day: CivilDay) -> Bool {
    writer.comment(
      "Optional: the day on which the publisher made the model public, and below `sources` a page that states it")
    if let releasedOn { writer.comment("declared: \(short(releasedOn.value)), from \(releasedOn.origin)") }
    let declared = (releasedOn?.value).flatMap { CivilDay($0) }.flatMap { $0 <= day ? $0 : nil }
    writer.line("released_on: \(declared?.description ?? "null")")
    return declared != nil
  }

  /// Comments of one kind; a foreign file could have any number.
  private static let itemLimit = 200

  private func open(_ writer: inout DraftWriter, _ field: CertificateField, indent: Int = 0) {
    guard let question = questions.first(where: { $0.field == field }) else { return }
    writer.comment("OPEN \(field.rawValue): \(question.why). Wanted: \(field.wanted)", indent: indent)
    for lead in question.leads.prefix(16) { writer.comment("lead: \(lead.text) (\(lead.origin))", indent: indent) }
  }

  /// BCP 47 in the form that certificates take: words of up to eight letters or digits.
  private static func isLanguageTag(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return (2...8).contains(parts[0].utf8.count)
      && parts.allSatisfy { part in
        (1...8).contains(part.utf8.count)
          && part.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
          }
      }
  }

  /// `text-generation` → `text_generation`; nil for what is no word.
  private static func word(_ text: String) -> String? {
    let word = text.lowercased().map { $0 == "-" ? "_" : $0 }
    let isWord = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    return isWord && (1...64).contains(word.count) ? String(word) : nil
  }

  /// With three digits after the point, rounded to the nearest.
  static func billions(_ count: Int64) -> String {
    let thousandths = count / 1_000_000 + (count % 1_000_000 >= 500_000 ? 1 : 0)
    let rest = String(thousandths % 1_000)
    return "\(thousandths / 1_000).\(String(repeating: "0", count: 3 - rest.utf8.count))\(rest)"
  }
}
