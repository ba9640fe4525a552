// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Notes

/// What a receipt proves once it was checked.
package struct ReceiptVerification: Sendable {
  /// The log's entry: canonical JSON.
  package let record: [UInt8]
  /// The record's `id`; nil when it has none.
  package let id: String?
  package let index: Int
  package let checkpoint: Checkpoint
  /// Which of the given keys signed the checkpoint.
  package let signers: [NoteVerifier]
  /// Whether the texts that were given are those of the record.
  package let input: TextMatch
  package let output: TextMatch
}

package enum TextMatch: Hashable, Sendable {
  case notAsked
  case matches
  /// It does without the newline at its end, as editors add one.
  case matchesWithoutLastNewline
  case differs
  /// The record has no commitment to such a text, or the receipt has no salt for it.
  case cannotTell
}

extension Receipt {
  /// Checks offline that the record is in the log: signature, origin, inclusion, and the texts that are given.
  ///
  /// A text that differs is no error here, and the answer says so. The salts are proven by the texts that they open
  /// and by nothing else: without a text a changed salt goes unseen.
  /// - Parameters:
  ///   - keys: the log's verifier keys, and those of witnesses.
  ///   - input, output: UTF-8. What was committed to in canonical JSON is compared as it is.
  package func verify(
    keys: [NoteVerifier], input: [UInt8]? = nil, output: [UInt8]? = nil
  ) throws(ReceiptProblem) -> ReceiptVerification {
    // Before anything is believed or not, so that a receipt of a wrong form is told from one that proves nothing.
    guard let members = CanonicalRecord(record) else { throw .malformed("the record is not canonical JSON") }
    for (name, salt) in [("in" as StaticString, inputSalt), ("out", outputSalt)] {
      guard salt == nil || members.string(name) != nil else {
        throw .malformed("there is a salt for \(name), and the record has no such commitment")
      }
    }
    let inputIsText = try Self.isText("in_form", of: members, for: input)
    let outputIsText = try Self.isText("out_form", of: members, for: output)
    let (tree, signers): (Checkpoint, [NoteVerifier])
    do throws(NoteProblem) { (tree, signers) = try Checkpoint.verified(checkpoint, keys: keys) } catch {
      throw error.isMalformed ? .malformed("\(error)") : .unproven("\(error)")
    }
    guard
      MerkleProof.verifyInclusion(
        of: .leaf(record), at: index, size: tree.size, root: tree.root, proof: proof)
    else { throw .unproven("the record is not in the log at place \(index) of \(tree.size)") }
    return ReceiptVerification(
      record: record, id: members.string("id"), index: index, checkpoint: tree, signers: signers,
      input: Self.match(input, members.string("in"), isText: inputIsText, inputSalt),
      output: Self.match(output, members.string("out"), isText: outputIsText, outputSalt))
  }

  /// A text cannot be compared in a form that nobody has defined. Without one the form says nothing.
  private static func isText(
    _ name: StaticString, of members: CanonicalRecord, for text: [UInt8]?
  ) throws(ReceiptProblem) -> Bool {
    guard text != nil, let written = members.written(name), written != Array("null".utf8) else { return true }
    guard let form = members.string(name).flatMap(TextCommitment.Form.init) else {
      throw .malformed("`\(name)` of the record is no form of a text that is known")
    }
    return form == .text
  }

  private static func match(
    _ text: [UInt8]?, _ commitment: String?, isText: Bool, _ salt: CommitmentSalt?
  ) -> TextMatch {
    guard let text else { return .notAsked }
    guard let commitment, let salt else { return .cannotTell }
    func fits(_ bytes: [UInt8]) -> Bool {
      (isText ? Commitment.of(text: bytes, salt: salt) : .of(bytes: bytes, salt: salt))?.text == commitment
    }
    if fits(text) { return .matches }
    if text.last == UInt8(ascii: "\n"), fits(Array(text.dropLast())) { return .matchesWithoutLastNewline }
    return .differs
  }
}
