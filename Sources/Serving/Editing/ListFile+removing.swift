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
    func isItem(_ line: String) -> Bool { line.dropFirst(line.indent).hasPrefix("- ") }
    guard let column = lines[(start + 1)...].first(where: isItem)?.indent else { throw refusal }
    let items = lines.indices.filter { $0 > start && isItem(lines[$0]) && lines[$0].indent == column }
    guard items.count == count else { throw refusal }
    let dropped = Set(places.flatMap { lines.entry(at: items[$0]) })
    if places.count == count { lines[start] = "\(key): []" }
    return Self.bytes(lines.indices.filter { !dropped.contains($0) }.map { lines[$0] })
  }
}
