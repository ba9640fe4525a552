// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes headers of GGUF files by the specification, independently of the reader.
struct GGUFBuilder {
  enum Value {
    case uint8(UInt8), int8(Int8), uint16(UInt16), int16(Int16), uint32(UInt32), int32(Int32), float32(Float)
    case bool(UInt8), string(String), uint64(UInt64), int64(Int64), float64(Double)
    /// Type of the elements, then the elements.
    case array(UInt32, [Value])

    var type: UInt32 {
      switch self {
      case .uint8: 0
      case .int8: 1
      case .uint16: 2
      case .int16: 3
      case .uint32: 4
      case .int32: 5
      case .float32: 6
      case .bool: 7
      case .string: 8
      case .array: 9
      case .uint64: 10
      case .int64: 11
      case .float64: 12
      }
    }
  }

  var version: UInt32 = 3
  var keys: [(String, Value)] = []
  var tensors: [(name: String, shape: [UInt64])] = []
  /// Of all tensors; 3 stores 32 numbers in 20 bytes.
  var type: UInt32 = 3
  /// Of the tensors, counted from the beginning of all data; of those that are not listed 0.
  var offsets: [UInt64] = []
  /// Bytes of data behind the header.
  var data = 0

  /// The header and, from the next multiple of 32 on, the data.
  var whole: [UInt8] {
    let header = bytes
    return header + [UInt8](repeating: 0, count: (32 - header.count % 32) % 32 + data)
  }

  /// The header.
  var bytes: [UInt8] {
    var out = Array("GGUF".utf8)
    Self.put(version, &out)
    Self.put(UInt64(tensors.count), &out)
    Self.put(UInt64(keys.count), &out)
    for (key, value) in keys {
      Self.put(key, &out)
      Self.put(value.type, &out)
      Self.put(value, &out)
    }
    for (place, (name, shape)) in tensors.enumerated() {
      Self.put(name, &out)
      Self.put(UInt32(shape.count), &out)
      for length in shape { Self.put(length, &out) }
      Self.put(type, &out)
      Self.put(place < offsets.count ? offsets[place] : 0, &out)
    }
    return out
  }

  static func put<T: FixedWidthInteger>(_ value: T, _ out: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { out += Array($0) }
  }

  static func put(_ text: String, _ out: inout [UInt8]) {
    put(UInt64(text.utf8.count), &out)
    out += Array(text.utf8)
  }

  static func put(_ value: Value, _ out: inout [UInt8]) {
    switch value {
    case .uint8(let v): put(v, &out)
    case .int8(let v): put(v, &out)
    case .uint16(let v): put(v, &out)
    case .int16(let v): put(v, &out)
    case .uint32(let v): put(v, &out)
    case .int32(let v): put(v, &out)
    case .float32(let v): put(v.bitPattern, &out)
    case .bool(let v): put(v, &out)
    case .string(let v): put(v, &out)
    case .uint64(let v): put(v, &out)
    case .int64(let v): put(v, &out)
    case .float64(let v): put(v.bitPattern, &out)
    case .array(let type, let elements):
      put(type, &out)
      put(UInt64(elements.count), &out)
      for element in elements { put(element, &out) }
    }
  }

  /// All types, all keys that a draft looks at, and a tokenizer to step over.
  static var full: GGUFBuilder {
    let tokens = Value.array(8, (0..<300).map { .string("token \($0)") })
    return GGUFBuilder(
      keys: [
        ("general.architecture", .string("llama")), ("general.name", .string("Small Test 135M")),
        ("general.file_type", .uint32(15)), ("general.quantization_version", .uint32(2)),
        ("general.size_label", .string("135M")), ("general.license", .string("other")),
        ("general.license.name", .string("Own Terms")), ("general.license.link", .string("https://example.org/terms")),
        ("general.finetune", .string("Instruct")), ("general.repo_url", .string("https://huggingface.co/maker/small")),
        ("general.base_model.count", .uint32(2)), ("general.base_model.0.name", .string("Llama 3.1 8B")),
        ("general.base_model.0.author", .string("Somebody")), ("general.base_model.0.version", .string("3.1")),
        ("general.base_model.0.organization", .string("Meta Llama")),
        ("general.base_model.0.repo_url", .string("https://huggingface.co/meta-llama/Llama-3.1-8B")),
        ("general.base_model.0.doi", .string("10.1/x")), ("general.base_model.1.name", .string("Other")),
        ("general.dataset.count", .uint64(1)), ("general.dataset.0.name", .string("Texts")),
        ("general.dataset.0.repo_url", .string("https://huggingface.co/datasets/maker/texts")),
        ("general.tags", .array(8, [.string("mergekit"), .string("chat")])),
        ("general.languages", .array(8, [.string("en"), .string("de")])),
        ("tokenizer.ggml.tokens", tokens), ("tokenizer.ggml.scores", .array(6, (0..<300).map { .float32(Float($0)) })),
        ("x.nested", .array(9, [.array(9, [.array(4, [.uint32(1)])])])), ("x.u8", .uint8(1)), ("x.i8", .int8(-1)),
        ("x.u16", .uint16(2)), ("x.i16", .int16(-2)), ("x.i32", .int32(-3)), ("x.f32", .float32(1.5)),
        ("x.bool", .bool(1)), ("x.i64", .int64(-4)), ("x.f64", .float64(2.5)), ("general.negative", .int32(-7)),
        ("general.flag", .bool(0)), ("general.ratio", .float64(0.5)), ("general.numbers", .array(4, [.uint32(9)])),
      ],
      tensors: [("token_embd.weight", [64, 300]), ("output_norm.weight", [64])], offsets: [0, 12_000], data: 12_040)
  }
}
