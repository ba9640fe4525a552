// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The metadata at the top of a Markdown file: what stands between a first line `---` and the next one.
struct FrontMatter {
  /// With the first line kept empty, so that lines count as they do in the file.
  let yaml: [UInt8]

  /// Of the front matter, its two marks included.
  static let sizeLimit = 1 << 20
  private static let step = 64 << 10

  /// Nil when the file does not begin with a mark. Reads no further than the second mark or the limit.
  init?(_ source: any ByteSource) throws(ImportProblem) {
    var bytes: [UInt8] = []
    var searched = 0
    while true {
      let more = try source.read(at: Int64(bytes.count), count: Self.step)
      bytes += more
      guard let start = Self.contentStart(bytes) else { return nil }
      if let end = Self.closingMark(bytes, from: max(start - 1, searched), isWhole: more.isEmpty) {
        yaml = [UInt8(ascii: "\n")] + bytes[start..<max(start, end)]
        return
      }
      guard !more.isEmpty else {
        throw ImportProblem(
          file: source.name, place: "1:1", "the front matter that begins here has no closing line `---`")
      }
      guard bytes.count <= Self.sizeLimit else {
        throw ImportProblem(
          file: source.name, place: "1:1",
          "the front matter has more than 1 MiB without a closing line `---`; this is no model card")
      }
      // The last line may go on in the next step.
      searched = max(0, (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? 1) - 1)
    }
  }

  /// After the first line, which must be `---`; a byte order mark before it is overlooked, as hubs do.
  private static func contentStart(_ bytes: [UInt8]) -> Int? {
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard bytes[at...].starts(with: Array("---".utf8)) else { return nil }
    at += 3
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
    return at < bytes.count && bytes[at] == UInt8(ascii: "\n") ? at + 1 : nil
  }

  /// Where the line `---` begins, looked for from the line break at or after `from` on.
  private static func closingMark(_ bytes: [UInt8], from: Int, isWhole: Bool) -> Int? {
    let mark = Array("---".utf8)
    var at = from
    while let lineBreak = bytes[at...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = lineBreak + 1
      var end = line + 3
      if bytes[line...].starts(with: mark) {
        while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x0D || bytes[end] == 0x09 { end += 1 }
        if end < bytes.count ? bytes[end] == UInt8(ascii: "\n") : isWhole { return line }
      }
      at = line
    }
    return nil
  }
}
