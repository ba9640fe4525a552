// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension TransparencyLog {
  /// The bytes of a tile of hashes; nil when the published tree does not have all of it.
  package func tile(level: Int, index: Int, width: Int) throws -> [UInt8]? {
    let published = published
    let first = index.multipliedReportingOverflow(by: LevelFiles.tileWidth)
    guard (0..<LevelFiles.mostLevels).contains(level), index >= 0, !first.overflow,
      (1...LevelFiles.tileWidth).contains(width),
      LevelFiles.count(in: published.signed.checkpoint.size, level: level) - first.partialValue >= width
    else { return nil }
    return try published.levels.hashes(level: level, from: first.partialValue, count: width).flatMap(\.bytes)
  }

  /// The entries behind the leaves of a level-0 tile; nil when the published tree does not have all of them.
  ///
  /// - Parameter entries: gives the entries from an index on, as many as asked for.
  /// - Throws: `LogProblem.sourceDiffers` when one is not what its leaf is a hash of, and what `entries` throws.
  package func entryBundle(
    index: Int, width: Int, entries: (_ first: Int, _ count: Int) throws -> [[UInt8]]
  ) throws -> [UInt8]? {
    guard try tile(level: 0, index: index, width: width) != nil else { return nil }
    let first = index * LevelFiles.tileWidth
    let leaves = try published.levels.hashes(level: 0, from: first, count: width)
    let found = try entries(first, width)
    guard found.count == width else { throw LogProblem.sourceDiffers(index: first + min(found.count, width)) }
    for (place, entry) in found.enumerated() where MerkleHash.leaf(entry) != leaves[place] {
      throw LogProblem.sourceDiffers(index: first + place)
    }
    return try EntryBundle.bytes(of: found, from: first)
  }

  /// The hash of a leaf; nil beyond the published tree.
  package func leaf(at index: Int) throws -> MerkleHash? {
    let published = published
    guard (0..<published.signed.checkpoint.size).contains(index) else { return nil }
    return try published.levels.hashes(level: 0, from: index, count: 1).first
  }

  /// The newest checkpoint together with the proof that a leaf is in its tree; nil beyond the published tree.
  package func proofOfInclusion(of index: Int) throws -> (proof: [MerkleHash], signed: SignedCheckpoint)? {
    let published = published
    let size = published.signed.checkpoint.size
    guard (0..<size).contains(index) else { return nil }
    return (try MerkleProof.inclusion(of: index, size: size, in: published.levels), published.signed)
  }

  /// Nil when the published tree is smaller than `size`, or `earlier` is larger.
  package func consistencyProof(from earlier: Int, to size: Int) throws -> [MerkleHash]? {
    let published = published
    guard size <= published.signed.checkpoint.size, 0 <= earlier, earlier <= size else { return nil }
    return try MerkleProof.consistency(from: earlier, to: size, in: published.levels)
  }

  /// The root that the tree had at an earlier size; nil when the published tree is smaller.
  package func root(at size: Int) throws -> MerkleHash? {
    let published = published
    guard (0...published.signed.checkpoint.size).contains(size) else { return nil }
    return try published.levels.root(of: 0..<size)
  }

  /// Compares the signed tree with where its leaves come from: it must hold as many at least, and the same ones,
  /// looked at in the first and last place and in sixteen between.
  ///
  /// - Parameter leaf: the hash of the source's leaf at an index below `sourceSize`.
  /// - Throws: `LogProblem.sourceIsBehind` or `.sourceDiffers`, and what `leaf` throws.
  package func reconcile(sourceSize: Int, leaf: (_ index: Int) throws -> MerkleHash) throws {
    let size = size
    guard sourceSize >= size else { throw LogProblem.sourceIsBehind(checkpoint: size, source: sourceSize) }
    guard size > 0 else { return }
    // Other places for each checkpoint, and for one checkpoint the same each time, so that a fault can be shown again.
    var places = [0, size - 1]
    for word in stride(from: 0, to: 32, by: 2) {
      let drawn = root.bytes[word...].prefix(2).reduce(0) { $0 << 8 | Int($1) }
      places.append(Int((UInt64(drawn) * UInt64(size)) >> 16))
    }
    for place in places where try leaf(place) != self.leaf(at: place) {
      throw LogProblem.sourceDiffers(index: place)
    }
  }
}
