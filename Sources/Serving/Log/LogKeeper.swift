// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

package import Domain
package import Ledger
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
  package init(
    _ settings: ProvenanceSettings, keys: LogKeys, ledger: Ledger, fault: @escaping LogFaultHook = { _ in }
  ) throws {
    self.keys = keys
    self.ledger = ledger
    let opened = try TransparencyLog.open(
      settings.log, origin: keys.origin, signers: keys.signers, verifiers: keys.verifiers, anchors: settings.anchors,
      fault: fault)
    try opened.reconcile(sourceSize: Int(try ledger.leafCount())) { index in
      guard let entry = try ledger.entries(from: Int64(index), count: 1).first else {
        throw LogProblem.sourceDiffers(index: index)
      }
      return MerkleHash.leaf(entry)
    }
    log = Mutex(opened)
  }

  /// The log as it was last published.
  package var published: TransparencyLog { log.withLock { $0 } }

  /// Leaves that the newest checkpoint covers.
  package var publishedSize: Int64 { Int64(published.size) }

  /// Publishes everything that the ledger holds by now, a thousand leaves to a checkpoint.
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
    while true {
      var leaves: [MerkleHash] = []
      leaves.reserveCapacity(TransparencyLog.mostLeavesPerCheckpoint)
      let (first, most) = (Int64(log.size), TransparencyLog.mostLeavesPerCheckpoint)
      for entry in ledger.takeFreshEntries(from: first, count: most) { leaves.append(.leaf(entry)) }
      if leaves.isEmpty { try ledger.eachEntry(from: first, count: most) { leaves.append(.leaf($0)) } }
      if leaves.isEmpty { return anchorComplaints.withLock { $0 } }
      let complaints = try log.append(leaves).map(\.description)
      anchorComplaints.withLock { $0 = complaints }
    }
  }

  /// Brings what the policies hold into the log: the next publication signs it.
  func follow(_ policies: Policies, at now: Instant) throws {
    try GovernanceLog.follow(policies, keys: keys.signers.map(\.verifier), in: ledger, at: now)
  }

  /// Entries of a tile, checked against their leaves.
  package func entryBundle(index: Int, width: Int) throws -> [UInt8]? {
    try published.entryBundle(index: index, width: width) { first, count in
      try ledger.entries(from: Int64(first), count: count)
    }
  }
}
