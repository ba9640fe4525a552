// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Provenance
import Testing
import ToolgateTesting

@Suite struct ForgedProofTests {
  private static let sizes = [1, 2, 3, 7, 8, 9, 31, 64, 65, 100]

  @Test func aProofWithAnythingChangedIsRefused() throws {
    let tree = SlowTree(leaves(0..<100))
    var random = SeededGenerator(seed: 4)
    for size in Self.sizes {
      let root = tree.root(0..<size)
      for index in 0..<size {
        let proof = tree.path(index, 0..<size)
        func isAccepted(
          _ root: MerkleHash, _ proof: [MerkleHash], leaf: MerkleHash? = nil, at other: Int? = nil
        ) -> Bool {
          MerkleProof.verifyInclusion(
            of: leaf ?? tree.leaves[index], at: other ?? index, size: size, root: root, proof: proof)
        }
        #expect(isAccepted(root, proof))
        #expect(!isAccepted(root, proof, leaf: tree.leaves[(index + 1) % 100]))
        #expect(!isAccepted(flipped(root, &random), proof))
        #expect(!isAccepted(root, proof + [root]))
        for other in -1...size where other != index { #expect(!isAccepted(root, proof, at: other)) }
        for place in proof.indices {
          var changed = proof
          changed[place] = flipped(changed[place], &random)
          #expect(!isAccepted(root, changed))
          changed = proof
          changed.remove(at: place)
          #expect(!isAccepted(root, changed))
        }
      }
    }
  }

  @Test func aTreeThatDoesNotBeginWithTheEarlierOneIsRefused() throws {
    let tree = SlowTree(leaves(0..<100))
    var random = SeededGenerator(seed: 5)
    for size in Self.sizes {
      let root = tree.root(0..<size)
      for earlier in 1...size {
        let old = tree.root(0..<earlier)
        let proof = tree.subproof(earlier, 0..<size, true)
        func isAccepted(_ old: MerkleHash, _ root: MerkleHash, _ proof: [MerkleHash]) -> Bool {
          MerkleProof.verifyConsistency(from: earlier, root: old, to: size, root: root, proof: proof)
        }
        #expect(isAccepted(old, root, proof))
        #expect(!isAccepted(flipped(old, &random), root, proof))
        #expect(!isAccepted(old, flipped(root, &random), proof))
        #expect(!isAccepted(old, root, proof + [root]))
        for place in proof.indices {
          var changed = proof
          changed[place] = flipped(changed[place], &random)
          #expect(!isAccepted(old, root, changed))
          changed.remove(at: place)
          #expect(!isAccepted(old, root, changed))
        }
      }
    }
  }

  @Test func nothingIsConsistentWithNothingAlone() {
    let root = leaves(0..<1)[0]
    #expect(MerkleProof.verifyConsistency(from: 0, root: .emptyTree, to: 1, root: root, proof: []))
    #expect(!MerkleProof.verifyConsistency(from: 0, root: root, to: 1, root: root, proof: []))
    #expect(!MerkleProof.verifyConsistency(from: 0, root: .emptyTree, to: 1, root: root, proof: [root]))
    #expect(!MerkleProof.verifyConsistency(from: 2, root: root, to: 1, root: root, proof: []))
  }

  private func flipped(_ hash: MerkleHash, _ random: inout SeededGenerator) -> MerkleHash {
    var bytes = hash.bytes
    bytes[Int.random(in: 0..<32, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    return MerkleHash(bytes)!
  }
}
