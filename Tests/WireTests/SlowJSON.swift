// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// RFC 8259 read slowly and recursively, straight from its grammar, to compare the fast scanner with.
struct SlowJSON {
  private struct Fault: Error {}
  private var bytes: [UInt8]
  private var at = 0

  static func accepts(_ bytes: [UInt8]) -> Bool {
    guard String(validating: bytes, as: UTF8.self) != nil else { return false }
    var reader = SlowJSON(bytes: bytes)
    do {
      try reader.value()
      return reader.at == bytes.count
    } catch {
      return false
    }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func space() {
    while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { at += 1 }
  }

  private mutating func expect(_ text: String) throws {
    for byte in text.utf8 {
      guard peek == byte else { throw Fault() }
      at += 1
    }
  }

  private mutating func take(_ characters: String) -> Bool {
    guard let byte = peek, characters.utf8.contains(byte) else { return false }
    at += 1
    return true
  }

  private mutating func value() throws {
    space()
    switch peek.map({ Character(UnicodeScalar($0)) }) {
    case "{":
      at += 1
      var keys = Set<[UInt16]>()
      space()
      if !take("}") {
        repeat {
          space()
          guard keys.insert(try string()).inserted else { throw Fault() }
          space()
          try expect(":")
          try value()
        } while take(",")
        try expect("}")
      }
    case "[":
      at += 1
      space()
      if !take("]") {
        repeat { try value() } while take(",")
        try expect("]")
      }
    case "\"": _ = try string()
    case "t": try expect("true")
    case "f": try expect("false")
    case "n": try expect("null")
    default: try number()
    }
    space()
  }

  private mutating func digits() throws {
    guard take("0123456789") else { throw Fault() }
    while take("0123456789") {}
  }

  private mutating func number() throws {
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("eE") {
      _ = take("+-")
      try digits()
    }
  }

  /// As UTF-16, in which a lone surrogate shows.
  private mutating func string() throws -> [UInt16] {
    try expect("\"")
    var units: [UInt16] = []
    while true {
      guard let byte = peek else { throw Fault() }
      if take("\"") { break }
      if take("\\") {
        if take("u") {
          guard at + 4 <= bytes.count else { throw Fault() }
          let digits = String(decoding: bytes[at..<at + 4], as: UTF8.self)
          guard digits.allSatisfy(\.isHexDigit), digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else {
            throw Fault()
          }
          units.append(unit)
          at += 4
        } else {
          let letters = Array(#""\/bfnrt"#.utf8)
          guard let letter = peek, let index = letters.firstIndex(of: letter) else { throw Fault() }
          units.append([0x22, 0x5C, 0x2F, 8, 12, 10, 13, 9][index])
          at += 1
        }
      } else {
        guard byte >= 0x20 else { throw Fault() }
        let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        units += Array(String(decoding: bytes[at..<at + length], as: UTF8.self).utf16)
        at += length
      }
    }
    guard String(validating: units, as: UTF16.self) != nil else { throw Fault() }
    return units
  }
}
