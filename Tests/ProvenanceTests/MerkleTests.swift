// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Provenance
import Testing
import ToolgateTesting

@Suite struct MerkleTests {
  struct Published: Decodable {
    var roots: [String]
    var inclusion: [String]
    var consistency: [String]
  }

  @Test func theHashOfAnEmptyEntryIsThePublishedOne() {
    #expect("\(MerkleHash.leaf([]))" == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
    #expect("\(MerkleHash.emptyTree)" == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func theTreeOfThreeLettersIsThePublishedOne() throws {
    let tree = SlowTree(["a", "b", "c"].map { MerkleHash.leaf(Array($0.utf8)) })
    #expect(try tree.root(of: 0..<3).base64 == "NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=")
    #expect(
      try MerkleProof.inclusion(of: 1, size: 3, in: tree).map(\.base64) == [
        "Aippeebat6pa5MPl5F9+l3ESp+Y1k4INvsHsc4ok+Tw=", "WX/LMSgtNGVMIA00GPylcFxkjr8ybsc9jd7xGEH4dtg=",
      ])
  }

  /// The roots of the certificate transparency project's own test data, eight entries
  /// (<https://github.com/transparency-dev/merkle>, `testonly/constants.go`).
  @Test func theRootsOfCertificateTransparencyAreOurs() {
    let entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    let roots = [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    var frontier = Frontier()
    for (entry, root) in zip(entries, roots) {
      frontier.append(.leaf(Vectors.hexadecimal(entry)))
      #expect("\(frontier.root)" == root)
    }
  }

  @Test func rootsAndProofsOfEverySizeUpTo600AreThoseOfTheOtherImplementation() throws {
    let published = try Vectors.json("merkle.json", as: Published.self)
    let tree = SlowTree(leaves(0..<600))
    var frontier = Frontier()
    for size in 0...600 {
      #expect("\(frontier.root)" == published.roots[size])
      #expect(try tree.root(of: 0..<size) == frontier.root)
      var inclusion: [UInt8] = []
      var consistency: [UInt8] = []
      for index in 0..<size {
        for hash in try MerkleProof.inclusion(of: index, size: size, in: tree) { inclusion += hash.bytes }
        for hash in try MerkleProof.consistency(from: index + 1, to: size, in: tree) { consistency += hash.bytes }
      }
      #expect("\(MerkleHash.leaf(inclusion))" == published.inclusion[size])
      #expect("\(MerkleHash.leaf(consistency))" == published.consistency[size])
      if size < 600 { frontier.append(tree.leaves[size]) }
    }
  }

  /// All indices of all sizes: proofs are those of the slow model and are accepted.
  @Test func everyProofUpTo600IsAcceptedAndIsTheModels() throws {
    let tree = SlowTree(leaves(0..<600))
    for size in 1...600 {
      let root = tree.root(0..<size)
      // Every index of small and uneven trees; of the others each seventh, another one for each size.
      let step = size <= 130 ? 1 : 7
      for index in stride(from: size % step, to: size, by: step) {
        let inclusion = try MerkleProof.inclusion(of: index, size: size, in: tree)
        #expect(inclusion == tree.path(index, 0..<size))
        #expect(
          MerkleProof.verifyInclusion(of: tree.leaves[index], at: index, size: size, root: root, proof: inclusion))
        let earlier = index + 1
        let consistency = try MerkleProof.consistency(from: earlier, to: size, in: tree)
        #expect(consistency == tree.subproof(earlier, 0..<size, true))
        #expect(
          MerkleProof.verifyConsistency(
            from: earlier, root: tree.root(0..<earlier), to: size, root: root, proof: consistency))
      }
    }
  }

  @Test func aFrontierReadFromATreeGoesOnAsTheOneThatGrew() throws {
    let tree = SlowTree(leaves(0..<600))
    for size in [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 599] {
      var frontier = try Frontier(size: size, of: tree)
      #expect(frontier.root == tree.root(0..<size))
      for leaf in tree.leaves[size...] { frontier.append(leaf) }
      #expect(frontier.size == 600 && frontier.root == tree.root(0..<600))
    }
  }

  @Test func everyFullSubtreeIsToldOnce() {
    var told: [FullSubtree: MerkleHash] = [:]
    var frontier = Frontier()
    let tree = SlowTree(leaves(0..<300))
    for (index, leaf) in tree.leaves.enumerated() {
      frontier.append(leaf) { height, hash in
        #expect(told.updateValue(hash, forKey: FullSubtree(height: height, index: index >> height)) == nil)
      }
    }
    #expect(told.count == (0..<9).reduce(0) { $0 + (300 >> $1) })
    for (subtree, hash) in told { #expect(tree.hash(of: subtree) == hash) }
  }
}
