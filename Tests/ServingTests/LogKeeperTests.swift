// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Ledger
import Notes
import Provenance
import Serving
import Synchronization
import Testing
import ToolgateTesting

/// The log that the ledger's leaves are published in.
@Suite struct LogKeeperTests {
  /// A ledger with a directory for its log beside it.
  private struct Place {
    let temporary: TemporaryLedger
    let directory: String
    let keys: LogKeys

    init() throws {
      temporary = try TemporaryLedger()
      directory = NSTemporaryDirectory() + "toolgate-keeper-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      keys = try LogKeys.create(in: directory, origin: KeyName("toolgate.example/log")!)
    }

    func remove() { try? FileManager.default.removeItem(atPath: directory) }

    func add(_ numbers: Range<Int>, at instant: (Int) -> Instant = { _ in TemporaryLedger.start }) throws {
      try temporary.ledger.administer { desk in
        for number in numbers {
          try desk.log(
            .certificate, of: "m/\(number)", at: instant(number), entry: Array(#"{"number":\#(number)}"#.utf8))
        }
      }
    }

    func settings(anchored: Bool = false) -> ProvenanceSettings {
      var settings = ProvenanceSettings()
      settings.log = directory + "/log"
      if anchored { settings.anchors = [anchor] }
      return settings
    }

    func keeper(
      ledger: Ledger? = nil, anchored: Bool = false, fault: @escaping LogFaultHook = { _ in }
    ) throws -> LogKeeper {
      try LogKeeper(settings(anchored: anchored), keys: keys, ledger: ledger ?? temporary.ledger, fault: fault)
    }

    var anchor: String { directory + "/anchor" }

    func audit() throws {
      _ = try LogAudit(of: directory + "/log", origin: keys.origin, verifiers: keys.verifiers) { index in
        try temporary.ledger.entries(from: Int64(index), count: 1)[0]
      }
    }

    func told(_ problem: LogProblem, _ ledger: Ledger) -> LogProblem {
      LogKeeper.told(problem, settings(anchored: true), keys: keys, ledger: ledger)
    }

    /// The root of a log that nothing ever befell.
    func root(of size: Int) throws -> MerkleHash {
      var frontier = Frontier()
      for entry in try temporary.ledger.entries(from: 0, count: size) { frontier.append(.leaf(entry)) }
      return frontier.root
    }
  }

  @Test func noCheckpointIsMoreThanAThousandLeavesAfterTheOneBefore() throws {
    let place = try Place()
    defer { place.remove() }
    try place.add(0..<2_500)
    let path = place.directory + "/log/checkpoint"
    let sizes = Mutex<[Int]>([])
    let keeper = try place.keeper { step in
      guard step == .published else { return }
      let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
      sizes.withLock { $0.append(Int(text.split(separator: "\n")[1]) ?? -1) }
    }
    #expect(try keeper.publish() == [])
    #expect(sizes.withLock { $0 } == [1_000, 2_000, 2_500])
    #expect(keeper.publishedSize == 2_500)
    #expect(try keeper.published.root == place.root(of: 2_500))
    #expect(try keeper.publish() == [] && sizes.withLock { $0.count } == 3)
  }

  private struct Died: Error {}

  @Test(arguments: [
    LogStep.begun, .levelWritten(0), .levelsSynced, .signed, .checkpointWritten, .checkpointRenamed, .published,
  ])
  func anAppendThatFailsAnywhere_isMadeUpForByTheNext(_ at: LogStep) throws {
    let place = try Place()
    defer { place.remove() }
    try place.add(0..<300)
    let failures = Mutex(0)
    let keeper = try place.keeper { step in
      let fails = failures.withLock { left in
        defer { if step == at, left > 0 { left -= 1 } }
        return step == at && left > 0
      }
      if fails { throw Died() }
    }
    try keeper.publish()
    try place.add(300..<700)
    // Also again and again, as on a full disk: what fails is told as it is, and what was signed is read on.
    failures.withLock { $0 = 3 }
    for _ in 0..<3 {
      do {
        try keeper.publish()
      } catch {
        #expect(error is Died, "\(error)")
      }
      #expect(try keeper.published.tile(level: 0, index: 0, width: 256) != nil)
      #expect(keeper.publishedSize == 300 || keeper.publishedSize == 700)
    }
    #expect(failures.withLock { $0 } < 3, "the step was never reached")
    failures.withLock { $0 = 0 }
    #expect(try keeper.publish() == [])
    #expect(keeper.publishedSize == 700)
    #expect(try keeper.published.root == place.root(of: 700))
  }

  /// Every step of an append that grows two levels and has an anchor.
  static let steps: [LogStep] = [
    .begun, .levelWritten(0), .levelWritten(1), .levelsSynced, .signed, .checkpointWritten, .checkpointRenamed,
    .published, .anchorWritten(0),
  ]

  /// As after a kill: the keeper is gone with all that it knew, and another one opens what lies on disk.
  @Test(arguments: steps)
  func aKeeperThatDiesAnywhere_leavesALogThatGoesOn(_ at: LogStep) throws {
    let place = try Place()
    defer { place.remove() }
    try place.add(0..<250)
    let isArmed = Mutex(false)
    let died = Mutex(false)
    var keeper: LogKeeper? = try place.keeper(anchored: true) { step in
      // The dead do nothing more, also not when the publication is tried again.
      guard step == at || died.withLock({ $0 }), isArmed.withLock({ $0 }) else { return }
      died.withLock { $0 = true }
      throw Died()
    }
    try keeper?.publish()
    let before = try #require(keeper?.published.checkpoint.checkpoint)
    isArmed.withLock { $0 = true }
    try place.add(250..<300)
    #expect(throws: Died.self) { try keeper?.publish() }
    #expect(died.withLock { $0 })
    keeper = nil

    try place.add(300..<310)
    let next = try place.keeper(anchored: true)
    #expect(next.publishedSize == 250 || next.publishedSize == 300)
    #expect(try next.publish() == [])
    #expect(next.publishedSize == 310)
    #expect(try next.published.root(at: before.size) == before.root)
    #expect(try next.published.root == place.root(of: 310))
    #expect(FileManager.default.contents(atPath: place.anchor).map(Array.init) == next.published.checkpointText)
  }

  @Test func aLogThatIsBehindItsAnchor_isMadeAgainFromALedgerThatBearsTheAnchorOut() throws {
    let place = try Place()
    defer { place.remove() }
    try place.add(0..<1_200)
    var keeper: LogKeeper? = try place.keeper(anchored: true)
    try keeper?.publish()
    let signed = try #require(keeper?.published.checkpoint.checkpoint)
    keeper = nil
    try FileManager.default.removeItem(atPath: place.directory + "/log")
    // A ledger that was made anew has other leaves, and no checkpoint may come of them.
    let other = try TemporaryLedger()
    try other.ledger.administer { desk in
      for number in 0..<1_300 {
        try desk.log(.certificate, of: "m", at: TemporaryLedger.start, entry: Array("[\(number)]".utf8))
      }
    }
    let refusal = LogProblem.anchorIsAhead(path: place.anchor, anchor: 1_200, log: 0)
    #expect(throws: refusal) { try place.keeper(ledger: other.ledger, anchored: true) }
    #expect(!FileManager.default.fileExists(atPath: place.directory + "/log/checkpoint"))
    keeper = try place.keeper(anchored: true)
    #expect(keeper?.published.checkpoint.checkpoint == signed)
  }

  /// In the first, a middle and the last leaf, and in a hash above them.
  @Test(arguments: [("level-0", 0), ("level-0", 400), ("level-0", 699), ("level-1", 1)])
  func aDamagedDirectory_isNotPutDownToTheLedger(file: String, hash: Int) throws {
    let place = try Place()
    defer { place.remove() }
    try place.add(0..<700)
    var keeper: LogKeeper? = try place.keeper(anchored: true)
    try keeper?.publish()
    let signed = try #require(keeper?.published.checkpoint.checkpoint)
    keeper = nil
    let log = place.directory + "/log"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(log)/\(file)"))
    bytes[hash * 32 + 7] ^= 1
    try bytes.write(to: URL(fileURLWithPath: "\(log)/\(file)"))

    let again = LogProblem.canBeMadeAgain(directory: log)
    let found = #expect(throws: LogProblem.self) { try place.audit() }
    #expect(place.told(try #require(found), place.temporary.ledger) == again)
    // What the gateway reads at its start is the right edge and some leaves.
    if hash != 400 { #expect(throws: again) { try place.keeper(anchored: true) } }
    // Another ledger does not bear the checkpoint out, and neither does this one an anchor of another tree.
    let other = try TemporaryLedger()
    #expect(place.told(try #require(found), other.ledger) == found)
    let copy = try #require(FileManager.default.contents(atPath: place.anchor))
    let forged = try Checkpoint(origin: place.keys.origin, size: 9, root: place.root(of: 8)).signed(
      by: place.keys.signers)
    try Data(forged.bytes).write(to: URL(fileURLWithPath: place.anchor))
    #expect(place.told(try #require(found), place.temporary.ledger) == found)
    try copy.write(to: URL(fileURLWithPath: place.anchor))

    try FileManager.default.removeItem(atPath: log)
    let next = try place.keeper(anchored: true)
    try next.publish()
    #expect(next.published.checkpoint.checkpoint == signed)
  }

  /// The order is that of the transactions, whatever the time was.
  @Test func aClockThatGoesBackwards_changesNothing() throws {
    let place = try Place()
    defer { place.remove() }
    try place.add(0..<3) { TemporaryLedger.start + .seconds(-86_400 * $0) }
    let keeper = try place.keeper()
    try keeper.publish()
    let before = (keeper.publishedSize, keeper.published.root)
    try place.add(3..<5) { TemporaryLedger.start + .seconds(-86_400 * $0) }
    try keeper.publish()
    #expect(try keeper.published.root(at: Int(before.0)) == before.1)
    let entries = (0..<5).map { Array(#"{"number":\#($0)}"#.utf8) }
    #expect(try place.temporary.ledger.entries(from: 0, count: 9) == entries)
  }

  @Test func aLedgerThatDoesNotBearOutTheLog_isRefused() throws {
    let place = try Place()
    defer { place.remove() }
    try place.add(0..<10)
    var keeper: LogKeeper? = try place.keeper()
    try keeper?.publish()
    keeper = nil
    // Another ledger with as many leaves, and one with fewer.
    for (count, problem) in [(10, LogProblem.sourceDiffers(index: 0)), (9, .sourceIsBehind(checkpoint: 10, source: 9))]
    {
      let other = try TemporaryLedger()
      try other.ledger.administer { desk in
        for number in 0..<count {
          try desk.log(.certificate, of: "m", at: TemporaryLedger.start, entry: Array("[\(number)]".utf8))
        }
      }
      var settings = ProvenanceSettings()
      settings.log = place.directory + "/log"
      #expect(throws: problem) { try LogKeeper(settings, keys: place.keys, ledger: other.ledger) }
    }
    #expect(try place.keeper().publishedSize == 10)
  }
}
