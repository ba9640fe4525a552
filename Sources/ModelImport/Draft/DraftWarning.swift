// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import StrictYAML

/// Something about a draft that a certifier should know before answering anything.
package struct DraftWarning: Hashable, Sendable, CustomStringConvertible {
  /// A stable word for tests and pages.
  package let code: String
  /// One line.
  package let message: String
  package let origin: Origin?

  package init(code: String, message: String, origin: Origin? = nil) {
    (self.code, self.message, self.origin) = (code, oneLine(message), origin)
  }

  package var description: String { message }
}

extension ModelDraft {
  /// In the order: licences, bases, forms, family, sources.
  package var warnings: [DraftWarning] {
    licenseWarnings + gateWarnings + derivationWarnings + formWarnings + familyWarnings + oddities + conflicts
  }

  /// Tags of the hub's list that name no one licence (<https://huggingface.co/docs/hub/repositories-licenses>).
  static let vagueTags: Set<String> = [
    "other", "unknown", "openrail", "cc", "gpl", "lgpl", "agpl", "bsd", "gfdl", "gemma", "llama", "creativeml",
  ]

  private var licenseWarnings: [DraftWarning] {
    var warnings: [DraftWarning] = []
    func warn(_ code: String, _ message: String, _ origin: Origin) {
      warnings.append(DraftWarning(code: code, message: message, origin: origin))
    }
    for claim in licenses {
      if let link = claim.value.link, !isAddress(link) {
        warn(
          "license_link_no_address",
          "\(claim.origin): `\(short(link, limit: 80))` is no address that begins with https:// or http://, and was not "
            + "taken for the text; find the licence file", claim.origin)
      }
      guard let tag = claim.value.tag else { continue }
      let isOther = tag.lowercased() == "other"
      if isOther, claim.value.name == nil || claim.value.link == nil {
        let missing = [claim.value.name == nil ? "license_name" : nil, claim.value.link == nil ? "license_link" : nil]
        warn(
          "license_other_unnamed",
          "\(claim.origin): `license: other` needs \(missing.compactMap { $0 }.joined(separator: " and ")); ask the "
            + "publisher, or find the licence file in the repository", claim.origin)
      }
      if Self.vagueTags.contains(tag.lowercased()) {
        warn(
          "license_tag_vague",
          "\(claim.origin): the tag `\(short(tag, limit: 40))` names no one licence; read the licence file and its "
            + "version", claim.origin)
      } else if claim.value.textDigest == nil {
        warn(
          "license_tag_only",
          "\(claim.origin): the tag `\(short(tag, limit: 40))` settles nothing; the licence file of this very revision "
            + "does, and where there is none the evidence is weak", claim.origin)
      }
    }
    let tags = Set(licenses.compactMap { $0.value.tag?.lowercased() })
    if tags.count > 1 {
      let said = licenses.compactMap { claim in claim.value.tag.map { "\(claim.origin) says `\(short($0, limit: 40))`" }
      }
      warnings.append(
        DraftWarning(code: "licenses_differ", message: "the licences differ: " + said.prefix(8).joined(separator: "; "))
      )
    }
    return warnings
  }

  private var gateWarnings: [DraftWarning] {
    gates.first.map {
      [
        DraftWarning(
          code: "gated",
          message:
            "\($0.origin): the files stand behind a gate; what has to be accepted there are extra terms beside the "
            + "licence", origin: $0.origin)
      ]
    } ?? []
  }

  private var derivationWarnings: [DraftWarning] {
    var warnings: [DraftWarning] = []
    for base in baseModels {
      warnings.append(
        DraftWarning(
          code: "base_license_stays",
          message:
            "\(base.origin): derived from \(short(base.value.label)); the licence of that model stays in force, "
            + "whatever the tag of this one says", origin: base.origin))
      if base.value.id?.lowercased() == certificateID.text.lowercased() {
        warnings.append(
          DraftWarning(
            code: "base_is_itself",
            message: "\(base.origin): names the model itself as its base; find the one that it was made from",
            origin: base.origin))
      }
    }
    for derivation in derivations {
      let what =
        switch derivation.value {
        case .adapter: "an adapter is of no use without its base: both licences apply"
        case .merge: "a merge is under the licences of all its parts, and takes the worst verdict"
        case .quantized: "a quantised file is derived: it needs its own digests and keeps the licence of its base"
        case .finetune: "a fine-tune never improves on its base"
        case .distilled: "a distillation may be bound by the terms of the model whose outputs it learned from"
        }
      warnings.append(
        DraftWarning(
          code: "derived_\(derivation.value.rawValue)", message: "\(derivation.origin): \(what)",
          origin: derivation.origin))
    }
    if !derivations.isEmpty, baseModels.isEmpty, let first = derivations.first {
      warnings.append(
        DraftWarning(
          code: "base_missing",
          message: "\(first.origin): derived (\(first.value.rawValue)), but no base model is named; find it",
          origin: first.origin))
    }
    return warnings
  }

  private var formWarnings: [DraftWarning] {
    guard let first = forms.first, formOfAll == nil else { return [] }
    let others =
      forms.filter { $0.value != first.value }.prefix(4).map { "\($0.origin) says `\(short($0.value, limit: 40))`" }
      + weightsOfUnknownForm.prefix(4).map { "`\(short($0, limit: 80))` says nothing" }
    return [
      DraftWarning(
        code: "forms_differ",
        message: "quantization: \(first.origin) says `\(short(first.value, limit: 40))`, "
          + "\(others.joined(separator: ", ")); a certificate is of one form: make a draft of each",
        origin: first.origin)
    ]
  }

  private var familyWarnings: [DraftWarning] {
    let named = [id?.value, name?.value] + baseModels.flatMap { [$0.value.id, $0.value.name] }
    let words = named.compactMap { $0?.lowercased() }
    return ModelFamily.all.filter { family in words.contains { $0.contains(family.word) } }.map {
      DraftWarning(code: "family_differs", message: "\($0.word): \($0.trap); never infer a licence from a sibling")
    }
  }
}
