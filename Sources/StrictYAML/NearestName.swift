// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Finds what somebody probably meant.
package enum NearestName {
  /// The known name with the fewest single-character edits, if it is near enough to be a slip: at most a third of the
  /// longer name's length, and always allowed at two edits for names of four characters or more.
  package static func of(_ name: String, among known: [String]) -> String? {
    // No slip makes a name of an installation as long as that, and the comparison takes time for each character.
    guard name.utf8.count <= 200 else { return nil }
    let ranked = known.map { (name: $0, edits: edits(Array(name), Array($0))) }
    guard let best = ranked.min(by: { ($0.edits, $0.name) < ($1.edits, $1.name) }) else { return nil }
    let longer = max(name.count, best.name.count)
    return best.edits <= max(longer / 3, longer >= 4 ? 2 : 1) ? best.name : nil
  }

  /// Insertions, deletions, replacements and swaps of neighbours ("optimal string alignment").
  static func edits(_ a: [Character], _ b: [Character]) -> Int {
    var (beforePrevious, previous) = ([Int](), Array(0...b.count))
    for i in 1..<(a.count + 1) {
      var row = [i]
      for j in 1..<(b.count + 1) {
        var best = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, beforePrevious[j - 2] + 1) }
        row.append(best)
      }
      (beforePrevious, previous) = (previous, row)
    }
    return previous[b.count]
  }
}
