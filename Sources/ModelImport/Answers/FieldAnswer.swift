// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain

/// What a person says about one field, and why others may believe it.
package struct FieldAnswer: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    /// Always allowed, and never taken for a yes.
    case unknown
    /// There is none: no extra terms, no base, no flags.
    case none
    case text(String)
    case words([String])
    /// Maps in the form of the certificate.
    case items([CertificateDocument.Node])
  }

  package var value: Value
  package var url: String?
  package var quote: String?
  /// Of code: an SPDX expression and 40 hexadecimal digits.
  package var license: String?
  package var commit: String?
  /// Of a licence with OR: the branch that is taken.
  package var choice: String?

  package init(
    _ value: Value, url: String? = nil, quote: String? = nil, license: String? = nil, commit: String? = nil,
    choice: String? = nil
  ) {
    (self.value, self.url, self.quote) = (value, url, quote)
    (self.license, self.commit, self.choice) = (license, commit, choice)
  }
}

extension CertificateDocument {
  /// What `sources` says of a field that somebody answered with "unknown".
  static let answeredUnknown = "unverified, answered as unknown"

  /// Puts an answer where it belongs. What stood there before goes, with its evidence.
  package mutating func apply(_ answer: FieldAnswer, to field: CertificateField) {
    forget(field)
    if answer.value == .unknown {
      self[["sources", field.place]] = .text(Self.answeredUnknown)
      self[field] = .null
      return
    }
    write(answer, to: field)
    guard !field.isInline, let url = answer.url else { return }
    self[["sources", field.place]] = .text(url)
    let evidence = Node.map([
      Member("field", .text(field.place)), Member("url", .text(url)), Member("quote", .text(orNull: answer.quote)),
    ])
    self["evidence"] = .list(self["evidence"].elements + [evidence])
  }

  private mutating func forget(_ field: CertificateField) {
    self["sources"] = .map(self["sources"].members.filter { $0.key != field.place })
    self["evidence"] = .list(self["evidence"].elements.filter { $0["field"].scalar != field.place })
  }

  private mutating func write(_ answer: FieldAnswer, to field: CertificateField) {
    switch (field.kind, answer.value) {
    case (.bool, .text(let word)): write(answer, "answer", .word(word), to: field)
    case (.presence, .text(let word)): write(answer, "answer", .word(word), to: field)
    case (.code, .text(let word)):
      write(answer, "present", .word(word), to: field)
      self[field.path + ["license"]] = .text(orNull: answer.license)
      self[field.path + ["commit"]] = .text(orNull: answer.commit)
    case (.license, .text(let expression)):
      self[field] = .text(expression)
      if field == .terms { writeTerms(answer) }
    case (.tier, .text(let tier)): self[field] = .word(tier)
    case (_, .text(let text)): self[field] = .text(text)
    case (.stages, .words(let stages)):
      write(answer, "answer", .list(stages.map { .word($0) }), to: field)
    case (_, .words(let words)): self[field] = .list(words.map { .text($0) })
    case (.inventory, .items(let items)): self[field] = .list(Self.merge(self[field].elements, items))
    case (_, .items(let items)): self[field] = .list(items)
    case (_, .none), (_, .unknown): self[field] = .null
    }
  }

  private mutating func write(_ answer: FieldAnswer, _ key: String, _ value: Node, to field: CertificateField) {
    self[field] = .map([
      Member(key, value), Member("url", .text(orNull: answer.url)), Member("quote", .text(orNull: answer.quote)),
    ])
  }

  /// The address of the licence is that of the text that is watched.
  private mutating func writeTerms(_ answer: FieldAnswer) {
    self["weights", "choice"] = .text(orNull: answer.choice)
    guard let url = answer.url, self["weights", "text", "url"].scalar != url else { return }
    self["weights", "text"] = .map([Member("url", .text(url))])
  }

  /// New items in the place of known ones of the same name; what an answer leaves out stays.
  private static func merge(_ known: [Node], _ items: [Node]) -> [Node] {
    var merged = known
    for item in items {
      guard let place = merged.firstIndex(where: { $0["name"].scalar == item["name"].scalar }) else {
        merged.append(item)
        continue
      }
      for member in item.members where !member.value.isEmpty { merged[place][member.key] = member.value }
    }
    return merged
  }

  /// Digests of files that somebody hashed.
  package mutating func setFiles(_ files: [HashedFile], from origin: String) {
    forget(.files)
    self[["sources", CertificateField.files.place]] = .text(origin)
    self[.files] = .list(
      files.map { file in
        .map([
          Member("path", .text(file.path)), Member("size", .plain("\(file.size)")),
          Member("sha256", .text(file.digest.digits)),
        ])
      })
  }

  /// Takes out what a draft says of sources before anybody has answered.
  package mutating func settle() {
    self["sources"] = .map(self["sources"].members.filter { $0.value.scalar != "unverified" })
  }

  package var files: [HashedFile] {
    self[.files].elements.compactMap { file in
      guard let path = file["path"].scalar, let size = file["size"].scalar.flatMap({ Int64($0) }),
        let digest = file["sha256"].scalar.flatMap({ ContentDigest(digits: $0) })
      else { return nil }
      return HashedFile(path: path, size: size, digest: digest)
    }
  }
}
