// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notes
import Provenance
import Testing
import ToolgateTesting

@Suite struct TransparencyLogTests {
  static func open(
    _ directory: TemporaryDirectory, signers: [NoteSigner] = [Keys.log], verifiers: [NoteVerifier] = [],
    anchors: [String] = [], fault: @escaping LogFaultHook = { _ in }
  ) throws -> TransparencyLog {
    try TransparencyLog.open(
      directory.path, origin: Keys.origin, signers: signers, verifiers: verifiers, anchors: anchors, fault: fault)
  }

  /// A log of some size in a directory, closed again.
  static func log(of size: Int) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    let log = try open(directory)
    for start in stride(from: 0, to: size, by: 1_000) { try log.append(leaves(start..<min(size, start + 1_000))) }
    return directory
  }

  @Test func whateverTheBatchesTheTreeIsThatOfItsLeaves() throws {
    let directory = try TemporaryDirectory()
    let tree = SlowTree(leaves(0..<3_000))
    var random = SeededGenerator(seed: 17)
    var size = 0
    var log: TransparencyLog? = try Self.open(directory)
    while size < 3_000 {
      let count = min(3_000 - size, [0, 1, 2, 255, 256, 257, 700].randomElement(using: &random)!)
      try log?.append(Array(tree.leaves[size..<size + count]))
      size += count
      if Bool.random(using: &random) {
        log = nil
        log = try Self.open(directory)
      }
      #expect(log?.size == size && log?.root == tree.root(0..<size))
      let note = try SignedNote(log?.checkpointText ?? [])
      #expect(try Checkpoint.verified(note, keys: [Keys.log.verifier]).checkpoint.root == log?.root)
      #expect(try directory.bytes("checkpoint") == log?.checkpointText)
    }
    #expect(
      try LogAudit(of: directory.path, origin: Keys.origin, verifiers: [Keys.log.verifier]) { entry($0) }
        .signed.checkpoint.size == 3_000)
  }

  @Test func everyTileOfEverySizeIsWhatTheTreeSays() throws {
    let directory = try Self.log(of: 1_500)
    let log = try Self.open(directory)
    let tree = SlowTree(leaves(0..<1_500))
    func expected(_ level: Int, _ index: Int, _ width: Int) -> [UInt8]? {
      let first = index * 256
      guard first + width <= 1_500 >> (8 * level) else { return nil }
      return (first..<first + width).flatMap { tree.hash(of: FullSubtree(height: 8 * level, index: $0)).bytes }
    }
    for level in 0...2 {
      for index in 0...6 {
        for width in [1, 2, 5, 219, 220, 221, 255, 256] {
          #expect(try log.tile(level: level, index: index, width: width) == expected(level, index, width))
        }
      }
    }
    for (level, index, width) in [(-1, 0, 1), (8, 0, 1), (63, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257), (0, .max, 1)] {
      #expect(try log.tile(level: level, index: index, width: width) == nil)
    }
  }

  @Test func proofsBetweenAnySizesAreThoseOfTheModel() throws {
    let log = try Self.open(Self.log(of: 1_500))
    let tree = SlowTree(leaves(0..<1_500))
    var random = SeededGenerator(seed: 23)
    for _ in 0..<400 {
      let size = Int.random(in: 1...1_500, using: &random)
      let index = Int.random(in: 0..<size, using: &random)
      #expect(try log.proofOfInclusion(of: index)?.proof == tree.path(index, 0..<1_500))
      #expect(try log.consistencyProof(from: index + 1, to: size) == tree.subproof(index + 1, 0..<size, true))
      #expect(try log.root(at: size) == tree.root(0..<size))
    }
    #expect(try log.proofOfInclusion(of: 1_500) == nil)
    #expect(try log.consistencyProof(from: 6, to: 5) == nil)
    #expect(try log.consistencyProof(from: 6, to: 1_501) == nil)
    #expect(try log.leaf(at: 1_500) == nil)
  }

  @Test func entriesAreFramedAndComparedWithTheirLeaves() throws {
    let log = try Self.open(Self.log(of: 300))
    let bundle = try log.entryBundle(index: 1, width: 44) { first, count in (first..<first + count).map(entry) }
    #expect(bundle == (256..<300).flatMap { [0, UInt8(entry($0).count)] + entry($0) })
    #expect(try log.entryBundle(index: 1, width: 45) { _, _ in [] } == nil)
    #expect(throws: LogProblem.sourceDiffers(index: 260)) {
      try log.entryBundle(index: 1, width: 44) { first, count in
        (first..<first + count).map { $0 == 260 ? [1] : entry($0) }
      }
    }
    #expect(throws: LogProblem.sourceDiffers(index: 299)) {
      try log.entryBundle(index: 1, width: 44) { first, count in (first..<first + count - 1).map(entry) }
    }
    #expect(throws: LogProblem.entryTooLong(index: 7, bytes: 65_536)) {
      try EntryBundle.bytes(of: [[UInt8](repeating: 0, count: 65_536)], from: 7)
    }
    #expect(try EntryBundle.bytes(of: [[UInt8](repeating: 9, count: 65_535)], from: 7).prefix(3) == [255, 255, 9])
  }

  @Test func aSecondWriterIsKeptOut() throws {
    let directory = try TemporaryDirectory()
    let first = try Self.open(directory)
    #expect(throws: LogProblem.inUse(directory: directory.path)) { try Self.open(directory) }
    #expect(first.size == 0)
  }

  @Test func aSourceThatWasRestoredFromThePastIsRefused() throws {
    let log = try Self.open(Self.log(of: 300))
    try log.reconcile(sourceSize: 300) { .leaf(entry($0)) }
    try log.reconcile(sourceSize: 400) { .leaf(entry($0)) }
    #expect(throws: LogProblem.sourceIsBehind(checkpoint: 300, source: 299)) {
      try log.reconcile(sourceSize: 299) { .leaf(entry($0)) }
    }
    for changed in [0, 299] {
      #expect(throws: LogProblem.sourceDiffers(index: changed)) {
        try log.reconcile(sourceSize: 300) { .leaf($0 == changed ? [] : entry($0)) }
      }
    }
    var asked = Set<Int>()
    try log.reconcile(sourceSize: 300) {
      asked.insert($0)
      return .leaf(entry($0))
    }
    #expect(asked.count > 10 && asked.allSatisfy { (0..<300).contains($0) })
  }
}
