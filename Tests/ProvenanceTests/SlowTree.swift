// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Provenance

/// The definitions of RFC 6962, section 2.1, to the letter, with a memory so that they end.
final class SlowTree: MerkleSource {
  let leaves: [MerkleHash]
  private var known: [Range<Int>: MerkleHash] = [:]
  private var full: [FullSubtree: MerkleHash] = [:]

  init(_ leaves: [MerkleHash]) {
    self.leaves = leaves
  }

  func hash(of subtree: FullSubtree) -> MerkleHash {
    if let hash = full[subtree] { return hash }
    let hash = root(subtree.index << subtree.height..<(subtree.index + 1) << subtree.height)
    full[subtree] = hash
    return hash
  }

  /// MTH(D[range])
  func root(_ range: Range<Int>) -> MerkleHash {
    if let hash = known[range] { return hash }
    let hash: MerkleHash
    switch range.count {
    case 0: hash = .emptyTree
    case 1: hash = leaves[range.lowerBound]
    default:
      let middle = range.lowerBound + Self.k(range.count)
      hash = .node(root(range.lowerBound..<middle), root(middle..<range.upperBound))
    }
    known[range] = hash
    return hash
  }

  /// PATH(m, D[range]), m counted from the beginning of the range.
  func path(_ m: Int, _ range: Range<Int>) -> [MerkleHash] {
    guard range.count > 1 else { return [] }
    let k = Self.k(range.count)
    let middle = range.lowerBound + k
    return m < k
      ? path(m, range.lowerBound..<middle) + [root(middle..<range.upperBound)]
      : path(m - k, middle..<range.upperBound) + [root(range.lowerBound..<middle)]
  }

  /// SUBPROOF(m, D[range], b)
  func subproof(_ m: Int, _ range: Range<Int>, _ b: Bool) -> [MerkleHash] {
    if m == range.count { return b ? [] : [root(range)] }
    let k = Self.k(range.count)
    let middle = range.lowerBound + k
    return m <= k
      ? subproof(m, range.lowerBound..<middle, b) + [root(middle..<range.upperBound)]
      : subproof(m - k, middle..<range.upperBound, false) + [root(range.lowerBound..<middle)]
  }

  private static func k(_ n: Int) -> Int {
    var k = 1
    while k * 2 < n { k *= 2 }
    return k
  }
}
