// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy
import StrictYAML

/// A policy file that holds one list, to which an item is added, or from which one goes, without touching the others.
struct ListFile {
  enum Value {
    case plain(String)
    case quoted(String)
    /// Words, on one line.
    case list([String])
  }

  let name: String
  let path: String
  private let schema: String
  let key: String
  private let about: String
  private let text: String?

  init(
    _ file: PolicyFiles.TopFile, in policies: String, key: String, about: String
  ) throws(InstallationProblem) {
    (name, schema, self.key, self.about) = (file.rawValue, file.schema, key, about)
    path = "\(policies)/\(name)"
    guard FileManager.default.fileExists(atPath: path) else {
      text = nil
      return
    }
    guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self)
    else { throw InstallationProblem(.unavailable, "\(path) cannot be read as UTF-8") }
    self.text = text
  }

  /// The file with one more item at its end. The caller reads it again and compares before anything is written: a file
  /// whose list is not a block at its end is beyond this.
  func adding(_ item: [(String, Value)]) throws(InstallationProblem) -> [UInt8] {
    guard text != nil else {
      return Self.bytes(Self.head(about, schema: schema) + ["\(key):"] + Self.lines(item, indent: 2))
    }
    var (lines, start) = try block()
    let rest = lines[start].dropFirst(key.count + 1).split(separator: "#", omittingEmptySubsequences: false)[0]
    switch rest.filter({ !$0.isWhitespace }) {
    case "": break
    case "[]", "null", "~": lines[start] = "\(key):"
    default: throw refusal
    }
    let first = lines[(start + 1)...].first { $0.drop { $0 == " " }.hasPrefix("- ") }
    return Self.bytes(lines + Self.lines(item, indent: first?.indent ?? 2))
  }

  /// The lines of the file without empty ones at its end, and where among them the list begins.
  func block() throws(InstallationProblem) -> (lines: [String], start: Int) {
    guard let text else { throw refusal }
    let lines = [String](block: text)
    guard let start = lines.firstIndex(where: { $0.hasPrefix("\(key):") }) else { throw refusal }
    return (lines, start)
  }

  var refusal: InstallationProblem {
    InstallationProblem(
      .badInput, "\(path): `\(key)` must be a list of items, one below the other, at the end of the file; put it there")
  }

  static func lines(_ item: [(String, Value)], indent: Int) -> [String] {
    let pad = String(repeating: " ", count: indent)
    return members(item).enumerated().map { place, member in "\(pad)\(place == 0 ? "- " : "  ")\(member)" }
  }

  /// `name: value`, one a line.
  static func members(_ members: [(String, Value)]) -> [String] {
    members.map { name, value in
      let value =
        switch value {
        case .plain(let text): text
        case .quoted(let text): ScalarText.shortest(text)
        case .list(let texts): "[\(texts.map(ScalarText.shortest).joined(separator: ", "))]"
        }
      return "\(name): \(value)"
    }
  }

  /// How a new policy file begins.
  static func head(_ about: String, schema: String) -> [String] {
    [
      "# SPDX-FileCopyrightText: 2026 Toolgate contributors", "# SPDX-License-Identifier: Apache-2.0", "#",
      "# \(about)", "schema: \(schema)",
    ]
  }

  static func bytes(_ lines: [String]) -> [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }
}
