// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Where the hashes of a tree come from: memory, the level files of a log, tiles fetched from elsewhere.
package protocol MerkleSource {
  /// The root of a full subtree of the tree. Asked only for what lies inside the tree.
  func hash(of subtree: FullSubtree) throws -> MerkleHash
}

extension MerkleSource {
  /// The RFC 6962 hash over a range of leaves that begins where a subtree of at least its length begins.
  package func root(of leaves: Range<Int>) throws -> MerkleHash {
    MerkleHash.root(joining: try FullSubtree.covering(leaves).map(hash(of:)))
  }
}

/// The 2^height leaves from `index` · 2^height on.
package struct FullSubtree: Hashable, Sendable {
  package let height: Int
  package let index: Int

  package init(height: Int, index: Int) {
    (self.height, self.index) = (height, index)
  }

  /// The fewest full subtrees that make up the range, the largest first. The range begins where a subtree of at least
  /// its length begins.
  static func covering(_ leaves: Range<Int>) -> [FullSubtree] {
    var start = leaves.lowerBound
    var subtrees: [FullSubtree] = []
    for height in stride(from: Int.bitWidth - 2, through: 0, by: -1) where leaves.count >> height & 1 == 1 {
      subtrees.append(FullSubtree(height: height, index: start >> height))
      start += 1 << height
    }
    return subtrees
  }
}

extension MerkleHash {
  /// The root of a full tree over hashes of one level: as many as a power of two, and at least one.
  static func root(ofFull hashes: some Collection<MerkleHash>) -> MerkleHash {
    var hashes = Array(hashes)
    while hashes.count > 1 {
      for place in 0..<hashes.count / 2 { hashes[place] = .node(hashes[2 * place], hashes[2 * place + 1]) }
      hashes.removeLast(hashes.count / 2)
    }
    return hashes[0]
  }
}
