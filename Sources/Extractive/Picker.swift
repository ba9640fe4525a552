// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Takes the best sentences as long as they fit.
struct Picker {
  private let scalars: [Unicode.Scalar]
  private var room: Int
  private var chosen: [(position: Int, text: String)] = []
  private(set) var wasCut = false

  init(_ scalars: [Unicode.Scalar], limit: Int?) {
    self.scalars = scalars
    room = limit.map { max($0, 0) } ?? .max
  }

  var sentences: [String] { chosen.sorted { $0.position < $1.position }.map(\.text) }

  mutating func fill(from outcome: inout Tournament.Outcome, _ ranges: [Range<Int>], count: Int) {
    let best = outcome.selection.best().map { ranges[outcome.candidates[$0]] }
    while chosen.count < count, room > 0, let node = outcome.selection.best() {
      let position = outcome.candidates[node]
      let tokens = TokenCount.of(scalars[ranges[position]])
      if tokens <= room {
        outcome.selection.take(node)
        chosen.append((position, SentenceSplitter.text(of: ranges[position], in: scalars)))
        room -= tokens
      } else {
        outcome.selection.passOver(node)
        wasCut = true
      }
    }
    if chosen.count < count, room == 0, outcome.selection.best() != nil { wasCut = true }
    if chosen.isEmpty, let best { cut(best) }
  }

  /// The beginning of a sentence of which the whole has no room.
  private mutating func cut(_ range: Range<Int>) {
    wasCut = true
    let end = TokenCount.prefixEnd(of: scalars[range], limit: room)
    let text = SentenceSplitter.text(of: range.lowerBound..<end, in: scalars)
    if !text.isEmpty { chosen.append((0, text)) }
  }
}
