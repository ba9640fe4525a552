// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// The right edge of a growing Merkle tree: what is needed to append to it and to know its root, and nothing more.
///
/// One hash for each bit that is set in the size, the roots of the full subtrees from left to right. An append costs
/// one node hash on average and never more than one for each level.
package struct Frontier: Sendable {
  /// The number of leaves.
  package private(set) var size = 0
  private var subtrees: [MerkleHash] = []

  package init() {}

  /// Reads the edge of a tree of this size.
  package init(size: Int, of source: some MerkleSource) throws {
    self.size = size
    subtrees = try FullSubtree.covering(0..<size).map { try source.hash(of: $0) }
  }

  /// - Parameter isFull: called for every full subtree that the leaf completes, the leaf itself (height 0) included,
  ///   from the leaf upwards.
  package mutating func append(_ leaf: MerkleHash, isFull: (_ height: Int, MerkleHash) -> Void = { _, _ in }) {
    var hash = leaf
    isFull(0, hash)
    for height in 0..<size.trailingOneBits {
      hash = .node(subtrees.removeLast(), hash)
      isFull(height + 1, hash)
    }
    subtrees.append(hash)
    size += 1
  }

  package var root: MerkleHash { MerkleHash.root(joining: subtrees) }
}

extension Int {
  fileprivate var trailingOneBits: Int { (~self).trailingZeroBitCount }
}

extension MerkleHash {
  /// The root over full subtrees that lie side by side, the largest first, each smaller than the one before it.
  static func root(joining subtrees: some BidirectionalCollection<MerkleHash>) -> MerkleHash {
    guard var root = subtrees.last else { return .emptyTree }
    for subtree in subtrees.dropLast().reversed() { root = .node(subtree, root) }
    return root
  }
}
