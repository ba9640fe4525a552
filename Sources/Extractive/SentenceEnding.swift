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
      } else if isSpacedGuillemet(after: position, scalars, limit) {
        position += 2
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

  /// French sets a blank before the closing guillemet: « Est-ce vrai ? »
  private static func isSpacedGuillemet(after blank: Int, _ scalars: [Unicode.Scalar], _ limit: Int) -> Bool {
    guard blank + 1 < limit, Scripts.classify(scalars[blank]) == .space, scalars[blank + 1] == "»" else { return false }
    return blank + 2 == limit || Scripts.classify(scalars[blank + 2]).isBlank
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
