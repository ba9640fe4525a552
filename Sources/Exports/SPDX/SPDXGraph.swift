// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
internal import Wire

/// The elements of a document, each once, in the order in which they were added.
struct SPDXGraph {
  /// What all names begin with.
  let namespace: String
  private(set) var names: [String] = []
  private(set) var elements: [[UInt8]] = []
  private var known: Set<String> = []

  init(namespace: String) {
    self.namespace = namespace
  }

  /// Adds an element, unless one of that name is there.
  ///
  /// - Parameter name: Unique in the document; any text.
  /// - Returns: The element's IRI.
  @discardableResult
  mutating func add(_ name: String, _ type: String, _ members: (inout JSONWriter) -> Void) -> String {
    let address = namespaced(name)
    guard known.insert(address).inserted else { return address }
    var json = JSONWriter()
    json.object { json in
      json.member("type", type)
      json.member("spdxId", address)
      json.member("creationInfo", SPDX.creation)
      members(&json)
    }
    names.append(address)
    elements.append(json.bytes)
    return address
  }

  /// - Parameter to: Not empty.
  mutating func relate(
    _ from: String, _ type: String, to: [String], completeness: String? = nil, comment: String? = nil
  ) {
    let name = "relationship/\(type)/\(from.dropFirst(namespace.utf8.count))"
    add(name, "Relationship") { json in
      json.member("from", from)
      json.member("relationshipType", type)
      json.array("to", ofTexts: to)
      json.member("completeness", ifKnown: completeness)
      json.member("comment", ifKnown: comment)
    }
  }

  func namespaced(_ name: String) -> String { namespace + Self.fragment(name) }

  func contains(_ name: String) -> Bool { known.contains(namespaced(name)) }

  /// RFC 3986, section 3.5: everything that may not stand in a fragment is escaped.
  private static func fragment(_ name: String) -> String {
    PercentEncoding.text(name, keeping: "/:@!$&'()*+,;=?")
  }
}
