// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain

/// The address of a tile beneath a log's own (C2SP tlog-tiles, <https://c2sp.org/tlog-tiles>):
/// `tile/0/x001/x234/067.p/5`.
package struct TilePath: Hashable, Sendable {
  package let content: Content
  /// Counted from 0, from left to right.
  package let index: Int
  /// 1...255 for a partial tile, 256 for a full one.
  package let width: Int

  package enum Content: Hashable, Sendable {
    /// Hashes, 32 bytes each, of level 0...63.
    case hashes(level: Int)
    /// What the leaves are hashes of.
    case entries
  }

  /// - Precondition: index and width are as said above.
  package init(_ content: Content, index: Int, width: Int) {
    precondition(index >= 0 && (1...LevelFiles.tileWidth).contains(width))
    (self.content, self.index, self.width) = (content, index, width)
  }

  /// Nil for anything but the one way in which a tile's address is written.
  package init?(_ text: some StringProtocol) {
    var parts = String(text).split(separator: "/" as Character, omittingEmptySubsequences: false).map { String($0) }
    guard text.utf8.count <= 128, parts.count >= 3, parts.removeFirst() == "tile" else { return nil }
    let name = parts.removeFirst()
    let level = Int(digits: name)
    guard name == "entries" || level.map({ (0...63).contains($0) }) == true else { return nil }
    var width = LevelFiles.tileWidth
    if parts.count >= 2, parts[parts.count - 2].hasSuffix(".p") {
      guard let partial = Int(digits: parts.removeLast()), (1..<LevelFiles.tileWidth).contains(partial) else {
        return nil
      }
      width = partial
      parts[parts.count - 1].removeLast(2)
    }
    var index = 0
    for (place, part) in parts.enumerated() {
      let isLast = place == parts.count - 1
      guard isLast || part.hasPrefix("x"), let group = Int(digits: isLast ? part : String(part.dropFirst())) else {
        return nil
      }
      let (shifted, overflow) = index.multipliedReportingOverflow(by: 1_000)
      guard group < 1_000, !overflow, shifted <= Int.max - group else { return nil }
      index = shifted + group
    }
    self.init(level.map { .hashes(level: $0) } ?? .entries, index: index, width: width)
    // One spelling for each tile: no zeros in front, no group too many.
    guard description.utf8.elementsEqual(text.utf8) else { return nil }
  }
}

extension TilePath: CustomStringConvertible {
  package var description: String {
    var groups: [String] = []
    var rest = index
    repeat {
      let group = String(rest % 1_000)
      let digits = String(repeating: "0", count: 3 - group.utf8.count) + group
      groups.append(groups.isEmpty ? digits : "x" + digits)
      rest /= 1_000
    } while rest > 0
    let name =
      switch content {
      case .hashes(let level): "\(level)"
      case .entries: "entries"
      }
    let partial = width < LevelFiles.tileWidth ? ".p/\(width)" : ""
    return "tile/\(name)/\(groups.reversed().joined(separator: "/"))\(partial)"
  }
}
