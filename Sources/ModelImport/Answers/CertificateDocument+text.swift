// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import StrictYAML

extension CertificateDocument {
  /// The certificate's file. The same document always gives the same bytes: they are what certifiers sign.
  package var bytes: [UInt8] {
    var lines = [
      "# SPDX-FileCopyrightText: \((self["assessed_on"].scalar ?? "").prefix(4)) Toolgate contributors",
      // In two parts, so that REUSE does not take it for the licence of this file.
      "# SPDX-License" + "-Identifier: Apache-2.0",
      "#",
      "# Certificate of \(short(self["id"].scalar ?? "", limit: 200)), written by `toolgate model certify`.",
      "# Certifiers sign every byte of this file: after a change they have to sign again.",
    ]
    lines += Self.lines(root.members, indent: 0)
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// What is not known is left out, which means the same.
  private static func lines(_ members: [Member], indent: Int) -> [String] {
    let pad = String(repeating: " ", count: indent)
    return members.filter { !$0.value.isEmpty }.flatMap { member -> [String] in
      let key = pad + ScalarText.shortest(member.key) + ":"
      switch member.value {
      case .null: return []
      case .plain, .text: return ["\(key) \(scalar(member.value))"]
      case .map(let members): return [key] + lines(members, indent: indent + 2)
      case .list(let nodes):
        if nodes.allSatisfy({ $0.scalar != nil }) {
          return ["\(key) [\(nodes.map { ScalarText.shortest($0.scalar ?? "") }.joined(separator: ", "))]"]
        }
        return [key] + nodes.flatMap { item(lines($0.members, indent: indent + 4), indent: indent + 2) }
      }
    }
  }

  /// The first key of an item stands behind its dash.
  private static func item(_ lines: [String], indent: Int) -> [String] {
    guard let first = lines.first else { return [] }
    return [String(repeating: " ", count: indent) + "- " + first.dropFirst(indent + 2)] + lines.dropFirst()
  }

  private static func scalar(_ node: Node) -> String {
    guard case .plain(let text) = node, !text.contains("*"), !text.contains(where: \.isNewline) else {
      return ScalarText.shortest(node.scalar ?? "")
    }
    return text
  }

  /// The keys above and in a line of the file, such as `code.training.license`, for problems that a reader of the file
  /// finds in it.
  ///
  /// - Parameter number: Counted from 1.
  package func place(ofLine number: Int) -> String {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    var keys: [Substring] = []
    var indent = Int.max
    for line in lines.prefix(number).reversed() where !line.hasPrefix("#") {
      let body = line.drop { $0 == " " || $0 == "-" }
      let depth = line.count - body.count
      guard depth < indent, let colon = body.firstIndex(of: ":") else { continue }
      keys.insert(body[..<colon], at: 0)
      indent = depth
      if depth == 0 { break }
    }
    return keys.joined(separator: ".")
  }
}
