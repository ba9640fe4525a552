// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import ModelImport
import Testing

private func read(_ bytes: [UInt8]) throws(ImportProblem) -> GGUFHeader {
  try GGUFHeader(ByteArraySource(bytes, name: "m.gguf"))
}

private func refusal(_ bytes: [UInt8]) -> String? {
  do {
    _ = try read(bytes)
    return nil
  } catch {
    return error.description
  }
}

@Suite struct GGUFTests {
  @Test(arguments: [UInt32(2), 3]) func `all types are read and all but the general keys passed over`(version: UInt32)
    throws
  {
    var builder = GGUFBuilder.full
    builder.version = version
    let bytes = builder.bytes
    let header = try read(builder.whole)
    #expect(header.version == version)
    #expect(header.parameterCount == 64 * 300 + 64)
    #expect(header.size == Int64(bytes.count))
    #expect(header.general["general.name"] == .text("Small Test 135M"))
    #expect(header.general["general.negative"] == .negative(-7))
    #expect(header.general["general.flag"] == .bool(false))
    #expect(header.general["general.ratio"] == .float(0.5))
    #expect(header.general["general.numbers"] == .list(count: 1))
    #expect(header.general["general.tags"] == .texts(["mergekit", "chat"]))
    #expect(header.general.keys.allSatisfy { $0.hasPrefix("general.") })
  }

  @Test func `the draft names each value's key`() throws {
    let draft = ModelDraft(try read(GGUFBuilder.full.whole))
    #expect(draft.oddities.isEmpty)
    #expect(draft.id?.value == "maker/small")
    #expect(draft.forms == [Sourced("Q4_K_M", Origin(file: "m.gguf", key: "general.file_type"))])
    #expect(
      draft.licenses.map(\.value) == [LicenseClaim(tag: "other", name: "Own Terms", link: "https://example.org/terms")])
    #expect(draft.baseModels.count == 2)
    #expect(draft.baseModels[0].origin.key == "general.base_model.0")
    #expect(
      draft.baseModels[0].value
        == BaseModel(
          id: "meta-llama/Llama-3.1-8B", name: "Llama 3.1 8B", version: "3.1", author: "Somebody",
          organization: "Meta Llama", repositoryURL: "https://huggingface.co/meta-llama/Llama-3.1-8B", doi: "10.1/x"))
    #expect(draft.datasets.map(\.value) == [Dataset(name: "Texts", url: "https://huggingface.co/datasets/maker/texts")])
    #expect(draft.languages.map(\.value) == ["en", "de"])
    #expect(Set(draft.derivations.map(\.value)) == [.quantized, .finetune, .merge])
    #expect(draft.sizeLabel?.value == "135M")
    #expect(draft.parameterCount?.value == 19_264)
  }

  @Test func `what is no readable header is refused with the place`() {
    #expect(refusal([]) == "m.gguf:byte 0: the file ends in the middle of its header; fetch it again")
    #expect(
      refusal(Array("PK\u{3}\u{4}".utf8) + [0, 0, 0, 0])
        == "m.gguf:byte 0: not a GGUF file: it must begin with the letters GGUF")
    var bigEndian = Array("GGUF".utf8) + [0, 0, 0, 3]
    bigEndian += [UInt8](repeating: 0, count: 16)
    #expect(
      refusal(bigEndian)
        == "m.gguf:byte 4: a big-endian GGUF file; only little-endian ones are read, so convert it first")
    #expect(refusal(Array("FUGG".utf8) + bigEndian)?.contains("big-endian") == true)
    var old = GGUFBuilder()
    old.version = 1
    #expect(refusal(old.bytes)?.contains("version 1 is no longer in use") == true)
    old.version = 99
    #expect(refusal(old.bytes) == "m.gguf:byte 4: GGUF version 99 is not known; versions 2 and 3 are")
  }

  @Test func `announced counts and lengths are not believed`() {
    var head = Array("GGUF".utf8)
    GGUFBuilder.put(UInt32(3), &head)
    var keys = head
    GGUFBuilder.put(UInt64(0), &keys)
    GGUFBuilder.put(UInt64.max, &keys)
    #expect(refusal(keys) == "m.gguf:byte 16: 18446744073709551615 keys are announced; at most 65536 are believed")
    var tensors = head
    GGUFBuilder.put(UInt64.max, &tensors)
    #expect(refusal(tensors)?.contains("tensors are announced") == true)

    func value(_ key: String, _ bytes: (inout [UInt8]) -> Void) -> String? {
      var all = head
      GGUFBuilder.put(UInt64(0), &all)
      GGUFBuilder.put(UInt64(1), &all)
      GGUFBuilder.put(key, &all)
      bytes(&all)
      return refusal(all)
    }
    let long = value("general.name") {
      GGUFBuilder.put(UInt32(8), &$0)
      GGUFBuilder.put(UInt64.max, &$0)
    }
    #expect(long == "m.gguf:byte 48: `general.name` of 18446744073709551615 bytes; at most 65536 are allowed")
    let array = value("tokenizer.x") {
      GGUFBuilder.put(UInt32(9), &$0)
      GGUFBuilder.put(UInt32(10), &$0)
      GGUFBuilder.put(UInt64.max / 4, &$0)
    }
    #expect(array?.contains("ends in the middle") == true)
    let kept = value("general.tags") {
      GGUFBuilder.put(UInt32(9), &$0)
      GGUFBuilder.put(UInt32(8), &$0)
      GGUFBuilder.put(UInt64(1) << 40, &$0)
    }
    #expect(kept?.contains("1099511627776 elements; at most 4096 are kept") == true)
    let deep = value("x.deep") {
      GGUFBuilder.put(UInt32(9), &$0)
      for _ in 0..<1_000 {
        GGUFBuilder.put(UInt32(9), &$0)
        GGUFBuilder.put(UInt64(1), &$0)
      }
    }
    #expect(deep?.contains("lists are nested more than 4 deep") == true)
    let type = value("x.type") { GGUFBuilder.put(UInt32(13), &$0) }
    #expect(type == "m.gguf:byte 38: 13 is not a type of value; the specification has 0 to 12")
    let truth = value("x.truth") {
      GGUFBuilder.put(UInt32(7), &$0)
      $0.append(2)
    }
    #expect(truth?.contains("a truth value must be 0 or 1, not 2") == true)
  }

  @Test func `a key twice is refused and so is text that is not UTF-8`() {
    var builder = GGUFBuilder(keys: [("general.license", .string("mit")), ("general.license", .string("apache-2.0"))])
    #expect(refusal(builder.bytes)?.contains("the key `general.license` stands twice") == true)
    builder.keys = [("general.name", .string("NAME"))]
    var bytes = builder.bytes
    bytes[bytes.count - 2] = 0xFF
    #expect(refusal(bytes) == "m.gguf:byte 48: `general.name` is not UTF-8")
  }

  @Test func `tensors whose elements cannot be counted are refused`() {
    let builder = GGUFBuilder(tensors: [("w", [1 << 40, 1 << 40])], type: 0)
    #expect(refusal(builder.bytes)?.contains("more elements than can be counted") == true)
  }

  private static let keys: [(String, GGUFBuilder.Value)] = [("general.architecture", .string("llama"))]

  @Test func `a file that lacks data of its tensors is refused, to the byte`() {
    var builder = GGUFBuilder.full
    #expect(refusal(builder.whole) == nil)
    builder.data -= 1
    #expect(
      refusal(builder.whole)?.contains("the data of the tensor `output_norm.weight` end 12040 bytes behind byte")
        == true)
    #expect(refusal(builder.bytes)?.contains("fetch it again") == true)
    builder.keys.append(("general.alignment", .uint32(4_096)))
    #expect(refusal(builder.whole)?.contains("bytes; fetch it again") == true)
    builder.data += 4_097
    #expect(refusal(builder.whole) == nil)
    // Each type by its own measure: rows of 256 numbers.
    for (type, bytes) in [(UInt32(0), 1_024), (1, 512), (8, 272), (14, 210), (30, 512), (39, 136)] {
      var one = GGUFBuilder(keys: Self.keys, tensors: [("w", [256])], type: type, data: bytes)
      #expect(refusal(one.whole) == nil, "type \(type)")
      one.data -= 1
      #expect(refusal(one.whole)?.contains("end \(bytes) bytes behind") == true, "type \(type)")
    }
  }

  @Test(arguments: [
    (GGUFBuilder(keys: keys, tensors: [("w", [32]), ("w", [32])], data: 64), "the tensor `w` stands twice"),
    (GGUFBuilder(keys: keys, tensors: [("w", [32])], offsets: [32], data: 40), "end 52 bytes behind byte"),
    (GGUFBuilder(keys: keys, tensors: [("w", [32])], offsets: [.max], data: 64), "end beyond any file"),
    (GGUFBuilder(keys: keys, tensors: [("w", [32])], offsets: [.max - 20], data: 64), "bytes; fetch it again"),
    (GGUFBuilder(keys: keys, tensors: [("w", [1 << 62])], type: 28), "end beyond any file"),
    (
      GGUFBuilder(keys: keys, tensors: [("w", [33])], data: 64),
      "has rows of 33 numbers, and its type stores 32 together"
    ),
    (GGUFBuilder(keys: keys, tensors: [("w", [32])], type: 99, offsets: [65], data: 64), "bytes; fetch it again"),
    (GGUFBuilder(tensors: [("w", [32])], data: 20), "there is no key at all"),
    (GGUFBuilder(), "there is no key at all"),
    (GGUFBuilder(keys: [("general.alignment", .uint32(0))]), "`general.alignment` must be a multiple of 8"),
    (GGUFBuilder(keys: [("general.alignment", .uint32(12))]), "`general.alignment` must be a multiple of 8"),
    (GGUFBuilder(keys: [("general.alignment", .string("32"))]), "`general.alignment` must be a multiple of 8"),
  ])
  func `descriptions of tensors that cannot be true are refused`(builder: GGUFBuilder, message: String) {
    #expect(refusal(builder.whole)?.contains(message) == true, "\(refusal(builder.whole) ?? "taken")")
  }

  @Test func `a type of tensor that is newer than the table is told, and its size not checked`() throws {
    let builder = GGUFBuilder(keys: Self.keys, tensors: [("w", [33])], type: 99, offsets: [64], data: 64)
    let header = try read(builder.whole)
    #expect(header.unknownTypes == [99] && header.parameterCount == 33)
    let warnings = ModelDraft(header).warnings
    #expect(warnings.map(\.code) == ["tensor_type_unknown"])
    #expect(warnings.first?.message.contains("99 not known here") == true)
  }

  @Test(
    arguments: [
      ("general.name", .uint32(7), "is a number and not a text"),
      ("general.license", .bool(1), "is a truth value and not a text"),
      ("general.file_type", .int32(-1), "is a number and not a whole number from 0 on"),
      ("general.file_type", .string("Q4_K_M"), "is a text and not a whole number from 0 on"),
      ("general.license.link", .array(8, [.string("https://a")]), "is a list and not a text"),
      ("general.tags", .array(4, [.uint32(1)]), "is a list and not a list of texts"),
      ("general.base_model.count", .float32(1), "is a number and not a whole number from 0 on"),
      ("general.base_model.0.name", .bool(0), "is a truth value and not a text"),
    ] as [(String, GGUFBuilder.Value, String)])
  func `a value of another kind than the specification has is told`(
    key: String, value: GGUFBuilder.Value, message: String
  ) throws {
    let warnings = ModelDraft(try read(GGUFBuilder(keys: [(key, value)]).whole)).warnings
    #expect(warnings.map(\.code) == ["metadata_type"])
    #expect(warnings.map(\.message) == ["m.gguf, \(key): \(message), and was passed over"])
  }

  @Test(arguments: [UInt64(1), 2, 65, .max]) func `bases that are announced and not named are missing`(count: UInt64)
    throws
  {
    let announced = GGUFBuilder(keys: [("general.base_model.count", .uint64(count))])
    let draft = ModelDraft(try read(announced.whole))
    #expect(draft.baseModels.isEmpty && draft.warnings.map(\.code) == ["base_missing"])
    #expect(draft.warnings.first?.message.contains("\(count) announced, and the file names 0") == true)
    #expect(draft.yaml(assessedOn: CivilDay("2026-11-24")!).contains("# WARNING base_missing: "))
    let none = GGUFBuilder(keys: [("general.base_model.count", .uint64(0))])
    #expect(ModelDraft(try read(none.whole)).warnings.isEmpty)
    let half = GGUFBuilder(
      keys: [("general.base_model.count", .uint64(2)), ("general.base_model.1.name", .string("B"))])
    #expect(ModelDraft(try read(half.whole)).warnings.map(\.code) == ["base_license_stays", "base_missing"])
  }

  @Test func `a sparse file of many gigabytes is read only as far as its header and the limit go`() throws {
    var head = Array("GGUF".utf8)
    GGUFBuilder.put(UInt32(3), &head)
    GGUFBuilder.put(UInt64(0), &head)
    GGUFBuilder.put(UInt64(1), &head)
    GGUFBuilder.put("tokenizer.ggml.tokens", &head)
    GGUFBuilder.put(UInt32(9), &head)
    GGUFBuilder.put(UInt32(8), &head)
    GGUFBuilder.put(UInt64(1) << 33, &head)
    let source = CountingSource(head: head, size: 1 << 40)
    #expect(throws: ImportProblem.self) { try GGUFHeader(source, limit: 1 << 20) }
    #expect(source.count <= (1 << 20) + (128 << 10))
    #expect(GGUFHeader.sizeLimit == 64 << 20)

    let real = CountingSource(head: GGUFBuilder.full.bytes, size: 1 << 40)
    _ = try GGUFHeader(real)
    #expect(real.count <= 64 << 10)
  }

  /// Whatever the bytes are, there is a header or one line, and no more is read than a header may have.
  @Test(arguments: 0..<8) func `mutated headers never crash and never read without bound`(seed: Int) {
    var random = SplitMix(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
    let valid = GGUFBuilder.full.bytes
    var refused = 0
    for _ in 0..<300 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let isCut = Bool.random(using: &random)
      if isCut { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
      let source = CountingSource(head: bytes, size: Int64(bytes.count + (isCut ? 0 : 16_384)))
      do {
        _ = try GGUFHeader(source)
      } catch {
        refused += 1
        #expect(error.place?.hasPrefix("byte ") == true)
        #expect(!error.description.contains("\n"))
      }
      #expect(source.count <= 4 * (bytes.count + (64 << 10)))
    }
    #expect(refused > 100)
  }

  @Test func `cut off at any byte the header is refused`() {
    let valid = GGUFBuilder.full.whole
    for count in 0...GGUFBuilder.full.bytes.count {
      #expect(refusal(Array(valid[..<count])) != nil, "cut at \(count)")
    }
    #expect(refusal(valid) == nil)
  }
}

/// A file that is longer than its bytes, with zeros behind, and that counts what is asked of it.
private final class CountingSource: ByteSource {
  let name = "m.gguf"
  let size: Int64
  private let head: [UInt8]
  private(set) var count = 0

  init(head: [UInt8], size: Int64) {
    (self.head, self.size) = (head, size)
  }

  func read(at offset: Int64, count: Int) throws(ImportProblem) -> [UInt8] {
    let wanted = Int(min(Int64(count), max(0, size - offset)))
    self.count += wanted
    let start = Int(min(offset, Int64(head.count)))
    let known = Array(head[start..<min(head.count, start + wanted)])
    return known + [UInt8](repeating: 0, count: wanted - known.count)
  }
}

/// https://prng.di.unimi.it/splitmix64.c
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
