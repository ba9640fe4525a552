// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Ledger
import Notes
import Policy
package import Provenance
import Synchronization

/// Publishes the leaves of the ledger: the ledger says which and in which order, this hashes and signs them.
///
/// A leaf is durable in the ledger before it is hashed here, so the log never speaks of something that a crash takes
/// away, and after one it goes on where its last checkpoint ended.
package final class LogKeeper: Sendable {
  package let keys: LogKeys
  private let ledger: Ledger
  private let log: Mutex<TransparencyLog>
  /// Of the last checkpoint: an anchor stays behind until the next one is written.
  private let anchorComplaints = Mutex<[String]>([])

  /// Opens the log and compares it with the ledger.
  ///
  /// - Parameter fault: called at each step of an append; production does nothing there.
  /// - Throws: `LogProblem`, also when the ledger or the log was restored from the past: then nothing may be signed.
  ///   Where the log's directory alone is damaged it says so.
  package init(
    _ settings: ProvenanceSettings, keys: LogKeys, ledger: Ledger, fault: @escaping LogFaultHook = { _ in }
  ) throws {
    self.keys = keys
    self.ledger = ledger
    let isNew = try !Self.hasBegun(keys.origin, ledger)
    func open(anchors: [String]) throws -> TransparencyLog {
      try TransparencyLog.open(
        settings.log, origin: keys.origin, signers: keys.signers, verifiers: keys.verifiers, anchors: anchors,
        isNew: isNew, fault: fault)
    }
    do {
      let opened = try Self.caughtUp(with: settings.anchors, keys: keys, from: ledger, open: open)
      try opened.reconcile(sourceSize: Int(try ledger.leafCount())) { index in
        guard let entry = try ledger.entries(from: Int64(index), count: 1).first else {
          throw LogProblem.sourceDiffers(index: index)
        }
        return MerkleHash.leaf(entry)
      }
      log = Mutex(opened)
    } catch let problem as LogProblem {
      throw Self.told(problem, settings, keys: keys, ledger: ledger)
    }
  }

  /// The problem with the right remedy: where the ledger bears out every checkpoint that is known, the log's directory
  /// is what is damaged; and a key that has ended is no stranger's.
  package static func told(
    _ problem: LogProblem, _ settings: ProvenanceSettings, keys: LogKeys, ledger: Ledger
  ) -> LogProblem {
    switch problem {
    case .damaged, .sourceDiffers, .anchorDiffers: break
    default: return FormerSigner.told(problem, keys: keys, ledger: ledger)
    }
    let own = "\(settings.log)/checkpoint"
    func isBorneOut(_ path: String) -> Bool? {
      let read = try? TransparencyLog.checkpoint(in: path, origin: keys.origin, verifiers: keys.verifiers)
      return read.map { signed in (try? root(of: signed.size, in: ledger)) == signed.root }
    }
    // A next one that is torn was seen by nobody, and an anchor that cannot be read is told at the start.
    guard isBorneOut(own) == true, (["\(own).next"] + settings.anchors).allSatisfy({ isBorneOut($0) != false })
    else { return problem }
    return .canBeMadeAgain(directory: settings.log)
  }

  /// The log, after it has taken up again what an anchor knows and the ledger still holds: then the log's directory
  /// alone was lost or came from the past.
  private static func caughtUp(
    with anchors: [String], keys: LogKeys, from ledger: Ledger,
    open: (_ anchors: [String]) throws -> TransparencyLog
  ) throws -> TransparencyLog {
    do {
      return try open(anchors)
    } catch LogProblem.anchorIsAhead(let path, let size, let log) {
      let held = Int(try ledger.leafCount())
      // Of a log whose directory is gone nothing is from the past: a newer ledger is what brings it back.
      guard log > 0 || held >= size else { throw LogProblem.sourceIsBehind(checkpoint: size, source: held) }
      let behind = LogProblem.anchorIsAhead(path: path, anchor: size, log: log)
      // No smaller tree is signed before the ledger has borne out the whole of the anchor's.
      let anchored = try TransparencyLog.checkpoint(in: path, origin: keys.origin, verifiers: keys.verifiers)
      guard let anchored, try root(of: size, in: ledger) == anchored.root else { throw behind }
      try catchUp(try open([]), to: size, from: ledger, orThrow: behind)
      // Another anchor may know more still.
      return try caughtUp(with: anchors, keys: keys, from: ledger, open: open)
    }
  }

  /// Whether the log may have signed something: its first start writes a leaf for its key before that.
  static func hasBegun(_ origin: KeyName, _ ledger: Ledger) throws -> Bool {
    try ledger.read { ledger in
      try ledger.governance(.key).contains { (try? NoteVerifier($0.subject))?.name == origin }
    }
  }

  /// Nil when the ledger holds fewer leaves.
  private static func root(of size: Int, in ledger: Ledger) throws -> MerkleHash? {
    var frontier = Frontier()
    while frontier.size < size {
      let before = frontier.size
      let count = min(size - before, TransparencyLog.mostLeavesPerCheckpoint)
      try ledger.eachEntry(from: Int64(before), count: count) { frontier.append(.leaf($0)) }
      guard frontier.size > before else { return nil }
    }
    return frontier.root
  }

  private static func catchUp(
    _ log: TransparencyLog, to size: Int, from ledger: Ledger, orThrow behind: LogProblem
  ) throws {
    guard try root(of: log.size, in: ledger) == log.root else { throw behind }
    while log.size < size {
      var leaves: [MerkleHash] = []
      let count = min(size - log.size, TransparencyLog.mostLeavesPerCheckpoint)
      try ledger.eachEntry(from: Int64(log.size), count: count) { leaves.append(.leaf($0)) }
      try log.append(leaves)
    }
  }

  /// The log as it was last published.
  package var published: TransparencyLog { log.withLock { $0 } }

  /// Leaves that the newest checkpoint covers.
  package var publishedSize: Int64 { Int64(published.size) }

  /// Publishes what the ledger holds now, a thousand leaves to a checkpoint.
  ///
  /// - Returns: anchors that do not have the newest checkpoint, one line each.
  /// - Throws: what keeps the log from being written; to be tried again.
  @discardableResult
  package func publish() throws -> [String] {
    do {
      return try append()
    } catch LogProblem.mustBeReopened {
      let reopened = try published.reopened()
      log.withLock { $0 = reopened }
      return try append()
    }
  }

  private func append() throws -> [String] {
    let log = published
    // What is settled meanwhile waits for the next time: each checkpoint costs the disk a few syncs.
    let wanted = Int(try ledger.leafCount())
    guard log.size < wanted else { return anchorComplaints.withLock { $0 } }
    // Not even a loss of power may take a leaf away that is signed: these are all on disk from here on.
    try ledger.sync()
    while log.size < wanted {
      let (first, count) = (Int64(log.size), min(wanted - log.size, TransparencyLog.mostLeavesPerCheckpoint))
      var leaves: [MerkleHash] = []
      leaves.reserveCapacity(count)
      for entry in ledger.takeFreshEntries(from: first, count: count) { leaves.append(.leaf(entry)) }
      if leaves.isEmpty { try ledger.eachEntry(from: first, count: count) { leaves.append(.leaf($0)) } }
      if leaves.isEmpty { break }
      let complaints = try log.append(leaves).map { FormerSigner.told($0, keys: keys, ledger: ledger).description }
      anchorComplaints.withLock { $0 = complaints }
    }
    return anchorComplaints.withLock { $0 }
  }

  /// Of the keys that sign.
  var verifiers: [NoteVerifier] { keys.signers.map(\.verifier) }

  /// Entries of a tile, checked against their leaves.
  package func entryBundle(index: Int, width: Int) throws -> [UInt8]? {
    try published.entryBundle(index: index, width: width) { first, count in
      try ledger.entries(from: Int64(first), count: count)
    }
  }
}
