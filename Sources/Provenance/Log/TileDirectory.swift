// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The hashes of somebody else's log: its tiles as it publishes them, fetched into a directory under the same names (C2SP
/// tlog-tiles). Nothing of it is taken on trust: what is computed from it has to come to a signed root.
package struct TileDirectory: MerkleSource {
  private let directory: String
  private let size: Int

  /// - Parameters:
  ///   - directory: what stands for the log's own address; `tile/` is in it.
  ///   - size: of the tree whose tiles these are.
  package init(_ directory: String, size: Int) {
    (self.directory, self.size) = (directory, size)
  }

  /// - Throws: `LogProblem` when the tile is not there or does not have the length that the tree's size demands.
  package func hash(of subtree: FullSubtree) throws -> MerkleHash {
    let (level, height) = subtree.height.quotientAndRemainder(dividingBy: LevelFiles.bitsPerLevel)
    let (index, first) = (subtree.index << height).quotientAndRemainder(dividingBy: LevelFiles.tileWidth)
    return .root(ofFull: try tile(level: level, index: index)[first..<first + 1 << height])
  }

  private func tile(level: Int, index: Int) throws -> [MerkleHash] {
    let full = LevelFiles.tileWidth
    let width = min(full, LevelFiles.count(in: size, level: level) - index * full)
    do {
      return try hashes(TilePath(.hashes(level: level), index: index, width: width))
    } catch let missing {
      guard width < full else { throw missing }
      // Whoever has the full tile need not keep the partial ones before it.
      guard let whole = try? hashes(TilePath(.hashes(level: level), index: index, width: full)) else { throw missing }
      return Array(whole[..<width])
    }
  }

  private func hashes(_ tile: TilePath) throws -> [MerkleHash] {
    let file = try LogFile("\(directory)/\(tile)", .reading)
    let (length, wanted) = (try file.length(), tile.width * MerkleHash.byteCount)
    guard length == wanted else {
      throw LogProblem.damaged(path: file.path, what: "has \(length) bytes instead of \(wanted)")
    }
    return try [MerkleHash](unsafeUninitializedCapacity: tile.width) { space, initialized in
      try file.read(
        into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: space[..<tile.width])), at: 0)
      initialized = tile.width
    }
  }
}
