// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notes
import Provenance
import Testing

/// A receipt's checkpoint against a newer one of the same log, whose tiles lie in a directory.
@Suite struct LaterCheckpointTests {
  private let made = Vectors.directory.appendingPathComponent("swift-made")
  private let keys: [NoteVerifier]
  private let earlier: Checkpoint
  private let note: [UInt8]

  init() throws {
    keys = [try NoteVerifier(Vectors.text("python-made/log.key"))]
    earlier = try Receipt(Vectors.data("swift-made/swift.tlog-proof")).verify(keys: keys).checkpoint
    note = try Vectors.data("swift-made/later.checkpoint")
  }

  @Test func theTreeThatGrewContainsTheEarlierOneAndNotTheOtherWayRound() throws {
    try LaterCheckpoint(note, keys: keys, tiles: made.path).prove(contains: earlier)
    let later = try Checkpoint.verified(SignedNote(note), keys: keys).checkpoint
    #expect(later.size > earlier.size)
    try LaterCheckpoint(note, keys: keys, tiles: made.path).prove(contains: later)
    let larger = Checkpoint(origin: later.origin, size: later.size + 1, root: later.root)
    #expect(throws: ReceiptProblem.self) {
      try LaterCheckpoint(note, keys: keys, tiles: made.path).prove(contains: larger)
    }
    let other = Checkpoint(origin: try #require(KeyName("else.example/log")), size: earlier.size, root: earlier.root)
    #expect(throws: ReceiptProblem.self) {
      try LaterCheckpoint(note, keys: keys, tiles: made.path).prove(contains: other)
    }
    #expect(throws: ReceiptProblem.self) { try LaterCheckpoint(note, keys: [], tiles: made.path) }
  }

  /// Some hashes of the tiles are used for the proof; of those each byte matters. Every seventh hash is tried.
  @Test func tilesInWhichAByteIsChangedProveNothing() throws {
    let directory = try TemporaryDirectory()
    let tiles = URL(fileURLWithPath: directory.path).appendingPathComponent("tile")
    try FileManager.default.copyItem(at: made.appendingPathComponent("tile"), to: tiles)
    let later = try LaterCheckpoint(note, keys: keys, tiles: directory.path)
    func isWholeProven() -> Bool { (try? later.prove(contains: earlier)) != nil }

    var used = 0
    for file in try #require(FileManager.default.subpaths(atPath: tiles.path)).map(tiles.appendingPathComponent)
    where !file.hasDirectoryPath {
      let whole = try Data(contentsOf: file)
      func isProven(without byte: Int) throws -> Bool {
        var changed = whole
        changed[byte] ^= 1
        try changed.write(to: file)
        return isWholeProven()
      }
      for hash in stride(from: 0, to: whole.count, by: 7 * MerkleHash.byteCount)
      where try !isProven(without: hash) {
        used += 1
        for byte in hash..<hash + MerkleHash.byteCount { #expect(try !isProven(without: byte)) }
      }
      try whole.write(to: file)
    }
    #expect(used >= 2)
    #expect(isWholeProven())
  }
}
