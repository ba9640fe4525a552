// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Policy

extension PolicyTexts {
  package struct Accepted {
    /// Below the policy directory.
    package let copy: String
    /// Whose entries rest on it now.
    package let holders: [HeldText.Holder]
    /// Certificates that name the text themselves: only their certifiers can say that it is right.
    package let certificates: [CertificateID]
    package let restored: [AssessedModel]
    package let restoredTerms: [ProviderTerms]
    package let policies: Policies
  }

  /// Stores a text that somebody has read beside the entries of licences and providers that rest on its address, with its
  /// hash and day: what was suspended because it changed holds again.
  ///
  /// - Parameters:
  ///   - argument: `ADDRESS=FILE`.
  ///   - day: As of which the text is the one in force; nil: today.
  /// - Throws: for an address that no licence and no provider names, a page of HTML, a text in which a quote of a licence
  ///   does not stand, and an entry in a form that cannot be changed line by line. Nothing is written then.
  package func accept(_ argument: String, asOf day: CivilDay? = nil) throws(InstallationProblem) -> Accepted {
    let text = try StoredText(argument)
    try requirePlain(text)
    if let day, day > today {
      throw InstallationProblem(
        .badInput, "--date \(day): that day is to come, today is \(today); store the text when it is in force")
    }
    let edit = try PolicyEdit(policies)
    let before = try edit.read()
    let held = before.heldTexts.filter { $0.text.url == text.url }
    let entries = held.filter { before.place(of: $0.holder) != nil }
    let certificates = held.compactMap { if case .certificate(let id) = $0.holder { id } else { nil } }
    guard let first = entries.first else {
      throw InstallationProblem(
        .failed,
        certificates.isEmpty
          ? "--text \(text.url): nothing rests on a text of that address; see `toolgate policy text list`"
          : "--text \(text.url): only certificates name it (\(certificates[0])): give it to `toolgate model certify`")
    }
    let name = "texts/\(first.stem).\(text.digest.digits.prefix(8)).txt"
    let now = WatchedText(
      url: text.url, digest: text.digest, date: day ?? today, copy: TextCopy(file: name, origin: .address))
    var edits: [String: EntryEdit] = [:]
    for entry in entries {
      guard let file = before.place(of: entry.holder)?.file else { continue }
      var changed: EntryEdit
      if let begun = edits[file] {
        changed = begun
      } else {
        changed = EntryEdit(file: file, bytes: try AtomicFile.read("\(policies)/\(file)"))
      }
      try changed.set(now, in: entry.key)
      if case .provider = entry.holder { try changed.set("assessed_on", to: [" \(today)"]) }
      edits[file] = changed
    }
    // A text that nothing names yet, or no more, is a warning: each state in between can be read. A running gateway reads
    // everything again when the last of these changes.
    var files: [(name: String, bytes: [UInt8])] = [(name, text.bytes)]
    files += edits.sorted { $0.key < $1.key }.map { ($0.key, $0.value.bytes) }
    files.append(try watchedFile([FoundText(url: text.url, digest: text.digest, checkedOn: today)], after: before))
    let after = try edit.write(
      files, if: { $0.heldTexts == before.heldTexts.map { $0.accepting(now) } },
      or: InstallationProblem(
        .failed, "\(edits.keys.sorted().joined(separator: ", ")) would not say what was meant: write it by hand"))
    for file in before.copies.subtracting(after.copies).sorted() { try edit.remove(file) }
    return Accepted(
      copy: name, holders: entries.map(\.holder), certificates: certificates,
      restored: after.certificatesSuspended(by: before), restoredTerms: after.termsSuspended(by: before),
      policies: after)
  }

  /// The page around a text changes more often than the text, and nobody compares its words.
  private func requirePlain(_ text: StoredText) throws(InstallationProblem) {
    guard let characters = String(validating: text.bytes, as: UTF8.self) else {
      throw InstallationProblem(.badInput, "\(text.file): the text is not UTF-8; store it as plain UTF-8")
    }
    let start = characters.drop(while: \.isWhitespace).prefix(14).lowercased()
    guard !start.hasPrefix("toolgate-key/") else {
      throw InstallationProblem(.badInput, "\(text.file): this is a private key and no text; keep it where it is")
    }
    guard !start.hasPrefix("<!doctype html"), !start.hasPrefix("<html") else {
      throw InstallationProblem(
        .badInput,
        "\(text.file): this is a page of HTML; store its words as plain text, as a browser saves it on request")
    }
  }
}

extension Policies {
  fileprivate func place(of holder: HeldText.Holder) -> PolicyPlace? {
    switch holder {
    case .license(let id): places.licenses[id]
    case .provider(let id): places.providers[id]
    case .certificate: nil
    }
  }

  fileprivate var copies: Set<String> { Set(heldTexts.compactMap(\.text.copy?.file)) }
}

extension HeldText {
  /// How the file of its copy begins.
  fileprivate var stem: String {
    let part = key.replacing("_text", with: "").replacing("_", with: "-")
    return switch holder {
    case .license(let id): part == "text" ? id : "\(id).\(part)"
    case .provider(let id): "\(id).\(part)"
    case .certificate(let id): id.text
    }
  }

  fileprivate func accepting(_ text: WatchedText) -> HeldText {
    if case .certificate = holder { return self }
    guard self.text.url == text.url else { return self }
    var held = self
    held.text = text
    return held
  }
}
