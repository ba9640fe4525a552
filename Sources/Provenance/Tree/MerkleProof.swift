// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// Proofs of RFC 6962, sections 2.1.1 and 2.1.2, from the hashes of a tree.
package enum MerkleProof {
  /// The hashes from a leaf's sibling up to a child of the root. `index < size`, and the source holds at least `size`.
  package static func inclusion(of index: Int, size: Int, in source: some MerkleSource) throws -> [MerkleHash] {
    precondition(0 <= index && index < size)
    var leaves = 0..<size
    var path: [MerkleHash] = []
    while leaves.count > 1 {
      let middle = leaves.lowerBound + leaves.count.largestPowerOfTwoBelow
      if index < middle {
        path.append(try source.root(of: middle..<leaves.upperBound))
        leaves = leaves.lowerBound..<middle
      } else {
        path.append(try source.root(of: leaves.lowerBound..<middle))
        leaves = middle..<leaves.upperBound
      }
    }
    return path.reversed()
  }

  /// That the tree of `size` leaves begins with the one of `earlier` leaves; empty for none and for equal sizes.
  package static func consistency(from earlier: Int, to size: Int, in source: some MerkleSource) throws -> [MerkleHash]
  {
    precondition(0 <= earlier && earlier <= size)
    guard earlier > 0 else { return [] }
    var leaves = 0..<size
    var path: [MerkleHash] = []
    // The verifier knows the earlier root, which is a node of the later tree until the first step to the right.
    var isKnown = true
    while leaves.upperBound != earlier {
      let middle = leaves.lowerBound + leaves.count.largestPowerOfTwoBelow
      if earlier <= middle {
        path.append(try source.root(of: middle..<leaves.upperBound))
        leaves = leaves.lowerBound..<middle
      } else {
        path.append(try source.root(of: leaves.lowerBound..<middle))
        leaves = middle..<leaves.upperBound
        isKnown = false
      }
    }
    if !isKnown { path.append(try source.root(of: leaves)) }
    return path.reversed()
  }
}

extension Int {
  /// The largest power of two that is smaller than the number, which is at least 2.
  fileprivate var largestPowerOfTwoBelow: Int { 1 << (Int.bitWidth - 1 - (self - 1).leadingZeroBitCount) }
}
