// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain

/// What files say about a model, before a person has looked: the raw material of a certificate.
///
/// Nothing in here is a verdict or settles a licence. `questions` lists what a person must still answer, `warnings`
/// what that person should know, `yaml` writes both into the draft of a certificate.
package struct ModelDraft: Hashable, Sendable {
  /// A hub id such as `HuggingFaceTB/SmolLM2-135M-Instruct`.
  package var id: Sourced<String>?
  package var name: Sourced<String>?
  /// A commit of 40 hexadecimal digits.
  package var revision: Sourced<String>?
  /// Every licence that was declared, in the order of finding; they may contradict each other.
  package var licenses: [Sourced<LicenseClaim>] = []
  package var baseModels: [Sourced<BaseModel>] = []
  package var derivations: [Sourced<Derivation>] = []
  /// In which forms the weights are, such as `Q4_K_M` or `FP8`, by the files that say so.
  package var forms: [Sourced<String>] = []
  package var datasets: [Sourced<Dataset>] = []
  /// As written; not every one is a language tag.
  package var languages: [Sourced<String>] = []
  package var tags: [Sourced<String>] = []
  /// Such as `text-generation`.
  package var tasks: [Sourced<String>] = []
  /// What has to be accepted before the files can be fetched, in the publisher's words.
  package var gates: [Sourced<String>] = []
  package var architecture: Sourced<String>?
  /// The day of publication as somebody declared it; not every one is a whole day.
  package var releasedOn: Sourced<String>?
  /// Counted in the file, not claimed.
  package var parameterCount: Sourced<Int64>?
  /// The publisher's word for it, such as `135M`.
  package var sizeLabel: Sourced<String>?
  package var files: [Sourced<HashedFile>] = []
  /// Of a signed manifest: SHA-256 over the digests of its files.
  package var manifestDigest: Sourced<ContentDigest>?
  /// Hints for one question each, such as a component that a record lists.
  package var leads: [Lead] = []
  /// Where two files disagree.
  package var conflicts: [DraftWarning] = []
  /// What stands in a file and could not be taken.
  package var oddities: [DraftWarning] = []

  package init() {}
}

/// A licence as somebody declared it. A tag is a word chosen from a list, not a licence.
package struct LicenseClaim: Hashable, Sendable {
  /// `apache-2.0`, `other` … as written.
  package var tag: String?
  package var name: String?
  package var link: String?
  /// Of the full text, where that was given; the text itself is not kept.
  package var textDigest: ContentDigest?

  package init(tag: String? = nil, name: String? = nil, link: String? = nil, textDigest: ContentDigest? = nil) {
    (self.tag, self.name, self.link, self.textDigest) = (tag, name, link, textDigest)
  }

  /// For messages.
  var summary: String {
    let parts = [
      tag.map { "`\(short($0, limit: 40))`" }, name.map { "name `\(short($0, limit: 60))`" },
      link.map { short($0, limit: 120) },
    ]
    let text = textDigest.map { "a text with SHA-256 \($0.digits.prefix(16))…" }
    return (parts + [text]).compactMap { $0 }.joined(separator: ", ")
  }
}

package struct BaseModel: Hashable, Sendable {
  /// A hub id, given or read from the repository's address.
  package var id: String?
  package var name: String?
  package var version: String?
  package var author: String?
  package var organization: String?
  package var repositoryURL: String?
  package var doi: String?

  package init(
    id: String? = nil, name: String? = nil, version: String? = nil, author: String? = nil, organization: String? = nil,
    repositoryURL: String? = nil, doi: String? = nil
  ) {
    (self.id, self.name, self.version, self.author) = (id, name, version, author)
    (self.organization, self.repositoryURL, self.doi) = (organization, repositoryURL, doi)
  }

  /// What it can be found by.
  var label: String {
    if let id { return id }
    let parts = [
      name, version.map { "version \($0)" }, organization ?? author, repositoryURL, doi.map { "doi:\($0)" },
    ].compactMap(\.self)
    return parts.isEmpty ? "a model without a name" : parts.joined(separator: ", ")
  }
}

package struct Dataset: Hashable, Sendable {
  package var name: String
  package var url: String?

  package init(name: String, url: String? = nil) {
    (self.name, self.url) = (name, url)
  }
}

/// How a model came out of another one. A derived model is never better than its base.
package enum Derivation: String, CaseIterable, Sendable {
  case adapter, merge, quantized, finetune, distilled
}

/// Something that may help with one question; never an answer.
package struct Lead: Hashable, Sendable {
  package let field: CertificateField
  package let text: String
  package let origin: Origin

  package init(field: CertificateField, text: String, origin: Origin) {
    (self.field, self.text, self.origin) = (field, text, origin)
  }
}
