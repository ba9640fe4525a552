// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Notes
import Provenance
import Synchronization
import Testing
import ToolgateTesting

/// The process dies at each step of an append. What it leaves is opened again.
@Suite struct CrashedAppendTests {
  private struct Death: Error {}

  private static let steps: [LogStep] = [
    .begun, .levelWritten(0), .levelWritten(1), .levelsSynced, .signed, .checkpointWritten, .checkpointRenamed,
    .published, .anchorWritten(0),
  ]

  private static func dies(at step: LogStep) -> LogFaultHook {
    { if $0 == step { throw Death() } }
  }

  @Test(arguments: steps, [0, 1, 255, 256, 300])
  func theCheckpointBeforeIsAPrefixAndTheSameLeavesGiveTheSameTree(step: LogStep, before: Int) throws {
    let directory = try TransparencyLogTests.log(of: before)
    let all = leaves(0..<before + 520)
    let tree = SlowTree(all)
    let anchor = directory.path + "/anchor"
    if before > 0 { try directory.write(directory.bytes("checkpoint"), "anchor") }
    do {
      let log = try TransparencyLogTests.open(directory, anchors: [anchor], fault: Self.dies(at: step))
      #expect(throws: Death.self) { try log.append(Array(all[before...])) }
    }
    let log = try TransparencyLogTests.open(directory, anchors: [anchor])
    let isSigned = Self.steps.firstIndex(of: step)! >= Self.steps.firstIndex(of: .checkpointWritten)!
    #expect(log.size == (isSigned ? all.count : before), "what was signed and written is never forgotten")
    #expect(log.root == tree.root(0..<log.size))
    #expect(try log.root(at: before) == tree.root(0..<before))
    try log.append(Array(all[log.size...]))
    #expect(log.root == tree.root(0..<all.count))
    #expect(
      try LogAudit(of: directory.path, origin: Keys.origin, verifiers: [Keys.log.verifier]).signed == log.checkpoint)
  }

  /// Before they are synced, the new bytes may be on disk in part, as zeros, or not at all.
  @Test func whateverADiskMadeOfTheBytesBehindTheCheckpointDoesNotMatter() throws {
    var random = SeededGenerator(seed: 31)
    let all = leaves(0..<900)
    for _ in 0..<40 {
      let directory = try TransparencyLogTests.log(of: 300)
      do {
        let log = try TransparencyLogTests.open(directory, fault: Self.dies(at: .levelWritten(1)))
        #expect(throws: Death.self) { try log.append(Array(all[300...])) }
      }
      for (name, synced) in [("level-0", 300 * 32), ("level-1", 32)] {
        var bytes = try directory.bytes(name)
        bytes.removeLast(Int.random(in: 0...bytes.count - synced, using: &random))
        for place in synced..<bytes.count where Bool.random(using: &random) {
          bytes[place] = .random(in: 0...255, using: &random)
        }
        try directory.write(bytes, name)
      }
      // A checkpoint that was being written when the power went.
      try directory.write(
        Array(try directory.bytes("checkpoint").prefix(Int.random(in: 0...100, using: &random))), "checkpoint.next")
      let log = try TransparencyLogTests.open(directory)
      #expect(log.size == 300)
      #expect(try directory.bytes("level-0").count == 300 * 32)
      try log.append(Array(all[300...]))
      #expect(log.root == SlowTree(all).root(0..<900))
      #expect(throws: Never.self) {
        try LogAudit(of: directory.path, origin: Keys.origin, verifiers: [Keys.log.verifier])
      }
    }
  }

  /// Two roots for one size would be the end of the log's credit.
  @Test(arguments: steps)
  func noTwoCheckpointsOfOneSizeHaveDifferentRoots(step: LogStep) throws {
    let directory = try TransparencyLogTests.log(of: 5)
    let fails = Mutex(true)
    try directory.write(directory.bytes("checkpoint"), "anchor")
    let log = try TransparencyLogTests.open(directory, anchors: [directory.path + "/anchor"]) { at in
      if at == step, fails.withLock({ $0 }) { throw Death() }
    }
    let first = leaves(5..<270)
    let other = leaves(1_005..<1_270)
    #expect(throws: Death.self) { try log.append(first) }
    fails.withLock { $0 = false }
    // The process lives on, and comes with other leaves for the same places.
    switch step {
    case .begun, .levelWritten, .levelsSynced:
      try log.append(other)
      #expect(log.root == SlowTree(leaves(0..<5) + other).root(0..<270))
    case .signed, .checkpointWritten, .checkpointRenamed, .published:
      #expect(throws: LogProblem.mustBeReopened(directory: directory.path)) { try log.append(other) }
      #expect(log.size == 5)
    case .anchorWritten:
      #expect(log.root == SlowTree(leaves(0..<5) + first).root(0..<270))
    }
  }

  @Test func aSignedCheckpointThatTheHashesDoNotBearOutIsNotForgotten() throws {
    let directory = try TransparencyLogTests.log(of: 5)
    let larger = try TransparencyLogTests.log(of: 8)
    try directory.write(larger.bytes("checkpoint"), "checkpoint.next")
    #expect(throws: LogProblem.self) { try TransparencyLogTests.open(directory) }
  }
}
