// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Decides at one end mark whether the sentence ends there, and where what belongs to the mark stops.
struct SentenceEnding {
  /// The first position after the mark and all that is attached to it.
  let upperBound: Int
  let isEnd: Bool

  init(at index: Int, kind: EndMarks.Kind, in scalars: [Unicode.Scalar], sentence: Range<Int>) {
    let limit = sentence.upperBound
    var position = index + 1
    var kind = kind
    var isLone = true
    while position < limit {
      let scalar = scalars[position]
      if let further = EndMarks.kind(at: position, in: scalars) {
        if further != .dot { kind = Self.stronger(kind, further) } else if kind == .dot { kind = .ellipsis }
        isLone = false
      } else if !Self.isAttached(scalar) {
        break
      }
      position += 1
    }
    let afterMarks = position
    position = Self.skipClosers(position, scalars, limit)
    upperBound = position
    isEnd = Self.ends(
      mark: index, kind: kind, isLone: isLone, closed: position > afterMarks, after: position, in: scalars, sentence)
  }

  private static func ends(
    mark: Int, kind: EndMarks.Kind, isLone: Bool, closed: Bool, after: Int, in scalars: [Unicode.Scalar],
    _ sentence: Range<Int>
  ) -> Bool {
    guard after < sentence.upperBound else { return true }
    let follower = scalars[after]
    if kind == .full { return !(closed && EndMarks.continuesAfterQuotation(follower)) }
    guard Scripts.classify(follower).isBlank else {
      // Without a blank only between scripts that write none.
      guard kind != .ellipsis, mark > sentence.lowerBound else { return false }
      let before = Scripts.classify(scalars[mark - 1]) == .spaceless
      let behind = Scripts.classify(follower) == .spaceless
      return kind == .dot ? before && behind : before || behind
    }
    guard let next = firstVisible(after, scalars, sentence.upperBound) else { return true }
    if Scripts.isSmall(scalars[next]) { return false }
    return
      !(kind == .dot && isLone && !closed
      && Abbreviations.holdOpen(dot: mark, next: next, in: scalars, from: sentence.lowerBound))
  }

  private static func stronger(_ one: EndMarks.Kind, _ other: EndMarks.Kind) -> EndMarks.Kind {
    if one == .full || other == .full { return .full }
    return one == .spaced || other == .spaced ? .spaced : .ellipsis
  }

  private static func isAttached(_ scalar: Unicode.Scalar) -> Bool {
    let kind = Scripts.classify(scalar)
    return kind == .mark || kind == .ignorable
  }

  /// Closing quotation marks, brackets and footnote signs.
  private static func skipClosers(_ start: Int, _ scalars: [Unicode.Scalar], _ limit: Int) -> Int {
    var position = start
    while position < limit {
      let scalar = scalars[position]
      if EndMarks.closes(scalar) || isAttached(scalar) {
        position += 1
      } else if EndMarks.closesPerhaps(scalar), closesHere(position, scalars, limit) {
        position += 1
      } else if let end = Footnote.end(at: position, in: scalars, limit: limit) {
        position = end
      } else {
        break
      }
    }
    return position
  }

  /// A two-sided quotation mark closes when a blank, the end or another closer comes after the run of them.
  private static func closesHere(_ start: Int, _ scalars: [Unicode.Scalar], _ limit: Int) -> Bool {
    var position = start + 1
    while position < limit, position - start < 8, EndMarks.closesPerhaps(scalars[position]) { position += 1 }
    guard position < limit else { return true }
    return Scripts.classify(scalars[position]).isBlank || EndMarks.closes(scalars[position])
  }

  /// The first position that tells how the next sentence begins: opening signs, marks and the like skipped.
  private static func firstVisible(_ start: Int, _ scalars: [Unicode.Scalar], _ limit: Int) -> Int? {
    var position = start
    while position < limit {
      let scalar = scalars[position]
      switch Scripts.classify(scalar) {
      case .space, .lineBreak, .ignorable, .mark: position += 1
      case .symbol where EndMarks.opens(scalar): position += 1
      default: return position
      }
    }
    return nil
  }
}

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
