// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Walks over a text token by token.
struct TokenScanner {
  private let scalars: ArraySlice<Unicode.Scalar>
  private var position: Int

  init(_ scalars: ArraySlice<Unicode.Scalar>) {
    self.scalars = scalars
    position = scalars.startIndex
  }

  /// The range of the next token, with the marks and joiners that follow its base characters.
  mutating func next() -> Range<Int>? {
    while position < scalars.endIndex {
      let start = position
      let kind = Scripts.classify(scalars[position])
      position += 1
      switch kind {
      case .space, .lineBreak, .ignorable:
        continue
      case .letter, .digit, .mark:
        skipWord()
      case .spaceless, .symbol:
        skipTrailing()
      }
      return start..<position
    }
    return nil
  }

  private mutating func skipWord() {
    while position < scalars.endIndex {
      switch Scripts.classify(scalars[position]) {
      case .letter, .digit, .mark, .ignorable: position += 1
      case .symbol where joins(position): position += 1
      default: return
      }
    }
  }

  private mutating func skipTrailing() {
    while position < scalars.endIndex {
      switch Scripts.classify(scalars[position]) {
      case .mark, .ignorable: position += 1
      case .symbol where scalars[position - 1] == "\u{200D}": position += 1  // ZERO WIDTH JOINER: one emoji
      default: return
      }
    }
  }

  /// True for an apostrophe between letters, and for a point or comma between digits (UAX #29, WB6 to WB12).
  private func joins(_ index: Int) -> Bool {
    guard index + 1 < scalars.endIndex else { return false }
    let before = Scripts.classify(scalars[index - 1])
    let after = Scripts.classify(scalars[index + 1])
    switch scalars[index].value {
    case 0x27, 0x2019: return before != .digit && before != .ignorable && after == .letter
    case 0x2E, 0x2C: return before == .digit && after == .digit
    default: return false
    }
  }
}
