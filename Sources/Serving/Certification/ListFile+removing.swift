// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension ListFile {
  /// The file without some of its items; comments between them stay. As with `adding`, the caller reads it again and
  /// compares before anything is written.
  ///
  /// - Parameters:
  ///   - places: of the items that go, counted from 0.
  ///   - count: how many items there are.
  func removing(_ places: Set<Int>, of count: Int) throws(InstallationProblem) -> [UInt8] {
    var (lines, start) = try block()
    func indent(_ line: String) -> Int { line.prefix { $0 == " " }.count }
    func isItem(_ line: String) -> Bool { line.dropFirst(indent(line)).hasPrefix("- ") }
    func says(_ line: String) -> Bool { line.first { !$0.isWhitespace }.map { $0 != "#" } ?? false }
    guard let column = lines[(start + 1)...].first(where: isItem).map(indent) else { throw refusal }
    let items = lines.indices.filter { $0 > start && isItem(lines[$0]) && indent(lines[$0]) == column }
    guard items.count == count else { throw refusal }
    var dropped: Set<Int> = []
    for item in places.map({ items[$0] }) {
      let end = lines[(item + 1)...].firstIndex { says($0) && indent($0) <= column } ?? lines.endIndex
      // A comment or an empty line behind the item belongs to what comes next.
      let last = lines[item..<end].lastIndex(where: says) ?? item
      dropped.formUnion(item...last)
    }
    if places.count == count { lines[start] = "\(key): []" }
    return Self.bytes(lines.indices.filter { !dropped.contains($0) }.map { lines[$0] })
  }
}
