// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Replacements in a byte string that are made in one pass. What is not named stays byte for byte.
package struct ByteSplice: Sendable {
  private var edits: [(range: Range<Int>, bytes: [UInt8], order: Int)] = []

  package init() {}

  package var isEmpty: Bool { edits.isEmpty }

  /// Edits may come in any order but must not overlap. Insertions at one place keep
  /// their order and come before a replacement that begins there.
  package mutating func replace(_ range: Range<Int>, with bytes: [UInt8]) {
    edits.append((range, bytes, edits.count))
  }

  package mutating func insert(_ bytes: [UInt8], at offset: Int) {
    replace(offset..<offset, with: bytes)
  }

  package mutating func remove(_ range: Range<Int>) {
    replace(range, with: [])
  }

  package consuming func apply(to source: Span<UInt8>) -> [UInt8] {
    edits.sort {
      ($0.range.lowerBound, $0.range.upperBound, $0.order) < ($1.range.lowerBound, $1.range.upperBound, $1.order)
    }
    var result: [UInt8] = []
    result.reserveCapacity(edits.reduce(source.count) { $0 + $1.bytes.count })
    var at = 0
    for (range, bytes, _) in edits {
      precondition(range.lowerBound >= at, "edits overlap")
      result.append(span: source.extracting(at..<range.lowerBound))
      result.append(contentsOf: bytes)
      at = range.upperBound
    }
    result.append(span: source.extracting(at..<source.count))
    return result
  }
}

extension ByteSplice {
  /// Takes members out of an object together with the commas that would be left over.
  ///
  /// All members of one object that must go have to be named in one call, because they share commas.
  package mutating func remove(
    _ unwanted: [JSONTape.Node], from object: JSONTape.Node, in tape: JSONTape
  ) {
    guard !unwanted.isEmpty else { return }
    /// Where the last member ends that stays, if there is one.
    var kept: Int?
    /// Where the current run of unwanted members begins and ends.
    var run: Range<Int>?
    for (key, value) in tape.members(object) {
      let member = tape.range(key).lowerBound..<tape.range(value).upperBound
      if unwanted.contains(value) {
        run = (run?.lowerBound ?? member.lowerBound)..<member.upperBound
      } else {
        if let start = run?.lowerBound { remove(start..<member.lowerBound) }
        run = nil
        kept = member.upperBound
      }
    }
    if let run { remove((kept ?? run.lowerBound)..<run.upperBound) }
  }
}

extension [UInt8] {
  /// Copies a span to the end.
  mutating func append(span: Span<UInt8>) {
    span.withUnsafeBufferPointer { append(contentsOf: $0) }
  }
}
