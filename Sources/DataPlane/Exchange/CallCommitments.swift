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
  /// To a stream's text so far; nil before its first piece.
  private var stream: IncrementalCommitment?

  private init(input: TextCommitment?, inputSalt: CommitmentSalt, outputSalt: CommitmentSalt) {
    self.input = input
    self.inputSalt = inputSalt
    self.outputSalt = outputSalt
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
      input = TextCommitment(.of(bytes: room, salt: salts.input), form: .json)
    }
    return CallCommitments(input: input, inputSalt: salts.input, outputSalt: salts.output)
  }

  /// What is new of an answer that comes in pieces.
  mutating func take(_ answer: inout AnswerText) {
    answer.drain { text in
      var stream = self.stream.take() ?? IncrementalCommitment(salt: outputSalt)
      stream.append(text)
      self.stream = stream
    }
  }

  /// To the answer, of which everything was taken before or nothing. To be asked once.
  mutating func finish(_ answer: AnswerText) -> TextCommitment? {
    guard answer.isWanted else { return nil }
    if answer.hasToolCalls {
      return TextCommitment(.of(bytes: answer.canonicalToolCalls, salt: outputSalt), form: .toolCalls)
    }
    let text =
      if let stream = stream.take() { stream.finalize() } else { Commitment.of(text: answer.content, salt: outputSalt) }
    return text.map { TextCommitment($0, form: .text) }
  }
}
