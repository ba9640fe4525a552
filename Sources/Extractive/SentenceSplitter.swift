// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// One sentence, as a range of the scalars it was cut from.
package struct Sentence: Equatable, Sendable {
  package var range: Range<Int>
  /// False for headings, table rows and for what holds neither letter nor digit.
  package var isProse: Bool
}

/// Cuts a text into sentences, in any script.
///
/// An end mark closes a sentence together with further end marks, closing quotation marks and brackets, and the
/// footnote signs of wiki pages ("[12]", "<ref>…</ref>") that follow it directly. Marks that have other uses
/// (. ! ? …) need a blank after them, and no small letter after that; see `Abbreviations` for the full stop. Text
/// without end marks is cut by `LengthCap`.
package enum SentenceSplitter {
  /// The sentences in the order of the text; blanks around them belong to none.
  package static func split(_ scalars: [Unicode.Scalar]) -> [Sentence] {
    var sentences: [Sentence] = []
    for passage in PassageReader.read(scalars) {
      for range in split(passage.range, of: scalars) {
        for piece in LengthCap.pieces(of: range, in: scalars) {
          let visible = content(of: piece, in: scalars)
          guard visible.hasInk else { continue }
          sentences.append(Sentence(range: piece, isProse: passage.kind == .prose && visible.hasWords))
        }
      }
    }
    return sentences
  }

  /// The text of a sentence, with every run of blanks and control characters as one space.
  package static func text(of range: Range<Int>, in scalars: [Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    var pendingSpace = false
    for scalar in scalars[range] {
      if Scripts.classify(scalar).isBlank {
        pendingSpace = !view.isEmpty
      } else {
        if pendingSpace { view.append(" ") }
        pendingSpace = false
        view.append(scalar)
      }
    }
    return String(view)
  }

  private static func split(_ passage: Range<Int>, of scalars: [Unicode.Scalar]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = passage.lowerBound
    var index = start
    while index < passage.upperBound {
      guard Scripts.classify(scalars[index]) == .symbol, let kind = EndMarks.kind(at: index, in: scalars) else {
        index += 1
        continue
      }
      let ending = SentenceEnding(at: index, kind: kind, in: scalars, sentence: start..<passage.upperBound)
      index = ending.upperBound
      guard ending.isEnd else { continue }
      ranges.append(start..<index)
      while index < passage.upperBound, Scripts.classify(scalars[index]).isBlank { index += 1 }
      start = index
    }
    if start < passage.upperBound { ranges.append(start..<passage.upperBound) }
    return ranges
  }

  private static func content(of range: Range<Int>, in scalars: [Unicode.Scalar]) -> (hasInk: Bool, hasWords: Bool) {
    var hasInk = false
    for scalar in scalars[range] {
      switch Scripts.classify(scalar) {
      case .letter, .digit, .spaceless: return (true, true)
      case .mark, .symbol: hasInk = true
      case .space, .lineBreak, .ignorable: break
      }
    }
    return (hasInk, false)
  }
}
