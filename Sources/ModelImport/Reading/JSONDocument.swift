// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Wire

/// A JSON text that was read strictly, together with its bytes.
struct JSONDocument {
  let file: String
  let bytes: [UInt8]
  private let tape: JSONTape

  init(_ bytes: [UInt8], file: String) throws(ImportProblem) {
    var tape = JSONTape()
    do {
      try tape.scan(bytes.span)
    } catch {
      throw ImportProblem(file: file, place: "byte \(error.offset)", "not usable JSON: \(error.kind.rawValue)")
    }
    (self.file, self.bytes, self.tape) = (file, bytes, tape)
  }

  var root: JSONTape.Node { tape.root }

  func kind(_ node: JSONTape.Node) -> JSONTape.Kind { tape.kind(node) }

  /// Nil also for null.
  func member(_ name: StaticString, of node: JSONTape.Node?) -> JSONTape.Node? {
    node.flatMap { tape.present(name, of: $0, in: bytes.span) }
  }

  func text(_ node: JSONTape.Node?) -> String? {
    node.flatMap { tape.string($0, in: bytes.span) }
  }

  func text(_ name: StaticString, of node: JSONTape.Node?) -> String? { text(member(name, of: node)) }

  func integer(_ node: JSONTape.Node) -> Int64? { tape.integer(node, in: bytes.span) }

  /// Without the numbers, which the tape does not keep.
  func elements(_ node: JSONTape.Node?) -> [JSONTape.Node] { node.map { Array(tape.elements($0)) } ?? [] }

  func members(_ node: JSONTape.Node?) -> [(key: String, value: JSONTape.Node)] {
    guard let node else { return [] }
    return tape.members(node).map { (text($0.key) ?? "", $0.value) }
  }
}
