// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notes
import Provenance
import Testing

/// Receipts that the Python implementation made, and those that are made here.
@Suite struct ReceiptTests {
  private static func made(_ name: String) throws -> [UInt8] { try Vectors.data("python-made/\(name).tlog-proof") }

  private static func keys(_ names: String...) throws -> [NoteVerifier] {
    try names.map { try NoteVerifier(try Vectors.text("python-made/\($0).key")) }
  }

  private static func verify(
    _ bytes: [UInt8], _ keys: [NoteVerifier], input: [UInt8]? = nil, output: [UInt8]? = nil
  ) throws(ReceiptProblem) -> ReceiptVerification {
    try Receipt(bytes).verify(keys: keys, input: input, output: output)
  }

  @Test func receiptsOfTheOtherImplementationAreProven() throws {
    for (name, signers) in [("one-key", ["log"]), ("two-keys", ["log", "next"]), ("witnessed", ["log", "witness"])] {
      let proven = try Self.verify(
        Self.made(name), Self.keys("log", "next", "witness"), input: Vectors.data("python-made/prompt.txt"),
        output: Vectors.data("python-made/answer.txt"))
      #expect(proven.index == 517 && proven.checkpoint.size == 700)
      #expect(proven.id == "01ARZ3NDEKTSV4RRFFQ69G5FAV")
      #expect(proven.input == .matches && proven.output == .matches)
      #expect(try proven.signers == signers.flatMap { try Self.keys($0) })
      #expect(try Receipt(Self.made(name)).bytes == Self.made(name))
    }
    let alone = try Self.verify(Self.made("single-leaf"), Self.keys("log"), output: [1])
    #expect(alone.checkpoint.size == 1 && alone.output == .cannotTell && alone.input == .notAsked)
  }

  @Test func aReceiptSignedByTwoKeysIsProvenToWhoKnowsEither() throws {
    #expect(try Self.verify(Self.made("two-keys"), Self.keys("log")).signers.count == 1)
    #expect(try Self.verify(Self.made("two-keys"), Self.keys("next")).signers.count == 1)
    #expect { try Self.verify(Self.made("one-key"), Self.keys("next", "witness")) } throws: {
      ($0 as? ReceiptProblem)?.isMalformed == false
    }
  }

  /// With one signature and both texts no byte is left that nothing vouches for.
  @Test func anyByteThatIsChangedIsNoticed() throws {
    let keys = try Self.keys("log")
    let (input, output) = (try Vectors.data("python-made/prompt.txt"), try Vectors.data("python-made/answer.txt"))
    let good = try Self.made("one-key")
    for place in good.indices {
      for mask: UInt8 in [1, 2, 32, 128] {
        var bytes = good
        bytes[place] ^= mask
        let proven = try? Self.verify(bytes, keys, input: input, output: output)
        #expect(proven == nil || !proven!.input.isMatch || !proven!.output.isMatch, "byte \(place), mask \(mask)")
      }
    }
    for end in good.indices { #expect(throws: ReceiptProblem.self) { try Self.verify(Array(good[..<end]), keys) } }
  }

  /// Base64 hides the record's single bits from the test above.
  @Test func anyByteOfTheRecordThatIsChangedIsNoticed() throws {
    let keys = try Self.keys("log")
    let good = try Receipt(Self.made("one-key"))
    for place in good.record.indices {
      for bit in 0..<8 {
        var record = good.record
        record[place] ^= 1 << UInt8(bit)
        let forged = Receipt(
          record: record, inputSalt: good.inputSalt, outputSalt: good.outputSalt, index: good.index,
          proof: good.proof, checkpoint: good.checkpoint)
        #expect(throws: ReceiptProblem.self) { try Self.verify(forged.bytes, keys) }
        #expect(throws: ReceiptProblem.self) { try forged.verify(keys: keys) }
      }
    }
  }

  @Test func anotherTextIsToldFromTheRecordsOwn() throws {
    let keys = try Self.keys("log")
    let output = try Vectors.data("python-made/answer.txt")
    func match(_ text: [UInt8]) throws -> TextMatch { try Self.verify(Self.made("one-key"), keys, output: text).output }
    #expect(try match(output) == .matches)
    #expect(try match(output + [0x0A]) == .matchesWithoutLastNewline)
    #expect(
      try match(Array(String(decoding: output, as: UTF8.self).decomposedStringWithCanonicalMapping.utf8)) == .matches)
    #expect(try match([]) == .differs)
    #expect(try match([0xFF]) == .differs)
    #expect(try match(Array(output.dropLast())) == .differs)
  }

  @Test func linesOfAnotherFormAreRefused() throws {
    let good = String(decoding: try Self.made("one-key"), as: UTF8.self)
    let extra = good.split(separator: "\n")[1]
    for (old, new) in [
      ("c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v2\n"), ("\(extra)\n", ""), ("extra ", "extra  "),
      ("index 517", "index 0517"), ("index 517", "index -1"), ("index 517", "index  517"), ("index 517\n", ""),
      ("\n\n", "\n"), ("\nindex", "\r\nindex"), ("index 517\n", "index 517\nAAAA\n"), ("extra ", "Extra "),
    ] {
      #expect(throws: ReceiptProblem.self, "\(new)") {
        try Receipt(Array(good.replacingOccurrences(of: old, with: new).utf8))
      }
    }
    #expect(throws: ReceiptProblem.self) { try Receipt([UInt8](repeating: 0x0A, count: Receipt.mostBytes + 1)) }
  }

  @Test func aSaltWithoutACommitmentIsRefused() throws {
    let directory = try TransparencyLogTests.log(of: 4)
    let log = try TransparencyLogTests.open(directory)
    let record = Array(#"{"id":"x","out":null}"#.utf8)
    try log.append([.leaf(record)])
    let salt = CommitmentSalt([UInt8](repeating: 7, count: 32))!
    let bare = try #require(try Receipt(record: record, inputSalt: nil, outputSalt: nil, at: 4, in: log))
    #expect(try Self.verify(bare.bytes, [Keys.log.verifier]).id == "x")
    let salted = try #require(try Receipt(record: record, inputSalt: nil, outputSalt: salt, at: 4, in: log))
    #expect(throws: ReceiptProblem.self) { try Self.verify(salted.bytes, [Keys.log.verifier]) }
    #expect(try Receipt(record: record, inputSalt: nil, outputSalt: nil, at: 5, in: log) == nil)
  }

  @Test func canonicalJSONIsReadAsTheOtherImplementationReadsIt() throws {
    struct Cases: Decodable {
      var accepted: [String]
      var refused: [String]
    }
    let cases = try Vectors.json("canonical.json", as: Cases.self)
    #expect(cases.accepted.count > 5 && cases.refused.count > 20)
    for text in cases.accepted { #expect(CanonicalRecord(Vectors.hexadecimal(text)) != nil, "\(text)") }
    for text in cases.refused { #expect(CanonicalRecord(Vectors.hexadecimal(text)) == nil, "\(text)") }
  }

  @Test func everyRecordOfTheGatewayIsCanonical() {
    for record in [Records.full, Records.bare] { #expect(CanonicalRecord(record.canonical()) != nil) }
  }

  /// The Python tests verify these files. TOOLGATE_WRITE_VECTORS=1 writes them anew.
  @Test func receiptsThatAreMadeHereAreTheOnesThatPythonChecks() throws {
    let directory = try TransparencyLogTests.log(of: 600)
    let log = try TransparencyLogTests.open(directory, signers: [Keys.log, Keys.next], verifiers: [Keys.log.verifier])
    let (inputSalt, outputSalt) = (CommitmentSalt(1...32)!, CommitmentSalt(101...132)!)
    let record = Array(
      """
      {"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","in":"\(Commitment.of(text: Array("Frage".utf8), salt: inputSalt)!.text)",\
      "out":"\(Commitment.of(text: Array("A\u{30A}ngstro\u{308}m 水".utf8), salt: outputSalt)!.text)","t":1795470101}
      """.utf8)
    try log.append([.leaf(record)] + leaves(601..<800))
    var files = ["later.checkpoint": log.checkpointText]
    files["swift.tlog-proof"] = try #require(
      try Receipt(record: record, inputSalt: inputSalt, outputSalt: outputSalt, at: 600, in: log)
    ).bytes
    try log.append(leaves(800..<1_100))
    files["later.checkpoint"] = log.checkpointText
    for level in 0...1 {
      let count = 1_100 >> (8 * level)
      for index in 0...(count - 1) / 256 {
        let width = min(256, count - 256 * index)
        let path = TilePath(.hashes(level: level), index: index, width: width)
        files[path.description] = try log.tile(level: level, index: index, width: width)
      }
    }
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    for (name, bytes) in files {
      let file = tests.appendingPathComponent("vectors/swift-made/\(name)")
      if ProcessInfo.processInfo.environment["TOOLGATE_WRITE_VECTORS"] == "1" {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
      }
      #expect(try Vectors.data("swift-made/\(name)") == bytes, "\(name)")
    }
  }
}

extension TextMatch {
  fileprivate var isMatch: Bool { self == .matches || self == .matchesWithoutLastNewline }
}
