// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Policy
import StrictYAML

/// One file of an entry, changed line by line so that its comments stay. The caller reads the result again and compares
/// before anything is written: what is not one member a line is beyond this.
struct EntryEdit {
  /// For messages.
  let file: String
  private var lines: [String]

  init(file: String, bytes: [UInt8]) {
    self.file = file
    lines = [String](block: String(decoding: bytes, as: UTF8.self))
  }

  var bytes: [UInt8] { ListFile.bytes(lines) }

  /// Hash, day and copy of the text that stands below a key.
  mutating func set(_ text: WatchedText, in key: String) throws(InstallationProblem) {
    try set("sha256", to: [" \(text.digest.map { ScalarText.shortest($0.digits) } ?? "null")"], in: key)
    try set("date", to: [" \(text.date?.description ?? "null")"], in: key)
    guard let copy = text.copy else { return }
    try set("copy", to: ["", "  file: \(ScalarText.shortest(copy.file))"], in: key)
  }

  /// Replaces a member, or puts it behind the others.
  ///
  /// - Parameters:
  ///   - value: What follows `name:`; further lines are indented further.
  ///   - key: Of the map that the member stands in; nil: the file's own.
  mutating func set(_ name: String, to value: [String], in key: String? = nil) throws(InstallationProblem) {
    let (block, column) = try block(key)
    let pad = String(repeating: " ", count: column)
    let member = pad + "\(name):"
    let new = [member + value[0]] + value.dropFirst().map { pad + $0 }
    guard let start = block.first(where: { lines[$0].hasPrefix(member) }) else {
      lines.insert(contentsOf: new, at: (block.last { lines[$0].says } ?? block.lowerBound) + 1)
      return
    }
    lines.replaceSubrange(lines.entry(at: start), with: new)
  }

  /// The lines of a map, and the column in which its members begin.
  private func block(_ key: String?) throws(InstallationProblem) -> (lines: Range<Int>, column: Int) {
    guard let key else { return (lines.indices, 0) }
    let header = lines.firstIndex { line in
      guard line.hasPrefix("\(key):") else { return false }
      let rest = line.dropFirst(key.count + 1).drop(while: \.isWhitespace)
      return rest.isEmpty || rest.hasPrefix("#")
    }
    guard let header, let first = lines[(header + 1)...].first(where: \.says), first.indent > 0 else {
      throw InstallationProblem(
        .badInput, "\(file): `\(key)` must have its members one below the other, each on a line; put them so")
    }
    let end = lines[(header + 1)...].firstIndex { $0.says && $0.indent == 0 } ?? lines.endIndex
    return (header + 1..<end, first.indent)
  }
}
