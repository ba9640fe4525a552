// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

internal import Domain
package import Notes
internal import Wire

/// A file that proves, with the log's public key alone, that a record is in the log: a C2SP tlog-proof
/// (<https://c2sp.org/tlog-proof>) with the record in its `extra` line.
///
/// The line holds base64 of the canonical JSON `{"record":…,"salt_in":…,"salt_out":…}`. The record is the log's
/// entry, byte for byte; the salts, 64 hexadecimal digits or null, open its commitments to whoever has the text.
package struct Receipt: Sendable {
  /// The log's entry: canonical JSON.
  package let record: [UInt8]
  package let inputSalt: CommitmentSalt?
  package let outputSalt: CommitmentSalt?
  /// The leaf's place in the log.
  package let index: Int
  package let proof: [MerkleHash]
  package let checkpoint: SignedNote

  static let firstLine = "c2sp.org/tlog-proof@v1"
  /// A record has 64 KiB at most, a proof 63 lines and a note a megabyte.
  package static let mostBytes = 2 << 20

  package init(
    record: [UInt8], inputSalt: CommitmentSalt?, outputSalt: CommitmentSalt?, index: Int, proof: [MerkleHash],
    checkpoint: SignedNote
  ) {
    self.record = record
    self.inputSalt = inputSalt
    self.outputSalt = outputSalt
    self.index = index
    self.proof = proof
    self.checkpoint = checkpoint
  }

  /// The receipt of a leaf under the log's newest checkpoint; nil while no checkpoint covers it.
  package init?(
    record: [UInt8], inputSalt: CommitmentSalt?, outputSalt: CommitmentSalt?, at index: Int, in log: TransparencyLog
  ) throws {
    guard let (proof, signed) = try log.proofOfInclusion(of: index) else { return nil }
    self.init(
      record: record, inputSalt: inputSalt, outputSalt: outputSalt, index: index, proof: proof, checkpoint: signed.note)
  }

  /// The file, `text/plain; charset=utf-8`.
  package var bytes: [UInt8] {
    var extra = JSONWriter(canonical: true, capacity: record.count + 256)
    extra.object { json in
      json.key("record")
      json.raw(record)
      json.member("salt_in", orNull: inputSalt?.hexadecimal)
      json.member("salt_out", orNull: outputSalt?.hexadecimal)
    }
    var text = "\(Self.firstLine)\nextra \(StrictBase64.text(extra.bytes))\nindex \(index)\n"
    for hash in proof { text += hash.base64 + "\n" }
    return Array((text + "\n").utf8) + checkpoint.bytes
  }
}

extension Receipt {
  /// Reads what `bytes` writes, and nothing else.
  package init(_ bytes: [UInt8]) throws(ReceiptProblem) {
    guard bytes.count <= Self.mostBytes else { throw .malformed("larger than \(Self.mostBytes) bytes") }
    let newline = UInt8(ascii: "\n")
    guard let blank = bytes.indices.dropLast().first(where: { bytes[$0] == newline && bytes[$0 + 1] == newline }),
      let head = String(validating: bytes[..<blank], as: UTF8.self)
    else { throw .malformed("there is no empty line between proof and checkpoint") }
    let lines = head.utf8.split(separator: newline, omittingEmptySubsequences: false).map { Substring($0) }
    guard lines[0].utf8.elementsEqual(Self.firstLine.utf8) else {
      throw .malformed("the first line is not \(Self.firstLine)")
    }
    guard lines.count >= 3, let extra = Self.word(of: lines[1], after: "extra"), let json = StrictBase64.bytes(extra)
    else { throw .malformed("line 2 is not `extra` and base64") }
    guard let digits = Self.word(of: lines[2], after: "index"), let index = Int(digits: digits),
      String(index) == digits, index <= CanonicalRecord.largestNumber
    else { throw .malformed("line 3 is not `index` and a number below 2^53") }
    var proof: [MerkleHash] = []
    for (place, line) in lines.enumerated().dropFirst(3) {
      guard let hash = MerkleHash(base64: line) else { throw .malformed("line \(place + 1) is not a hash in base64") }
      proof.append(hash)
    }
    let note: SignedNote
    do throws(NoteProblem) { note = try SignedNote(Array(bytes[(blank + 2)...])) } catch {
      throw .malformed("\(error)")
    }
    guard let members = CanonicalRecord(json), members.memberCount == 3, let record = members.written("record"),
      CanonicalRecord(record) != nil
    else { throw .malformed("the extra line does not hold a record and two salts in canonical JSON of whole numbers") }
    self.init(
      record: record, inputSalt: try Self.salt("salt_in", members), outputSalt: try Self.salt("salt_out", members),
      index: index, proof: proof, checkpoint: note)
  }

  private static func word(of line: Substring, after name: String) -> Substring? {
    guard line.utf8.starts(with: (name + " ").utf8) else { return nil }
    return Substring(line.utf8.dropFirst(name.utf8.count + 1))
  }

  private static func salt(_ name: StaticString, _ members: CanonicalRecord) throws(ReceiptProblem) -> CommitmentSalt? {
    if let text = members.string(name), let salt = CommitmentSalt(hexadecimal: text) { return salt }
    guard members.written(name) == Array("null".utf8) else {
      throw .malformed("\(name) is neither 64 hexadecimal digits nor null")
    }
    return nil
  }
}
