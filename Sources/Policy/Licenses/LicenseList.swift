// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import StrictYAML

/// The licence ids that an expression may use: SPDX's list and the installation's own `LicenseRef-` ids.
package struct LicenseList: Sendable {
  private var licenses: [String: String] = [:]
  private var exceptions: [String: String] = [:]
  private var osiApproved: Set<String> = []
  private var freeContent: Set<String> = []

  package init() {}

  /// The listed spelling; nil for an id that is not listed.
  package func license(_ id: String) -> String? { licenses[id.lowercased()] }
  package func exception(_ id: String) -> String? { exceptions[id.lowercased()] }

  package func isOSIApproved(_ id: String) -> Bool { osiApproved.contains(id) }

  /// Free for weights, data and documents: OSI-approved, or on the installation's list of free content licences.
  package func isOpen(_ id: String) -> Bool { osiApproved.contains(id) || freeContent.contains(id) }

  func nearest(to id: String) -> String? {
    NearestName.of(id.lowercased(), among: Array(licenses.keys)).flatMap { licenses[$0] }
  }

  /// Reads `spdx.yaml`.
  mutating func readSPDX(_ map: YAMLMap) {
    _ = map.required("schema", .exactly("toolgate-spdx/1"))
    _ = map.required("list_version", .text)
    _ = map.required("source", .prose)
    for key in ["licenses", "deprecated"] {
      for id in map.list(key, of: .text) { licenses[id.lowercased()] = id }
    }
    for id in map.list("exceptions", of: .text) { exceptions[id.lowercased()] = id }
    for id in map.list("osi_approved", of: .text) {
      if licenses[id.lowercased()] != id {
        map.error("`osi_approved` names `\(id)`, which is not among `licenses`", at: "osi_approved")
      }
      osiApproved.insert(id)
    }
  }

  /// Reads `licenses.yaml`, after `spdx.yaml`.
  mutating func readOwn(_ map: YAMLMap) {
    _ = map.required("schema", .exactly("toolgate-licenses/1"))
    for id in map.maps("license_refs", Self.reference).compactMap(\.self) { licenses[id.lowercased()] = id }
    for id in map.list("free_content", of: .text) {
      if licenses[id.lowercased()] != id {
        map.error("`free_content` names `\(id)`, which is not a listed licence", at: "free_content")
      }
      freeContent.insert(id)
    }
  }

  private static func reference(_ map: YAMLMap) -> String? {
    _ = map.required("name", .text)
    _ = map.required("source", .text)
    return map.required("id", .licenseReference)
  }
}

extension YAMLForm where Value == String {
  /// SPDX's form of an id outside its list.
  static var licenseReference: YAMLForm {
    YAMLForm(expected: "LicenseRef- and letters, digits, - or .", isText: true) { text in
      let rest = text.dropFirst("LicenseRef-".count)
      let isWord = rest.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }
      return text.hasPrefix("LicenseRef-") && !rest.isEmpty && isWord ? text : nil
    }
  }
}

extension YAMLMap {
  /// An expression over the list; nil, and reported, if it is wrong, and nil if it is absent.
  func license(_ key: String, in list: LicenseList) -> LicenseExpression? {
    guard let text = optional(key, .text) else { return nil }
    do {
      return try LicenseExpression(text, in: list)
    } catch {
      self.error("the licence \(error.message)", at: key)
      return nil
    }
  }
}
