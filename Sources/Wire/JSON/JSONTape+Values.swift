// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension JSONTape {
  /// Where a string's text stands, without the quotes.
  package func textRange(_ node: Node) -> Range<Int> {
    let range = range(node)
    return range.lowerBound + 1..<range.upperBound - 1
  }

  /// The text of a string; nil when the node is something else.
  package func string(_ node: Node, in bytes: Span<UInt8>) -> String? {
    guard kind(node) == .string else { return nil }
    let text = textRange(node)
    guard entries[node.index].flags.contains(.hasEscapes) else {
      return bytes.extracting(text).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
    var decoder = JSONUnescaper(text)
    return String(unsafeUninitializedCapacity: text.count) { buffer in
      var count = 0
      while let byte = decoder.next(in: bytes) {
        buffer[count] = byte
        count += 1
      }
      return count
    }
  }

  /// Appends the text of a string in UTF-8; nothing when the node is something else.
  package func appendText(_ node: Node, in bytes: Span<UInt8>, to output: inout [UInt8]) {
    guard kind(node) == .string else { return }
    let text = textRange(node)
    guard entries[node.index].flags.contains(.hasEscapes) else { return output.append(span: bytes.extracting(text)) }
    var decoder = JSONUnescaper(text)
    while let byte = decoder.next(in: bytes) { output.append(byte) }
  }

  /// Bytes of a string's text in UTF-8 once it is unescaped; 0 when the node is something else.
  package func textLength(_ node: Node, in bytes: Span<UInt8>) -> Int {
    guard kind(node) == .string else { return 0 }
    let text = textRange(node)
    guard entries[node.index].flags.contains(.hasEscapes) else { return text.count }
    var decoder = JSONUnescaper(text)
    var count = 0
    while decoder.next(in: bytes) != nil { count += 1 }
    return count
  }

  /// Whether the node is a string with exactly this text.
  package func equals(_ node: Node, _ text: StaticString, in bytes: Span<UInt8>) -> Bool {
    guard kind(node) == .string else { return false }
    let range = textRange(node)
    guard entries[node.index].flags.contains(.hasEscapes) else {
      guard range.count == text.utf8CodeUnitCount else { return false }
      for offset in 0..<range.count where bytes[range.lowerBound + offset] != text.utf8Start[offset] { return false }
      return true
    }
    var decoder = JSONUnescaper(range)
    for offset in 0..<text.utf8CodeUnitCount {
      guard decoder.next(in: bytes) == text.utf8Start[offset] else { return false }
    }
    return decoder.next(in: bytes) == nil
  }

  /// Whether the node is a string that begins so, with ASCII letters in either case. `prefix` is in small letters.
  package func hasPrefix(_ node: Node, ignoringCase prefix: StaticString, in bytes: Span<UInt8>) -> Bool {
    guard kind(node) == .string else { return false }
    var decoder = JSONUnescaper(textRange(node))
    for offset in 0..<prefix.utf8CodeUnitCount {
      guard let byte = decoder.next(in: bytes) else { return false }
      let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      guard (isCapital ? byte | 0x20 : byte) == prefix.utf8Start[offset] else { return false }
    }
    return true
  }

  /// The number, if it is written as a whole one and fits; nil for `1.0`, `1e3` and everything that is not a number.
  package func integer(_ node: Node, in bytes: Span<UInt8>) -> Int64? {
    guard kind(node) == .number else { return nil }
    let range = range(node)
    let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
    // Built downwards from zero, since the smallest number has no positive counterpart.
    var value: Int64 = 0
    for at in (isNegative ? range.dropFirst() : range) {
      let digit = bytes[at] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (next, overflow) = shifted.subtractingReportingOverflow(Int64(digit))
      if tooLarge || overflow { return nil }
      value = next
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// Digits beyond which a number is taken for an attack on whoever reads it.
  static let maximumNumber = 1000

  /// The number, rounded to a double; nil when the node is something else or absurdly long.
  package func double(_ node: Node, in bytes: Span<UInt8>) -> Double? {
    guard kind(node) == .number, range(node).count <= Self.maximumNumber else { return nil }
    return bytes.extracting(range(node)).withUnsafeBufferPointer { Double(String(decoding: $0, as: UTF8.self)) }
  }

  /// Python's rule, which client libraries apply to an `error` member: null, false, 0 and what is empty do not count.
  package func isTruthy(_ node: Node, in bytes: Span<UInt8>) -> Bool {
    switch kind(node) {
    case .null, .false: false
    case .true: true
    case .string: !textRange(node).isEmpty
    case .number: double(node, in: bytes) != 0
    case .object, .array: count(node) > 0
    }
  }

  /// What to leave out of a document to be rid of one member of an object, a comma included.
  package func removalRange(of value: Node, from object: Node) -> Range<Int> {
    var keptEnd: Int?
    var members = members(object)
    while let (key, member) = members.next() {
      if member == value {
        let start = range(key).lowerBound
        if let following = members.next() { return start..<range(following.key).lowerBound }
        return (keptEnd ?? start)..<range(member).upperBound
      }
      keptEnd = range(member).upperBound
    }
    return range(object).lowerBound..<range(object).lowerBound
  }
}
