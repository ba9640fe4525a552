// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The result of one strict pass over a JSON document: what stands where, as offsets, without its text.
///
/// Strict means RFC 8259 in UTF-8 with nothing around it, no byte order mark, no key twice in an object (compared after
/// unescaping) and no escaped half of a surrogate pair, so that two readers of the document cannot disagree about it.
/// A tape is meant to be kept and used for one document after the other: its storage stays. It holds no bytes: whoever
/// asks hands in the bytes that were scanned, and only those.
///
/// Numbers that are elements of an array are checked and counted but not recorded, so that a vector of 300 000 tokens
/// costs one entry.
package struct JSONTape: Sendable {
  package enum Kind: UInt8, Sendable { case object, array, string, number, `true`, `false`, null }

  /// A value or a key of the document that was scanned last.
  package struct Node: Hashable, Sendable {
    let index: Int
  }

  struct Entry: Sendable {
    var kind: Kind
    var flags: Flags
    /// Half-open range of bytes; a string's includes its quotes.
    var start: UInt32
    var end: UInt32
    /// The index after this value and everything inside it.
    var next: UInt32
    /// Members of an object, elements of an array (recorded or not).
    var count: UInt32
  }

  struct Flags: OptionSet, Sendable {
    let rawValue: UInt8
    /// A string with at least one backslash.
    static let hasEscapes = Flags(rawValue: 1)
    /// An array with a number that is not a plain run of digits.
    static let hasOtherThanNaturals = Flags(rawValue: 2)
  }

  /// Values and keys that one document may have, not counting numbers inside arrays.
  package static let maximumNodes = 500_000
  package static let defaultDepth = 64

  var entries: [Entry] = []
  /// Containers that are still open while scanning.
  var open: [UInt32] = []
  /// Table of keys for objects with many members; see `refuseDuplicateKeys`.
  var keys = KeyTable()

  package init() {}

  /// The whole document. Only after a scan that did not throw.
  package var root: Node {
    precondition(!entries.isEmpty, "no document was scanned")
    return Node(index: 0)
  }

  package func kind(_ node: Node) -> Kind { entries[node.index].kind }

  /// Where the value stands, quotes and brackets included.
  package func range(_ node: Node) -> Range<Int> {
    Int(entries[node.index].start)..<Int(entries[node.index].end)
  }

  /// Members of an object or elements of an array; 0 for everything else.
  package func count(_ node: Node) -> Int { Int(entries[node.index].count) }

  /// True when an array holds numbers alone and all of them are plain runs of digits: token ids.
  package func isNaturals(_ node: Node) -> Bool {
    isNumbers(node) && !entries[node.index].flags.contains(.hasOtherThanNaturals)
  }

  /// True when an array is not empty and holds numbers alone.
  package func isNumbers(_ node: Node) -> Bool {
    let entry = entries[node.index]
    return entry.kind == .array && entry.count > 0 && Int(entry.next) == node.index + 1
  }

  /// The recorded elements of an array: all but its numbers. Empty for everything else.
  package func elements(_ node: Node) -> Elements {
    Elements(entries: entries, of: node, isWanted: kind(node) == .array)
  }

  /// The members of an object in the order of the document. Empty for everything else.
  package func members(_ node: Node) -> Members {
    Members(nodes: Elements(entries: entries, of: node, isWanted: kind(node) == .object))
  }

  package struct Elements: Sequence, IteratorProtocol {
    private let entries: [Entry]
    private var at: Int
    private let end: Int

    init(entries: [Entry], of node: Node, isWanted: Bool) {
      self.entries = entries
      at = node.index + 1
      end = isWanted ? Int(entries[node.index].next) : at
    }

    package mutating func next() -> Node? {
      guard at < end else { return nil }
      defer { at = Int(entries[at].next) }
      return Node(index: at)
    }
  }

  package struct Members: Sequence, IteratorProtocol {
    fileprivate var nodes: Elements

    package mutating func next() -> (key: Node, value: Node)? {
      guard let key = nodes.next(), let value = nodes.next() else { return nil }
      return (key, value)
    }
  }

  /// The value of a member; nil when the node is not an object or has no such member.
  package func member(_ name: StaticString, of node: Node, in bytes: Span<UInt8>) -> Node? {
    guard kind(node) == .object else { return nil }
    var at = node.index + 1
    let end = Int(entries[node.index].next)
    while at < end {
      if equals(Node(index: at), name, in: bytes) { return Node(index: at + 1) }
      at = Int(entries[at + 1].next)
    }
    return nil
  }

  /// The value of a member, where null and absence mean the same.
  package func present(_ name: StaticString, of node: Node, in bytes: Span<UInt8>) -> Node? {
    guard let value = member(name, of: node, in: bytes), kind(value) != .null else { return nil }
    return value
  }
}
