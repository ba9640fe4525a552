// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
package import Notes

/// What a log says of itself when it signs: its size and its root (C2SP tlog-checkpoint,
/// <https://c2sp.org/tlog-checkpoint>).
package struct Checkpoint: Hashable, Sendable {
  package let origin: KeyName
  /// The number of leaves.
  package let size: Int
  package let root: MerkleHash

  package init(origin: KeyName, size: Int, root: MerkleHash) {
    (self.origin, self.size, self.root) = (origin, size, root)
  }

  /// Three lines and nothing else. The standard allows more lines and advises against them; none of ours has any.
  package init(_ text: String) throws(NoteProblem) {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
    guard lines.count == 4, lines[3].isEmpty else {
      throw .malformed("a checkpoint has three lines: origin, size, root")
    }
    guard let origin = KeyName(String(lines[0])) else {
      throw .malformed("the checkpoint's origin is empty or holds a space or a plus sign")
    }
    guard let size = Int(digits: lines[1]), String(size) == lines[1], size <= CanonicalRecord.largestNumber else {
      throw .malformed("the checkpoint's size is not a decimal number below 2^53 without zeros in front")
    }
    guard let root = MerkleHash(base64: lines[2]) else {
      throw .malformed("the checkpoint's root is not the base64 of 32 bytes")
    }
    self.init(origin: origin, size: size, root: root)
  }

  /// The text that is signed.
  package var text: String { "\(origin)\n\(size)\n\(root.base64)\n" }

  /// Signs as every one of the signers, one during normal times and two while a key is being replaced.
  package func signed(by signers: [NoteSigner]) throws -> SignedNote {
    let text = text
    return SignedNote(text: text, signatures: try signers.map { try $0.sign(text) })
  }
}

extension Checkpoint {
  /// Reads a signed checkpoint and checks it: one of the log's own keys signed it, and no key that is known did so
  /// wrongly.
  ///
  /// - Parameter keys: those of the log, and those of witnesses, whose word alone is not enough.
  package static func verified(
    _ note: SignedNote, keys: [NoteVerifier]
  ) throws(NoteProblem) -> (checkpoint: Checkpoint, signers: [NoteVerifier]) {
    // What is no checkpoint is said to be none, whoever signed it or did not.
    let checkpoint = try Checkpoint(note.unverifiedText)
    let (_, signers) = try note.text(verifiedBy: keys)
    guard signers.contains(where: { $0.algorithm == .ed25519 && $0.name == checkpoint.origin }) else {
      throw .unknownSigners
    }
    return (checkpoint, signers)
  }
}
