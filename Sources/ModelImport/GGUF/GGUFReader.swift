// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Walks through a header in little-endian order, a window at a time, and never beyond `limit`.
struct GGUFReader {
  private let source: any ByteSource
  private let limit: Int64
  private var window: [UInt8] = []
  private var windowStart: Int64 = 0
  /// Of the next byte.
  private(set) var offset: Int64 = 0

  /// Of the whole file.
  var size: Int64 { source.size }

  static let windowSize = 64 << 10

  init(_ source: any ByteSource, limit: Int64) {
    self.source = source
    self.limit = limit
  }

  func problem(_ message: String, at place: Int64) -> ImportProblem {
    ImportProblem(file: source.name, place: "byte \(place)", message)
  }

  mutating func bytes(_ count: Int) throws(ImportProblem) -> ArraySlice<UInt8> {
    try require(UInt64(count))
    let inWindow = Int(offset - windowStart)
    if offset < windowStart || inWindow + count > window.count {
      window = try source.read(at: offset, count: max(count, Self.windowSize))
      windowStart = offset
    }
    let start = Int(offset - windowStart)
    // Shorter than the file said when it was opened: somebody has cut it.
    guard start + count <= window.count else { throw ended() }
    offset += Int64(count)
    return window[start..<start + count]
  }

  /// Goes on without reading.
  mutating func skip(_ count: UInt64) throws(ImportProblem) {
    try require(count)
    offset += Int64(count)
  }

  mutating func integer<T: FixedWidthInteger & UnsignedInteger>(_ type: T.Type) throws(ImportProblem) -> T {
    var value: T = 0
    var shift: T = 0
    for byte in try bytes(T.bitWidth / 8) {
      value |= T(byte) << shift
      shift += 8
    }
    return value
  }

  private func require(_ count: UInt64) throws(ImportProblem) {
    // `offset` never exceeds `limit` nor the size, so that nothing here can overflow.
    guard count <= UInt64(max(0, source.size - offset)) else { throw ended() }
    guard count <= UInt64(limit - offset) else {
      throw problem(
        "the header goes on beyond \(limit >> 20) MiB; this is no GGUF file that anything could load", at: offset)
    }
  }

  private func ended() -> ImportProblem {
    problem("the file ends in the middle of its header; fetch it again", at: source.size)
  }
}
