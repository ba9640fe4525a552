// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import Domain
internal import Glibc
package import Notes

extension TransparencyLog {
  /// Opens the log in a directory, which is made if it is not there, and checks that it is the one that was signed.
  ///
  /// Reads the checkpoint and the right edge of the tree, not its leaves, so that it takes as long for ten million
  /// leaves as for ten.
  /// - Parameters:
  ///   - origin: the log's identity, and the name of all its keys.
  ///   - signers: sign each checkpoint; two of them while a key is being replaced.
  ///   - verifiers: further keys of the log, whose checkpoints are believed: former keys.
  ///   - anchors: files elsewhere that hold copies of the newest checkpoint. They tell a log that was restored from
  ///     the past. A new log may begin without them; later each must be there.
  ///   - isNew: whether the log may never have signed anything. When it has, a directory without leaves is one that was
  ///     lost, and only the anchors know how far it went.
  /// - Throws: `LogProblem`, and what the fault hook throws.
  package static func open(
    _ directory: String, origin: KeyName, signers: [NoteSigner], verifiers: [NoteVerifier] = [],
    anchors: [String] = [], isNew: Bool = true, fault: @escaping LogFaultHook = { _ in }
  ) throws -> TransparencyLog {
    guard !signers.isEmpty else { throw LogProblem.noSigner(origin: origin) }
    let keys = signers.map(\.verifier) + verifiers
    for key in keys where key.name != origin { throw LogProblem.otherKeyName(key.name, origin: origin) }
    let isMade = mkdir(directory, 0o755) == 0
    guard isMade || errno == EEXIST else { throw LogProblem.systemError(directory) }
    do {
      let lock = try LogFile("\(directory)/lock", .writing)
      guard lock.lock() else { throw LogProblem.inUse(directory: directory) }
      return try open(
        directory, origin: origin, signers: signers, keys: keys, anchors: anchors.map { CheckpointFile(path: $0) },
        anchorsMayBeMissing: false, isNew: isNew, fault: fault, lock: lock)
    } catch {
      // Nobody shall take what a refused start has made for a log. A directory with more than the lock in it stays.
      if isMade {
        unlink("\(directory)/lock")
        rmdir(directory)
      }
      throw error
    }
  }

  /// Whether a directory holds a log, sound or damaged.
  package static func isThere(in directory: String) -> Bool {
    let checkpoint = CheckpointFile(path: "\(directory)/checkpoint")
    let files = [checkpoint.path, checkpoint.next.path, LevelFiles.path(directory, 0)]
    return files.contains { (path: String) in access(path, F_OK) == 0 }
  }

  /// What a file holds, an anchor or the log's own, if one of these keys signed it and it is of this log; nil without a
  /// file.
  package static func checkpoint(
    in path: String, origin: KeyName, verifiers: [NoteVerifier]
  ) throws -> Checkpoint? {
    try CheckpointFile(path: path).verified(origin: origin, keys: verifiers)?.checkpoint
  }

  /// The log as its directory tells it, after an append that failed between signing and storing. This object must add
  /// nothing more; it may be read on. Anchors may be missing: what this process has signed is not from the past.
  ///
  /// - Throws: as `open`.
  package func reopened() throws -> TransparencyLog {
    try Self.open(
      directory, origin: origin, signers: signers, keys: keys, anchors: anchors, anchorsMayBeMissing: true,
      isNew: false, fault: fault, lock: lock)
  }

  private static func open(
    _ directory: String, origin: KeyName, signers: [NoteSigner], keys: [NoteVerifier], anchors: [CheckpointFile],
    anchorsMayBeMissing: Bool, isNew: Bool, fault: @escaping LogFaultHook, lock: LogFile
  ) throws -> TransparencyLog {
    let file = CheckpointFile(path: "\(directory)/checkpoint")
    let opening = Opening(directory: directory, origin: origin, signers: signers, keys: keys, file: file)
    let wasThere = try file.read() != nil
    var signed = try opening.newestCheckpoint()
    let levels = try LevelFiles(in: directory, size: signed.checkpoint.size, .writing)
    let frontier = try opening.frontier(levels, bearingOut: signed.checkpoint)
    let mayBeMissing = anchorsMayBeMissing || ((isNew || wasThere) && signed.checkpoint.size == 0)
    for anchor in anchors { try opening.compare(anchor, with: signed.checkpoint, levels, mayBeMissing: mayBeMissing) }
    try opening.adopt(&signed)
    try levels.cut(to: signed.checkpoint.size)
    if signed.checkpoint.size == 0 {
      // So that no anchor is missing when the process dies before the first append has reached it. An anchor that
      // cannot be written is told by that append.
      for anchor in anchors { try? anchor.replace(with: signed.note.bytes) }
    }
    return TransparencyLog(
      origin: origin, directory: directory, signers: signers, keys: keys, anchors: anchors, fault: fault, lock: lock,
      writer: Writer(levels: levels, frontier: frontier), published: Published(levels: levels, signed: signed))
  }
}

/// The steps of opening a log that is not yet believed.
private struct Opening {
  let directory: String
  let origin: KeyName
  let signers: [NoteSigner]
  let keys: [NoteVerifier]
  let file: CheckpointFile

  /// The checkpoint that was signed last, be it published or not. A new directory gets one of a tree without leaves.
  func newestCheckpoint() throws -> SignedCheckpoint {
    let published = try file.verified(origin: origin, keys: keys)
    let next = try unpublishedCheckpoint()
    guard let newest = [published, next].compactMap({ $0 }).max(by: { $0.checkpoint.size < $1.checkpoint.size }) else {
      guard access(LevelFiles.path(directory, 0), F_OK) != 0 else {
        throw LogProblem.noCheckpoint(directory: directory)
      }
      let empty = Checkpoint(origin: origin, size: 0, root: .emptyTree)
      return SignedCheckpoint(
        checkpoint: empty, note: try empty.signed(by: signers), signers: signers.map(\.verifier))
    }
    if let published, published.checkpoint.size < newest.checkpoint.size {
      let levels = try LevelFiles(in: directory, size: newest.checkpoint.size, .reading)
      guard try levels.root(of: 0..<published.checkpoint.size) == published.checkpoint.root else {
        throw LogProblem.damaged(path: file.next.path, what: "does not extend the checkpoint beside it")
      }
    }
    return newest
  }

  /// What an append had signed when the process died. One that is torn was never synced, so nobody has seen it.
  private func unpublishedCheckpoint() throws -> SignedCheckpoint? {
    do {
      return try file.next.verified(origin: origin, keys: keys)
    } catch LogProblem.badCheckpoint {
      return nil
    }
  }

  func frontier(_ levels: LevelFiles, bearingOut checkpoint: Checkpoint) throws -> Frontier {
    let frontier = try Frontier(size: checkpoint.size, of: levels)
    guard frontier.root == checkpoint.root else {
      throw LogProblem.damaged(
        path: directory,
        what: "the hashes of \(checkpoint.size.counted("leaf", "leaves")) do not add up to the checkpoint's root")
    }
    return frontier
  }

  func compare(
    _ anchor: CheckpointFile, with checkpoint: Checkpoint, _ levels: LevelFiles, mayBeMissing: Bool
  ) throws {
    let reason: String
    do {
      guard try !anchor.isCopy(of: levels, size: checkpoint.size, origin: origin, keys: keys) else { return }
      reason = "no such file"
    } catch LogProblem.cannotUse(anchor.path, let why) {
      reason = why
    }
    if mayBeMissing { return }
    throw checkpoint.size == 0
      ? LogProblem.lostWithItsAnchor(directory: directory, anchor: anchor.path, reason: reason)
      : LogProblem.anchorIsMissing(path: anchor.path, reason: reason, checkpoint: file.path)
  }

  /// Publishes the checkpoint if it is not, and signs it anew if other keys sign now: the same size with the same
  /// root.
  func adopt(_ signed: inout SignedCheckpoint) throws {
    let wanted = signers.map(\.verifier)
    if !signed.note.signatures.map(\.keyID).elementsEqual(wanted.map(\.id)) {
      let note = try signed.checkpoint.signed(by: signers)
      signed = SignedCheckpoint(checkpoint: signed.checkpoint, note: note, signers: wanted)
    }
    if try file.read() == signed.note.bytes {
      try file.discardNext()
    } else {
      try file.replace(with: signed.note.bytes)
    }
  }
}
