// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The grammar of a header: what follows what, and what is kept of it.
struct GGUFWalk {
  var reader: GGUFReader

  /// `gguf_metadata_value_type` of the specification.
  private enum ValueType: UInt32 {
    case uint8, int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64, float64

    /// Nil where it depends on the bytes.
    var size: UInt64? {
      switch self {
      case .uint8, .int8, .bool: 1
      case .uint16, .int16: 2
      case .uint32, .int32, .float32: 4
      case .uint64, .int64, .float64: 8
      case .string, .array: nil
      }
    }
  }

  init(_ reader: GGUFReader) {
    self.reader = reader
  }

  var offset: Int64 { reader.offset }

  mutating func start() throws(ImportProblem) -> (version: UInt32, tensors: UInt64, keys: UInt64) {
    let magic = Array(try reader.bytes(4))
    guard magic != Array("FUGG".utf8) else { throw bigEndian() }
    guard magic == Array("GGUF".utf8) else {
      throw reader.problem("not a GGUF file: it must begin with the letters GGUF", at: 0)
    }
    let version = try reader.integer(UInt32.self)
    switch version {
    case 2, 3: break
    case 1:
      throw reader.problem("GGUF version 1 is no longer in use; convert the model again to version 3", at: 4)
    default:
      guard !(1...16).contains(version.byteSwapped) else { throw bigEndian() }
      throw reader.problem("GGUF version \(version) is not known; versions 2 and 3 are", at: 4)
    }
    let tensors = try reader.integer(UInt64.self)
    guard tensors <= GGUFHeader.tensorLimit else {
      throw reader.problem("\(tensors) tensors are announced; at most \(GGUFHeader.tensorLimit) are believed", at: 8)
    }
    let keys = try reader.integer(UInt64.self)
    guard keys <= GGUFHeader.keyLimit else {
      throw reader.problem("\(keys) keys are announced; at most \(GGUFHeader.keyLimit) are believed", at: 16)
    }
    return (version, tensors, keys)
  }

  private func bigEndian() -> ImportProblem {
    reader.problem("a big-endian GGUF file; only little-endian ones are read, so convert it first", at: 4)
  }

  mutating func metadata(count: UInt64) throws(ImportProblem) -> [String: MetadataValue] {
    var seen: Set<String> = []
    var general: [String: MetadataValue] = [:]
    for _ in 0..<count {
      let place = reader.offset
      let key = try key()
      guard seen.insert(key).inserted else {
        throw reader.problem("the key `\(short(key))` stands twice; which one counts cannot be told", at: place)
      }
      let type = try type()
      if key.hasPrefix("general.") {
        general[key] = try value(type, key: key)
      } else {
        try skip(type, depth: 0)
      }
    }
    return general
  }

  private mutating func type() throws(ImportProblem) -> ValueType {
    let place = reader.offset
    let number = try reader.integer(UInt32.self)
    guard let type = ValueType(rawValue: number) else {
      throw reader.problem("\(number) is not a type of value; the specification has 0 to 12", at: place)
    }
    return type
  }

  /// The specification allows 65535 bytes of ASCII.
  private mutating func key() throws(ImportProblem) -> String {
    let place = reader.offset
    let key = try name(limit: 65_535, what: "a key")
    guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw reader.problem("a key must be visible ASCII characters", at: place)
    }
    return key
  }

  mutating func name(limit: Int, what: String) throws(ImportProblem) -> String {
    let place = reader.offset
    let length = try reader.integer(UInt64.self)
    guard length <= limit else {
      throw reader.problem("\(what) of \(length) bytes; at most \(limit) are allowed", at: place)
    }
    guard let text = String(validating: try reader.bytes(Int(length)), as: UTF8.self) else {
      throw reader.problem("\(what) is not UTF-8", at: place)
    }
    return text
  }

  private mutating func value(_ type: ValueType, key: String) throws(ImportProblem) -> MetadataValue {
    switch type {
    case .uint8: return .natural(UInt64(try reader.integer(UInt8.self)))
    case .uint16: return .natural(UInt64(try reader.integer(UInt16.self)))
    case .uint32: return .natural(UInt64(try reader.integer(UInt32.self)))
    case .uint64: return .natural(try reader.integer(UInt64.self))
    case .int8: return Self.signed(Int64(Int8(bitPattern: try reader.integer(UInt8.self))))
    case .int16: return Self.signed(Int64(Int16(bitPattern: try reader.integer(UInt16.self))))
    case .int32: return Self.signed(Int64(Int32(bitPattern: try reader.integer(UInt32.self))))
    case .int64: return Self.signed(Int64(bitPattern: try reader.integer(UInt64.self)))
    case .float32: return .float(Double(Float(bitPattern: try reader.integer(UInt32.self))))
    case .float64: return .float(Double(bitPattern: try reader.integer(UInt64.self)))
    case .bool: return .bool(try bool())
    case .string: return .text(try name(limit: GGUFHeader.textLimit, what: "`\(short(key))`"))
    case .array: return try list(key: key)
    }
  }

  private static func signed(_ value: Int64) -> MetadataValue {
    value >= 0 ? .natural(UInt64(value)) : .negative(value)
  }

  private mutating func bool() throws(ImportProblem) -> Bool {
    let place = reader.offset
    let byte = try reader.integer(UInt8.self)
    guard byte <= 1 else { throw reader.problem("a truth value must be 0 or 1, not \(byte)", at: place) }
    return byte == 1
  }

  private mutating func list(key: String) throws(ImportProblem) -> MetadataValue {
    let type = try type()
    let place = reader.offset
    let count = try reader.integer(UInt64.self)
    guard type == .string else {
      try skip(elements: count, of: type, depth: 1)
      return .list(count: count)
    }
    guard count <= GGUFHeader.listLimit else {
      throw reader.problem("`\(short(key))` has \(count) elements; at most \(GGUFHeader.listLimit) are kept", at: place)
    }
    var texts: [String] = []
    for _ in 0..<count { texts.append(try name(limit: GGUFHeader.textLimit, what: "`\(short(key))`")) }
    return .texts(texts)
  }

  private mutating func skip(_ type: ValueType, depth: Int) throws(ImportProblem) {
    switch type {
    case .string: try reader.skip(try reader.integer(UInt64.self))
    case .array:
      let element = try self.type()
      try skip(elements: try reader.integer(UInt64.self), of: element, depth: depth + 1)
    case .bool: _ = try bool()
    default: try reader.skip(type.size ?? 0)
    }
  }

  private mutating func skip(elements count: UInt64, of type: ValueType, depth: Int) throws(ImportProblem) {
    guard depth <= GGUFHeader.nestingLimit else {
      throw reader.problem("lists are nested more than \(GGUFHeader.nestingLimit) deep", at: reader.offset)
    }
    if let size = type.size {
      let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
      try reader.skip(overflow ? .max : bytes)
    } else {
      // Each element takes at least eight bytes, so that the end of the header ends the loop as well.
      for _ in 0..<count { try skip(type, depth: depth) }
    }
  }
}
