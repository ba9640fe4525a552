// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

extension MerkleProof {
  /// The checks of RFC 9162, sections 2.1.3.2 and 2.1.4.2, which fit the trees of RFC 6962 as well.
  package static func verifyInclusion(
    of leaf: MerkleHash, at index: Int, size: Int, root: MerkleHash, proof: [MerkleHash]
  ) -> Bool {
    guard 0 <= index, index < size else { return false }
    var place = Place(node: index, last: size - 1)
    var hash = leaf
    for sibling in proof {
      guard place.last > 0 else { return false }
      if place.isRightOrAlone {
        hash = .node(sibling, hash)
        place.skipLevelsWithoutSibling()
      } else {
        hash = .node(hash, sibling)
      }
      place.ascend()
    }
    return place.last == 0 && hash == root
  }

  /// Whether the later tree begins with the earlier one, whose leaves are all in the later one, in the same places.
  package static func verifyConsistency(
    from earlier: Int, root earlierRoot: MerkleHash, to later: Int, root laterRoot: MerkleHash, proof: [MerkleHash]
  ) -> Bool {
    guard 0 <= earlier, earlier <= later else { return false }
    if earlier == later { return proof.isEmpty && earlierRoot == laterRoot }
    if earlier == 0 { return proof.isEmpty && earlierRoot == .emptyTree }
    guard !proof.isEmpty else { return false }
    // A full earlier tree is a node of the later one, so the proof need not repeat its root.
    let hashes = earlier.nonzeroBitCount == 1 ? [earlierRoot] + proof : proof
    var place = Place(node: earlier - 1, last: later - 1)
    while place.node & 1 == 1 { place.ascend() }
    var (early, late) = (hashes[0], hashes[0])
    for hash in hashes.dropFirst() {
      guard place.last > 0 else { return false }
      if place.isRightOrAlone {
        early = .node(hash, early)
        late = .node(hash, late)
        place.skipLevelsWithoutSibling()
      } else {
        late = .node(late, hash)
      }
      place.ascend()
    }
    return place.last == 0 && early == earlierRoot && late == laterRoot
  }

  /// A node's place in its level, and the place of the last node there.
  private struct Place {
    var node: Int
    var last: Int

    var isRightOrAlone: Bool { node & 1 == 1 || node == last }

    mutating func ascend() {
      node >>= 1
      last >>= 1
    }

    /// The last node of an odd level has nobody beside it and stands for itself one level up.
    mutating func skipLevelsWithoutSibling() {
      while node & 1 == 0, node != 0 { ascend() }
    }
  }
}
