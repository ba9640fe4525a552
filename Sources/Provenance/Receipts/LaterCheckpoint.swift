// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Notes

/// A later state of the log of a receipt: what it takes to show that the log still holds what it held then.
package struct LaterCheckpoint {
  private let checkpoint: Checkpoint
  private let tiles: any MerkleSource

  /// - Parameters:
  ///   - note: the checkpoint, signed by one of the keys.
  ///   - tiles: a directory with the log's `tile/` of that size.
  package init(_ note: [UInt8], keys: [NoteVerifier], tiles: String) throws(ReceiptProblem) {
    do throws(NoteProblem) {
      checkpoint = try Checkpoint.verified(SignedNote(note), keys: keys).checkpoint
    } catch {
      throw error.isMalformed
        ? .malformed("the newer checkpoint: \(error)") : .unproven("the newer checkpoint: \(error)")
    }
    self.tiles = TileDirectory(tiles, size: checkpoint.size)
  }

  /// - Throws: `ReceiptProblem` unless the tree begins with the earlier one, all of its leaves in their places (RFC 6962,
  ///   section 2.1.2).
  package func prove(contains earlier: Checkpoint) throws(ReceiptProblem) {
    guard checkpoint.origin == earlier.origin else {
      throw .unproven("the newer checkpoint is of another log, \(checkpoint.origin)")
    }
    guard checkpoint.size >= earlier.size else {
      throw .unproven(
        "the other checkpoint is older: \(checkpoint.size) leaves, and the receipt's has \(earlier.size)")
    }
    let proof: [MerkleHash]
    do {
      proof = try MerkleProof.consistency(from: earlier.size, to: checkpoint.size, in: tiles)
    } catch {
      throw .unproven("\(error)")
    }
    guard
      MerkleProof.verifyConsistency(
        from: earlier.size, root: earlier.root, to: checkpoint.size, root: checkpoint.root, proof: proof)
    else { throw .unproven("the newer tree does not contain the receipt's: the log was rewritten") }
  }
}
