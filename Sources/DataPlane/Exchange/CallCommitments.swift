// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Provenance
import Wire

/// What one call commits to: its salts, what was asked, and the answer as it comes.
///
/// Nobody who reads the record learns a text from it, and nobody who has a text and its salt can be told that it was
/// another one.
struct CallCommitments {
  let input: TextCommitment?
  private let inputSalt: CommitmentSalt
  private let outputSalt: CommitmentSalt
  private var output: IncrementalCommitment?

  private init(input: TextCommitment?, inputSalt: CommitmentSalt, outputSalt: CommitmentSalt) {
    self.input = input
    self.inputSalt = inputSalt
    self.outputSalt = outputSalt
    output = IncrementalCommitment(salt: outputSalt)
  }

  /// For the ledger: 64 bytes, of the input, then of the output.
  var salts: [UInt8] { inputSalt.bytes + outputSalt.bytes }

  /// - Parameters:
  ///   - tape: of exactly these bytes, a request that `RequestFacts.read` accepted.
  ///   - room: storage that is used again for each request.
  static func begin(
    _ tape: borrowing JSONTape, _ bytes: Span<UInt8>, salts: (input: CommitmentSalt, output: CommitmentSalt),
    room: inout [UInt8]
  ) -> CallCommitments {
    room.removeAll(keepingCapacity: true)
    let asked =
      tape.member("messages", of: tape.root, in: bytes) ?? tape.member("input", of: tape.root, in: bytes)
    var input: TextCommitment?
    if let asked, tape.kind(asked) == .string {
      tape.appendText(asked, in: bytes, to: &room)
      input = Commitment.of(text: room, salt: salts.input).map { TextCommitment($0, form: .text) }
    } else if let asked, CanonicalText.append(asked, of: tape, bytes, to: &room) {
      input = TextCommitment(Commitment.of(bytes: room, salt: salts.input), form: .json)
    }
    return CallCommitments(input: input, inputSalt: salts.input, outputSalt: salts.output)
  }

  /// What is new of the answer.
  mutating func take(_ answer: inout AnswerText) { answer.drain { output?.append($0) } }

  /// To be asked once, when everything of the answer was taken.
  mutating func finish(_ answer: AnswerText) -> TextCommitment? {
    guard answer.isWanted else { return nil }
    if answer.hasToolCalls {
      return TextCommitment(Commitment.of(bytes: answer.canonicalToolCalls, salt: outputSalt), form: .toolCalls)
    }
    return output.take()?.finalize().map { TextCommitment($0, form: .text) }
  }
}
