// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The footnote signs that wiki pages put behind the full stop.
enum Footnote {
  /// The end of "[12]", "[a]", "<ref …/>" or "<ref …>…</ref>" at `start`, or nil.
  static func end(at start: Int, in scalars: [Unicode.Scalar], limit: Int) -> Int? {
    switch scalars[start] {
    case "[": bracket(start, scalars, limit)
    case "<": reference(start, scalars, limit)
    default: nil
    }
  }

  private static func bracket(_ start: Int, _ scalars: [Unicode.Scalar], _ limit: Int) -> Int? {
    var position = start + 1
    while position < limit, position - start <= 4 {
      switch Scripts.classify(scalars[position]) {
      case .digit: position += 1
      case .letter where position == start + 1: position += 1
      default: return scalars[position] == "]" && position > start + 1 ? position + 1 : nil
      }
    }
    return nil
  }

  private static func reference(_ start: Int, _ scalars: [Unicode.Scalar], _ limit: Int) -> Int? {
    guard matches("<ref", at: start, scalars, limit), let tag = find(">", from: start + 4, scalars, limit) else {
      return nil
    }
    if scalars[tag - 2] == "/" { return tag }
    return find("</ref>", from: tag, scalars, limit)
  }

  /// The position after the first occurrence. References do not nest, so the next "<ref" ends the search; that keeps
  /// all searches of a text together linear, also on a page full of references that never close.
  private static func find(_ sign: String, from start: Int, _ scalars: [Unicode.Scalar], _ limit: Int) -> Int? {
    guard let first = sign.unicodeScalars.first else { return nil }
    var position = start
    while position < limit {
      if scalars[position] == first, matches(sign, at: position, scalars, limit) {
        return position + sign.unicodeScalars.count
      }
      if scalars[position] == "<", matches("<ref", at: position, scalars, limit) { return nil }
      position += 1
    }
    return nil
  }

  private static func matches(_ sign: String, at start: Int, _ scalars: [Unicode.Scalar], _ limit: Int) -> Bool {
    guard start + sign.unicodeScalars.count <= limit else { return false }
    return zip(sign.unicodeScalars, scalars[start...]).allSatisfy { $0 == $1 }
  }
}
