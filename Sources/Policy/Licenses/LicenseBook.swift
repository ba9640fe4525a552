// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import StrictYAML

/// Every licence that an expression may name: the SPDX License List (`Policies/spdx.json`) and the installation's own
/// entries (`Policies/licenses`), one for each version of a licence, with what it asks for.
package struct LicenseBook: Sendable {
  /// By id, as the list spells it.
  package private(set) var entries: [String: LicenseEntry] = [:]
  private var listed: [String: String] = [:]
  private var exceptions: [String: String] = [:]
  private var osiApproved: Set<String> = []

  /// `spdx.json` has a fault. That is told once, and not again of each id that may stand in it; no policies come of it.
  var lacksList = false

  package init() {}

  /// The listed spelling; nil for an id that is not listed.
  package func license(_ id: String) -> String? { listed[id.lowercased()] }
  package func exception(_ id: String) -> String? { exceptions[id.lowercased()] }

  package func entry(_ id: String) -> LicenseEntry? { entries[id] }

  /// What to call a licence in a sentence.
  package func name(_ id: String) -> String { entries[id]?.name ?? id }

  package func isOSIApproved(_ id: String) -> Bool { osiApproved.contains(id) }

  /// Free for weights, data and documents: OSI-approved, or marked as free content.
  package func isOpen(_ id: String) -> Bool { isOSIApproved(id) || entries[id]?.clauses.isFreeContent == true }

  package func nearest(to id: String) -> String? {
    NearestName.of(id.lowercased(), among: Array(listed.keys)).flatMap { listed[$0] }
  }

  /// For tests and imports; the directory's own go through `add(_:at:)`.
  package mutating func insert(_ entry: LicenseEntry) {
    entries[entry.id] = entry
    listed[entry.id.lowercased()] = entry.id
    if entry.clauses.isOSIApproved { osiApproved.insert(entry.id) }
  }

  /// An id of the SPDX License List.
  package mutating func list(_ id: String, isOSIApproved: Bool) {
    listed[id.lowercased()] = id
    if isOSIApproved { osiApproved.insert(id) }
  }

  package mutating func list(exception id: String) { exceptions[id.lowercased()] = id }
}

extension LicenseBook {
  /// Reads `spdx.json`: JSON is YAML, so places and unknown keys are reported as everywhere else.
  mutating func readSPDX(_ map: YAMLMap) {
    _ = map.required("schema", .exactly(PolicyFiles.TopFile.spdx.schema))
    _ = map.required("license_list_version", .text)
    _ = map.required("source", .prose)
    _ = map.optional("note", .prose)
    let licenses = map.maps("licenses") { map -> (id: String?, isOSIApproved: Bool) in
      _ = map.required("name", .text)
      _ = map.optional("fsf_libre", .bool)
      _ = map.required("deprecated", .bool)
      return (map.required("id", .text), map.required("osi_approved", .bool) ?? false)
    }
    for license in licenses { if let id = license.id { list(id, isOSIApproved: license.isOSIApproved) } }
    let exceptions = map.maps("exceptions") { map in
      _ = map.required("name", .text)
      _ = map.required("deprecated", .bool)
      return map.required("id", .text)
    }
    for id in exceptions.compactMap(\.self) { list(exception: id) }
    let expected = map.map("counts") { map -> [(key: String, count: Int?, found: Int)] in
      [
        ("licenses", licenses.count), ("osi_approved", licenses.count(where: \.isOSIApproved)),
        ("exceptions", exceptions.count),
      ].map { ($0.0, map.required($0.0, .int(in: 0...1_000_000)), $0.1) }
        + ["osi_approved_not_deprecated", "fsf_libre", "deprecated"].map { key in
          (key, map.optional(key, .int(in: 0...1_000_000)), -1)
        }
    }
    for (key, count, found) in expected ?? [] where found >= 0 && count != nil && count != found {
      map.error("`counts` says \(count ?? 0) \(key), and the list has \(found); take the file anew", at: "counts")
    }
  }

  /// Takes an entry that was read, and says what stands against it.
  mutating func add(_ entry: LicenseEntry, at map: YAMLMap) {
    if lacksList { return insert(entry) }
    if entry.spdx != nil {
      guard let spelling = license(entry.id), spelling == entry.id else {
        let nearest = nearest(to: entry.id).map { "; did you mean `\($0)`?" } ?? ""
        map.error("`spdx: \(entry.id)` does not stand in spdx.json\(nearest)", at: "spdx")
        return
      }
      if entry.clauses.isOSIApproved != isOSIApproved(entry.id) {
        map.error("`osi_approved` differs from the mark in spdx.json, which decides", at: "osi_approved")
      }
    } else if entry.clauses.isOSIApproved {
      map.error("`osi_approved` can only be true for an id of spdx.json", at: "osi_approved")
    }
    insert(entry)
  }
}

/// SPDX's form of an id outside its list.
func isLicenseReference(_ text: String) -> Bool {
  let rest = text.dropFirst("LicenseRef-".count)
  let isWord = rest.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }
  return text.hasPrefix("LicenseRef-") && !rest.isEmpty && isWord
}

extension YAMLMap {
  /// An expression over the book; nil, and reported, if it is wrong, and nil if it is absent.
  func license(_ key: String, in book: LicenseBook) -> LicenseExpression? {
    guard let text = optional(key, .text) else { return nil }
    do {
      return try LicenseExpression(text, in: book)
    } catch {
      self.error("the licence \(error.message)", at: key)
      return nil
    }
  }
}
