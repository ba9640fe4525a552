// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension JSONTape {
  /// What may come next.
  private enum Expected {
    case value, firstElement, key, firstKey, commaOrClose, end
  }

  /// Reads a whole document. One pass and no recursion: the cost is linear in the bytes whatever they are.
  ///
  /// - Parameter maximumDepth: objects and arrays that may be open at once.
  /// - Throws: the first fault; the tape is empty then.
  package mutating func scan(
    _ bytes: Span<UInt8>, maximumDepth: Int = JSONTape.defaultDepth
  ) throws(JSONFault) {
    // One huge document must not pin its tape for ever.
    entries.removeAll(keepingCapacity: entries.capacity <= 1 << 16)
    open.removeAll(keepingCapacity: true)
    do {
      try read(bytes, maximumDepth)
    } catch {
      entries.removeAll(keepingCapacity: true)
      throw error
    }
  }

  private mutating func read(_ bytes: Span<UInt8>, _ maximumDepth: Int) throws(JSONFault) {
    guard bytes.count < Int(Int32.max) else { throw JSONFault(.tooLarge, at: bytes.count) }
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      throw JSONFault(.byteOrderMark, at: 0)
    }
    var expected = Expected.value
    var at = 0
    while true {
      while at < bytes.count, isSpace(bytes[at]) { at += 1 }
      guard at < bytes.count else {
        if expected == .end { return }
        throw JSONFault(entries.isEmpty ? .empty : .truncated, at: at)
      }
      let byte = bytes[at]
      switch expected {
      case .end:
        throw JSONFault(.trailingBytes, at: at)
      case .value, .firstElement:
        if byte == UInt8(ascii: "]"), expected == .firstElement {
          at += 1
          expected = try close(.array, at, bytes)
        } else {
          (at, expected) = try value(byte, at, bytes, maximumDepth)
        }
      case .key, .firstKey:
        if byte == UInt8(ascii: "\"") {
          let (end, flags) = try JSONText.string(bytes, from: at)
          try append(.string, flags, at, end)
          entries[Int(open[open.count - 1])].count += 1
          at = end
          while at < bytes.count, isSpace(bytes[at]) { at += 1 }
          guard at < bytes.count else { throw JSONFault(.truncated, at: at) }
          guard bytes[at] == UInt8(ascii: ":") else { throw JSONFault(.unexpectedByte, at: at) }
          at += 1
          expected = .value
        } else if byte == UInt8(ascii: "}"), expected == .firstKey {
          at += 1
          expected = try close(.object, at, bytes)
        } else {
          throw JSONFault(.unexpectedByte, at: at)
        }
      case .commaOrClose:
        let isObject = entries[Int(open[open.count - 1])].kind == .object
        switch byte {
        case UInt8(ascii: ","):
          expected = isObject ? .key : .value
        case UInt8(ascii: "}") where isObject:
          expected = try close(.object, at + 1, bytes)
        case UInt8(ascii: "]") where !isObject:
          expected = try close(.array, at + 1, bytes)
        default:
          throw JSONFault(.unexpectedByte, at: at)
        }
        at += 1
      }
    }
  }

  /// Reads a scalar whole, or opens a container.
  private mutating func value(
    _ byte: UInt8, _ start: Int, _ bytes: Span<UInt8>, _ maximumDepth: Int
  ) throws(JSONFault) -> (end: Int, Expected) {
    let parent = open.last.map { Int($0) }
    let isElement = parent.map { entries[$0].kind == .array } ?? false
    if let parent, isElement { entries[parent].count += 1 }
    var end = start
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < maximumDepth else { throw JSONFault(.tooDeep, at: start) }
      let isObject = byte == UInt8(ascii: "{")
      open.append(UInt32(entries.count))
      try append(isObject ? .object : .array, [], start, start + 1)
      return (start + 1, isObject ? .firstKey : .firstElement)
    case UInt8(ascii: "\""):
      let (stringEnd, flags) = try JSONText.string(bytes, from: start)
      try append(.string, flags, start, stringEnd)
      end = stringEnd
    case UInt8(ascii: "t"):
      end = try JSONText.literal("true", bytes, from: start)
      try append(.true, [], start, end)
    case UInt8(ascii: "f"):
      end = try JSONText.literal("false", bytes, from: start)
      try append(.false, [], start, end)
    case UInt8(ascii: "n"):
      end = try JSONText.literal("null", bytes, from: start)
      try append(.null, [], start, end)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let (numberEnd, isNatural) = try JSONText.number(bytes, from: start)
      if let parent, isElement {
        if !isNatural { entries[parent].flags.insert(.hasOtherThanNaturals) }
      } else {
        try append(.number, [], start, numberEnd)
      }
      end = numberEnd
    default:
      throw JSONFault(.unexpectedByte, at: start)
    }
    return (end, open.isEmpty ? .end : .commaOrClose)
  }

  private mutating func append(_ kind: Kind, _ flags: Flags, _ start: Int, _ end: Int) throws(JSONFault) {
    guard entries.count < Self.maximumNodes else { throw JSONFault(.tooManyValues, at: start) }
    entries.append(
      Entry(
        kind: kind, flags: flags, start: UInt32(start), end: UInt32(end), next: UInt32(entries.count + 1), count: 0))
  }

  private mutating func close(_ kind: Kind, _ end: Int, _ bytes: Span<UInt8>) throws(JSONFault) -> Expected {
    let index = Int(open.removeLast())
    entries[index].end = UInt32(end)
    entries[index].next = UInt32(entries.count)
    if kind == .object { try refuseDuplicateKeys(of: index, in: bytes) }
    return open.isEmpty ? .end : .commaOrClose
  }
}

/// RFC 8259, section 2.
@inline(__always)
private func isSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}
