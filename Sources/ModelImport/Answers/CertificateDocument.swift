// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import StrictYAML

/// A certificate or its draft as a tree that can be changed and written out again. Comments are not kept: those of a
/// draft are questions.
package struct CertificateDocument: Hashable, Sendable {
  package private(set) var root: Node

  package indirect enum Node: Hashable, Sendable {
    case null
    /// Without quotes: a number, `true`, a day.
    case plain(String)
    case text(String)
    case list([Node])
    case map([Member])
  }

  package struct Member: Hashable, Sendable {
    package let key: String
    package var value: Node

    package init(_ key: String, _ value: Node) {
      (self.key, self.value) = (key, value)
    }
  }

  /// - Throws: for anything that is not one strict YAML map; of several faults the first.
  package init(_ bytes: [UInt8], file: String) throws(ImportProblem) {
    root = Node(try ForeignText.map(bytes, file: file))
  }

  /// Null where there is no such key.
  package subscript(path: String...) -> Node {
    get { self[path] }
    set { self[path] = newValue }
  }

  package subscript(path: [String]) -> Node {
    get { path.reduce(root) { $0[$1] } }
    set { root.set(path[...], newValue) }
  }

  /// Where the answer to a question stands.
  package subscript(field: CertificateField) -> Node {
    get { self[field.path] }
    set { self[field.path] = newValue }
  }
}

extension CertificateDocument.Node {
  fileprivate init(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let scalar):
      if node.text == nil {
        self = .null
      } else {
        self = scalar.isPlain ? .plain(scalar.text) : .text(scalar.text)
      }
    case .list(let nodes): self = .list(nodes.map { Self($0) })
    case .map(let entries): self = .map(entries.map { CertificateDocument.Member($0.key, Self($0.value)) })
    }
  }

  /// Null where this is no map, or has no such key.
  package subscript(key: String) -> Self {
    get { members.first { $0.key == key }?.value ?? .null }
    set { set([key], newValue) }
  }

  package var members: [CertificateDocument.Member] { if case .map(let members) = self { members } else { [] } }
  package var elements: [Self] { if case .list(let nodes) = self { nodes } else { [] } }

  /// Nil for null, lists and maps.
  package var scalar: String? {
    switch self {
    case .plain(let text), .text(let text): text
    case .null, .list, .map: nil
    }
  }

  /// Nothing stands there: also an empty list, and a map with nothing in it.
  package var isEmpty: Bool {
    switch self {
    case .null: true
    case .plain, .text: false
    case .list(let nodes): nodes.isEmpty
    case .map(let members): members.allSatisfy(\.value.isEmpty)
    }
  }

  /// Without quotes, unless that could be read as something else.
  static func word(_ text: String) -> Self {
    text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } ? .plain(text) : .text(text)
  }

  /// A text that becomes null when it is nil.
  static func text(orNull text: String?) -> Self { text.map { .text($0) } ?? .null }

  fileprivate mutating func set(_ path: ArraySlice<String>, _ value: Self) {
    guard let key = path.first else {
      self = value
      return
    }
    var members = members
    let place = members.firstIndex { $0.key == key } ?? members.endIndex
    if place == members.endIndex { members.append(CertificateDocument.Member(key, .null)) }
    members[place].value.set(path.dropFirst(), value)
    self = .map(members)
  }
}
