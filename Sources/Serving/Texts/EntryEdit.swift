// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import ModelImport
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
    lines = String(decoding: bytes, as: UTF8.self).fileLines.map(String.init)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
  }

  var bytes: [UInt8] { ListFile.bytes(lines) }

  /// Hash, day and copy of the text that stands below a key.
  mutating func set(_ text: WatchedText, in key: String) throws(InstallationProblem) {
    try set("sha256", to: [" \(text.sha256.map(quotedScalar) ?? "null")"], in: key)
    try set("date", to: [" \(text.date?.description ?? "null")"], in: key)
    guard let copy = text.copy else { return }
    try set("copy", to: ["", "  file: \(quotedScalar(copy.file))"], in: key)
  }

  /// Replaces a member, or puts it behind the others.
  ///
  /// - Parameters:
  ///   - value: What follows `name:`; further lines are indented further.
  ///   - key: Of the map that the member stands in; nil: the file's own.
  mutating func set(_ name: String, to value: [String], in key: String? = nil) throws(InstallationProblem) {
    let (block, column) = try block(key)
    let pad = String(repeating: " ", count: column)
    let new = [pad + "\(name):" + value[0]] + value.dropFirst().map { pad + $0 }
    guard let start = block.first(where: { indent($0) == column && lines[$0].dropFirst(column).hasPrefix("\(name):") })
    else {
      lines.insert(contentsOf: new, at: (block.last(where: says) ?? block.lowerBound) + 1)
      return
    }
    let next = block.first { $0 > start && says($0) && indent($0) <= column } ?? block.upperBound
    // A comment or an empty line behind the member belongs to what comes next.
    let last = (start..<next).last(where: says) ?? start
    lines.replaceSubrange(start...last, with: new)
  }

  /// The lines of a map, and the column in which its members begin.
  private func block(_ key: String?) throws(InstallationProblem) -> (lines: Range<Int>, column: Int) {
    guard let key else { return (lines.indices, 0) }
    let header = lines.firstIndex { line in
      guard line.hasPrefix("\(key):") else { return false }
      let rest = line.dropFirst(key.count + 1).drop(while: \.isWhitespace)
      return rest.isEmpty || rest.hasPrefix("#")
    }
    guard let header, let first = lines.indices.first(where: { $0 > header && says($0) }), indent(first) > 0 else {
      throw InstallationProblem(
        .badInput, "\(file): `\(key)` must have its members one below the other, each on a line; put them so")
    }
    let end = lines.indices.first { $0 > header && says($0) && indent($0) == 0 } ?? lines.endIndex
    return (header + 1..<end, indent(first))
  }

  private func indent(_ line: Int) -> Int { lines[line].prefix { $0 == " " }.count }

  /// More than blanks and a comment.
  private func says(_ line: Int) -> Bool {
    lines[line].first { !$0.isWhitespace }.map { $0 != "#" } ?? false
  }
}
