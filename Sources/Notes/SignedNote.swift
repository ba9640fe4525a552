// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

/// A text with signatures under it (C2SP signed-note, <https://c2sp.org/signed-note>).
///
/// What is read is not yet checked: only `text(verifiedBy:)` tells whether somebody signed it.
package struct SignedNote: Hashable, Sendable {
  /// Ends in a newline, which is signed with it.
  private let text: String
  /// For telling what is no note of the expected form from one that nobody signed: it says nothing before it is verified.
  package var unverifiedText: String { text }
  package let signatures: [NoteSignature]

  package static let mostBytes = 1 << 20
  /// The standard asks for 16 at least.
  package static let mostSignatures = 64

  /// - Precondition: the text ends in a newline.
  package init(text: String, signatures: [NoteSignature]) {
    precondition(text.hasSuffix("\n"))
    self.text = text
    self.signatures = signatures
  }

  package init(_ bytes: [UInt8]) throws(NoteProblem) {
    guard bytes.count <= Self.mostBytes else { throw .malformed("the note is larger than \(Self.mostBytes) bytes") }
    if let place = bytes.firstIndex(where: { $0 < 0x20 && $0 != newline }) {
      throw .malformed("byte \(place) of the note is a control character")
    }
    guard let whole = String(validating: bytes, as: UTF8.self) else { throw .malformed("the note is not UTF-8") }
    guard bytes.last == newline else { throw .malformed("the note does not end in a newline") }
    // Lines are told apart in bytes: to Swift a newline with a combining mark behind it is another character.
    let lines = whole.utf8.dropLast().split(separator: newline, omittingEmptySubsequences: false)
    guard let blank = lines.lastIndex(where: \.isEmpty), blank > 0 else {
      throw .malformed("the note has no empty line between text and signatures")
    }
    let signatureLines = lines[(blank + 1)...]
    guard !signatureLines.isEmpty else { throw .malformed("the note has no signatures") }
    guard signatureLines.count <= Self.mostSignatures else {
      throw .malformed("the note has more than \(Self.mostSignatures) signatures")
    }
    text = String(whole[..<lines[blank].startIndex])
    signatures = try signatureLines.map { (line) throws(NoteProblem) in try NoteSignature(Substring(line)) }
  }

  /// The text, and which of the keys signed it. Signatures by other keys are passed by, as the standard demands.
  package func text(
    verifiedBy keys: [NoteVerifier]
  ) throws(NoteProblem) -> (text: String, signers: [NoteVerifier]) {
    var signers: [NoteVerifier] = []
    for signature in signatures {
      for key in keys where key.name == signature.name && key.id == signature.keyID {
        guard key.isSigned(text, signature.bytes) else { throw .badSignature(key: key.name.text) }
        if !signers.contains(key) { signers.append(key) }
      }
    }
    guard !signers.isEmpty else { throw .unknownSigners }
    return (text, signers)
  }

  package var bytes: [UInt8] { Array((text + "\n" + signatures.map { "\($0)\n" }.joined()).utf8) }
}

private let newline = UInt8(ascii: "\n")
