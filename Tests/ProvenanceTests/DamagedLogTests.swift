// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notes
import Provenance
import Testing

/// What must keep a log from being opened, and a key from being used.
@Suite struct DamagedLogTests {
  private static func open(_ directory: TemporaryDirectory) throws -> TransparencyLog {
    try TransparencyLogTests.open(directory)
  }

  private static func audit(_ directory: TemporaryDirectory) throws {
    _ = try LogAudit(of: directory.path, origin: Keys.origin, verifiers: [Keys.log.verifier])
  }

  @Test func anyByteOfAHashThatIsChangedIsFoundByTheAudit() throws {
    let good = try TransparencyLogTests.log(of: 259)
    try Self.audit(good)
    for name in ["level-0", "level-1"] {
      let bytes = try good.bytes(name)
      // Every byte of the first hash and of the last ones, and every seventeenth between.
      for place in bytes.indices where place < 32 || place >= bytes.count - 128 || place.isMultiple(of: 17) {
        var changed = bytes
        changed[place] ^= 1 << UInt8(place % 8)
        try good.write(changed, name)
        #expect(throws: LogProblem.self) { try Self.audit(good) }
      }
      try good.write(bytes, name)
    }
    try Self.audit(good)
  }

  @Test func anyByteOfTheCheckpointThatIsChangedKeepsTheLogShut() throws {
    let good = try TransparencyLogTests.log(of: 259)
    let bytes = try good.bytes("checkpoint")
    for place in bytes.indices {
      for mask: UInt8 in [1, 4, 32, 128, 255] {
        var changed = bytes
        changed[place] ^= mask
        try good.write(changed, "checkpoint")
        #expect(throws: LogProblem.self) { try Self.open(good) }
      }
    }
    try good.write(bytes, "checkpoint")
    #expect(try Self.open(good).size == 259)
  }

  @Test func aRightEdgeThatIsChangedKeepsTheLogShut() throws {
    let directory = try TransparencyLogTests.log(of: 259)
    for (name, place) in [("level-0", 258 * 32), ("level-0", 256 * 32 + 31), ("level-1", 0)] {
      let bytes = try directory.bytes(name)
      var changed = bytes
      changed[place] ^= 1
      try directory.write(changed, name)
      #expect(throws: LogProblem.self) { try Self.open(directory) }
      try directory.write(Array(bytes.dropLast()), name)
      #expect(throws: LogProblem.self) { try Self.open(directory) }
      try directory.write(bytes, name)
    }
    #expect(try Self.open(directory).size == 259)
  }

  @Test func hashesWithoutACheckpointAreNotBegunAnew() throws {
    let directory = try TransparencyLogTests.log(of: 3)
    try FileManager.default.removeItem(atPath: directory.path + "/checkpoint")
    #expect(throws: LogProblem.noCheckpoint(directory: directory.path)) { try Self.open(directory) }
  }

  @Test func aLogRestoredFromThePastIsRefusedByItsAnchor() throws {
    let directory = try TransparencyLogTests.log(of: 10)
    let elsewhere = try TemporaryDirectory()
    let anchor = elsewhere.path + "/anchor"
    func open(_ directory: TemporaryDirectory) throws -> TransparencyLog {
      try TransparencyLogTests.open(directory, anchors: [anchor])
    }
    let backup = try directory.copy()
    try elsewhere.write(directory.bytes("checkpoint"), "anchor")
    #expect(try open(directory).append(leaves(10..<12)) == [])
    #expect(try elsewhere.bytes("anchor") == directory.bytes("checkpoint"))
    #expect(throws: LogProblem.anchorIsAhead(path: anchor, anchor: 12, log: 10)) { try open(backup) }
    #expect(throws: LogProblem.anchorIsAhead(path: anchor, anchor: 12, log: 0)) { try open(TemporaryDirectory()) }

    // The restored log goes on with other leaves where the anchor does not see it, and comes back.
    try Self.open(backup).append(leaves(20..<25))
    #expect(throws: LogProblem.anchorDiffers(path: anchor, size: 12)) { try open(backup) }
    // One that went on with the same leaves is the same log.
    let same = try TransparencyLogTests.log(of: 15)
    #expect(try open(same).size == 15)
  }

  @Test func anAnchorThatCannotBeWrittenIsToldAndDoesNotStopTheLog() throws {
    let directory = try TemporaryDirectory()
    let log = try TransparencyLogTests.open(directory, anchors: [directory.path + "/nowhere/anchor"])
    #expect(try log.append(leaves(0..<1)).count == 1)
    #expect(log.size == 1)
  }

  @Test func aLogWithLeavesIsNotOpenedWithoutItsAnchor() throws {
    let directory = try TransparencyLogTests.log(of: 3)
    let elsewhere = try TemporaryDirectory()
    try elsewhere.write([], "file")
    for (name, reason) in [
      ("/anchor", "no such file"), ("/unmounted/anchor", "no such file"), ("/file/anchor", "Not a directory"),
      ("", "Is a directory"),
    ] {
      let anchor = elsewhere.path + name
      #expect(
        throws: LogProblem.anchorIsMissing(path: anchor, reason: reason, checkpoint: directory.path + "/checkpoint")
      ) { try TransparencyLogTests.open(directory, anchors: [anchor]) }
    }
    // As the line says.
    try elsewhere.write(directory.bytes("checkpoint"), "anchor")
    #expect(try TransparencyLogTests.open(directory, anchors: [elsewhere.path + "/anchor"]).size == 3)
  }

  @Test func aLogWithoutLeavesGivesItsAnchorsTheirFirstCopy() throws {
    let (directory, elsewhere) = try (TemporaryDirectory(), TemporaryDirectory())
    let anchors = [elsewhere.path + "/anchor", elsewhere.path + "/unmounted/anchor"]
    do { #expect(try TransparencyLogTests.open(directory, anchors: anchors).size == 0) }
    #expect(try elsewhere.bytes("anchor") == directory.bytes("checkpoint"))
    #expect(try TransparencyLogTests.open(directory, anchors: anchors).append(leaves(0..<2)).count == 1)
  }

  @Test(arguments: [12, 7])
  func anAnchorThatComesBackWithAnotherHistoryIsKeptAndEndsTheSigning(size: Int) throws {
    // The log signed on, from `size` leaves or fewer, where the disk of the anchor was not mounted.
    let other = try TransparencyLogTests.log(of: 5)
    try TransparencyLogTests.open(other).append(leaves(105..<100 + size))
    let (directory, elsewhere) = try (TemporaryDirectory(), TemporaryDirectory())
    let anchor = elsewhere.path + "/mount/anchor"
    let log = try TransparencyLogTests.open(directory, anchors: [anchor])
    #expect(try log.append(leaves(0..<9)).count == 1)

    try FileManager.default.createDirectory(atPath: elsewhere.path + "/mount", withIntermediateDirectories: false)
    try elsewhere.write(other.bytes("checkpoint"), "mount/anchor")
    let refusal =
      size > 9
      ? LogProblem.anchorIsAhead(path: anchor, anchor: size, log: 9) : .anchorDiffers(path: anchor, size: size)
    let signed = log.checkpoint
    #expect(throws: refusal) { try log.append(leaves(9..<20)) }
    #expect(try elsewhere.bytes("mount/anchor") == other.bytes("checkpoint"))
    // For good, also when the disk is taken away again.
    try FileManager.default.removeItem(atPath: elsewhere.path + "/mount")
    #expect(throws: refusal) { try log.append(leaves(9..<20)) }
    #expect(log.checkpoint == signed)
    #expect(try directory.bytes("checkpoint") == signed.note.bytes)
  }

  /// The disk is mounted between the look at the anchor and its turn.
  @Test func anAnchorIsReadAgainBeforeItIsReplaced() throws {
    let other = try TransparencyLogTests.log(of: 30)
    let (directory, elsewhere) = try (TemporaryDirectory(), TemporaryDirectory())
    let anchor = elsewhere.path + "/anchor"
    let log = try TransparencyLogTests.open(directory, anchors: [anchor]) { step in
      if step == .published { try elsewhere.write(other.bytes("checkpoint"), "anchor") }
    }
    let refusal = LogProblem.anchorIsAhead(path: anchor, anchor: 30, log: 2)
    #expect(try log.append(leaves(0..<2)) == [refusal])
    #expect(try elsewhere.bytes("anchor") == other.bytes("checkpoint"))
    #expect(throws: refusal) { try log.append(leaves(2..<3)) }
  }

  @Test func aLogIsOpenedAgainAlsoWhileItsAnchorIsNotThere() throws {
    struct Died: Error {}
    let directory = try TemporaryDirectory()
    let log = try TransparencyLogTests.open(directory, anchors: [directory.path + "/unmounted/anchor"]) { step in
      if step == .published { throw Died() }
    }
    #expect(throws: Died.self) { try log.append(leaves(0..<2)) }
    #expect(try log.reopened().size == 2)
  }

  @Test func aCheckpointOfAnotherLogIsRefused() throws {
    let directory = try TransparencyLogTests.log(of: 3)
    let other = KeyName("other.example/log")!
    #expect(throws: LogProblem.self) {
      try TransparencyLog.open(directory.path, origin: other, signers: [Keys.signer(from: 0, name: other)])
    }
    #expect(throws: LogProblem.otherKeyName(Keys.origin, origin: other)) {
      try TransparencyLog.open(directory.path, origin: other, signers: [Keys.log])
    }
    #expect(throws: LogProblem.noSigner(origin: Keys.origin)) { try TransparencyLogTests.open(directory, signers: []) }
  }

  @Test func aKeyIsReplacedByWayOfACheckpointThatBothSign() throws {
    let directory = try TransparencyLogTests.log(of: 3)
    func signers(_ log: TransparencyLog) throws -> [NoteVerifier] {
      let keys = [Keys.log.verifier, Keys.next.verifier]
      return try Checkpoint.verified(SignedNote(log.checkpointText), keys: keys).signers
    }
    // The new key alone does not know the old key's checkpoint.
    #expect(throws: LogProblem.self) { try TransparencyLogTests.open(directory, signers: [Keys.next]) }
    var log: TransparencyLog? = try TransparencyLogTests.open(directory, signers: [Keys.log, Keys.next])
    #expect(try log.map(signers) == [Keys.log.verifier, Keys.next.verifier], "the same tree is signed anew")
    try log?.append(leaves(3..<5))
    #expect(try log.map(signers) == [Keys.log.verifier, Keys.next.verifier])
    log = nil
    log = try TransparencyLogTests.open(directory, signers: [Keys.next], verifiers: [Keys.log.verifier])
    #expect(try log.map(signers) == [Keys.next.verifier])
    try log?.append(leaves(5..<6))
    #expect(log?.size == 6 && log?.root == SlowTree(leaves(0..<6)).root(0..<6))
  }

  @Test func everyProblemIsOneLine() {
    let problems: [LogProblem] = [
      .cannotUse(path: "p", reason: "r"), .inUse(directory: "d"), .damaged(path: "p", what: "w"),
      .noCheckpoint(directory: "d"), .badCheckpoint(path: "p", .unknownSigners),
      .replacedKey(path: "p", key: Keys.log.verifier, replacedOn: "2026-11-28", list: "l"),
      .endedLog(path: "p", log: Keys.origin, aside: "q"),
      .otherOrigin(path: "p", found: Keys.origin, expected: Keys.origin),
      .otherKeyName(Keys.origin, origin: Keys.origin), .noSigner(origin: Keys.origin),
      .anchorIsAhead(path: "p", anchor: 2, log: 1), .anchorDiffers(path: "p", size: 1),
      .anchorIsMissing(path: "p", reason: "r", checkpoint: "c"),
      .sourceIsBehind(checkpoint: 2, source: 1), .sourceDiffers(index: 1), .canBeMadeAgain(directory: "/log"),
      .entryTooLong(index: 1, bytes: 2),
      .mustBeReopened(directory: "d"),
    ]
    for problem in problems { #expect(!"\(problem)".contains("\n") && "\(problem)".count < 300) }
  }
}
