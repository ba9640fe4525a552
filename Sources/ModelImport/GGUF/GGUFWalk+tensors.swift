// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension GGUFWalk {
  /// What the descriptions of all tensors say together.
  struct Tensors {
    var elements: Int64 = 0
    /// Of which nobody here knows how many bytes they take.
    var unknownTypes: Set<UInt32> = []
    /// The one whose data end last: where it is described, and how many bytes behind the beginning of all data it ends.
    var last: (name: String, place: Int64, end: UInt64)?
  }

  /// The specification's default.
  static let alignment: UInt64 = 32
  private static let mostAlignment: UInt64 = 1 << 20

  /// - Throws: also when the file does not hold all the data that it announces: one that was cut off would be hashed as the
  ///   weights.
  mutating func tensors(count: UInt64, _ general: [String: MetadataValue]) throws(ImportProblem) -> Tensors {
    let alignment = try alignment(general)
    var found = Tensors()
    var names: Set<String> = []
    for _ in 0..<count {
      let place = reader.offset
      let tensor = try name(limit: 4_096, what: "a tensor's name")
      guard names.insert(tensor).inserted else {
        throw reader.problem("the tensor `\(short(tensor))` stands twice; which one counts cannot be told", at: place)
      }
      let end = try description(of: tensor, at: place, &found)
      if end > found.last?.end ?? 0 { found.last = (tensor, place, end) }
    }
    guard let last = found.last else { return found }
    let start = (UInt64(reader.offset) + alignment - 1) / alignment * alignment
    let size = UInt64(max(0, reader.size))
    guard start <= size, last.end <= size - start else {
      throw reader.problem(
        "the data of the tensor `\(short(last.name))` end \(last.end) bytes behind byte \(start), and the file has "
          + "\(size) bytes; fetch it again", at: last.place)
    }
    return found
  }

  /// - Returns: Where the tensor's data end, counted from the beginning of all data.
  private mutating func description(
    of tensor: String, at place: Int64, _ found: inout Tensors
  ) throws(ImportProblem) -> UInt64 {
    let dimensions = try reader.integer(UInt32.self)
    guard dimensions <= GGUFHeader.dimensionLimit else {
      throw reader.problem("a tensor with \(dimensions) dimensions; ggml allows 4", at: place)
    }
    var elements: Int64 = 1
    var row: Int64 = 1
    var isTooLarge = false
    for dimension in 0..<dimensions {
      let length = try reader.integer(UInt64.self)
      let (product, overflow) = elements.multipliedReportingOverflow(by: Int64(clamping: length))
      (elements, isTooLarge) = (product, isTooLarge || overflow || length > UInt64(Int64.max))
      if dimension == 0 { row = Int64(clamping: length) }
    }
    let type = try reader.integer(UInt32.self)
    let offset = try reader.integer(UInt64.self)
    let (sum, overflow) = found.elements.addingReportingOverflow(elements)
    guard !isTooLarge, !overflow else {
      throw reader.problem("a tensor has more elements than can be counted", at: place)
    }
    found.elements = sum
    guard let block = GGMLType.block(type) else {
      found.unknownTypes.insert(type)
      return offset
    }
    guard row % block.elements == 0 else {
      throw reader.problem(
        "the tensor `\(short(tensor))` has rows of \(row) numbers, and its type stores \(block.elements) together",
        at: place)
    }
    let (bytes, isLong) = UInt64(elements / block.elements).multipliedReportingOverflow(by: block.bytes)
    let (end, isFar) = offset.addingReportingOverflow(bytes)
    guard !isLong, !isFar else {
      throw reader.problem("the data of the tensor `\(short(tensor))` end beyond any file", at: place)
    }
    return end
  }

  private func alignment(_ general: [String: MetadataValue]) throws(ImportProblem) -> UInt64 {
    guard let value = general["general.alignment"] else { return Self.alignment }
    guard let alignment = value.natural, alignment > 0, alignment <= Self.mostAlignment, alignment % 8 == 0 else {
      throw reader.problem(
        "`general.alignment` must be a multiple of 8, at most \(Self.mostAlignment)", at: reader.offset)
    }
    return alignment
  }
}
